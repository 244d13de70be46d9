//! The tree of a template, and how messages show its parts.
//!
//! A place (`at`) is the byte that the reference counts columns from. The texts that [`fmt::Display`] makes are those
//! between `<` and `>` in errors: white space is normalised, the rest is as written.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::dialect::Signature;
use super::number::Number;
use super::quote;
use crate::diagnostic::Span;

/// A parsed template: the trees that it defines, its own among them.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) templates: BTreeMap<String, Vec<Node>>,
}

/// One piece of a template.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Literal text: bytes of the source.
    Text(Span),
    /// A pipeline whose value is written out; the span is that of the action with its braces.
    Action(Span, Pipe),
    Break,
    Continue,
    If(Branch),
    With(Branch),
    Range(Branch),
    Template(Call),
}

/// `{{if}}`, `{{with}}` or `{{range}}`.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) pipe: Pipe,
    pub(super) body: Vec<Node>,
    pub(super) otherwise: Vec<Node>,
}

/// `{{template "name" pipe}}`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) pipe: Option<Pipe>,
}

/// Commands, each fed with the value of the one before.
#[derive(Clone, Debug)]
pub(super) struct Pipe {
    pub(super) at: usize,
    /// Whether the variables are assigned to, not declared.
    pub(super) assigns: bool,
    pub(super) variables: Vec<String>,
    pub(super) commands: Vec<Command>,
}

/// A value, or a function with its arguments.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub(super) at: usize,
    pub(super) first: Operand,
    pub(super) arguments: Vec<Operand>,
}

/// Something with a value.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) at: usize,
    pub(super) term: Term,
}

/// What an operand is.
#[derive(Clone, Debug)]
pub(super) enum Term {
    Dot,
    Nil,
    Bool(bool),
    /// As written, and its value.
    Number(String, Number),
    /// As written, and its value.
    Text(String, Arc<[u8]>),
    /// Fields, the first one of the dot.
    Field(Vec<String>),
    /// A variable with its `$`, and fields of it.
    Variable(String, Vec<String>),
    Function(Function),
    /// Fields of a parenthesised pipeline or of a function's result.
    Chain(Box<Operand>, Vec<String>),
    Pipe(Box<Pipe>),
}

/// A function by its name.
#[derive(Clone, Debug)]
pub(super) enum Function {
    Builtin(&'static Signature),
    /// Known to the dialect, but not to the interpreter.
    Foreign(String),
}

impl Function {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Builtin(signature) => signature.name,
            Self::Foreign(name) => name,
        }
    }
}

fn fields(f: &mut fmt::Formatter<'_>, names: &[String]) -> fmt::Result {
    names.iter().try_for_each(|name| write!(f, ".{name}"))
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.term {
            Term::Dot => f.write_str("."),
            Term::Nil => f.write_str("nil"),
            Term::Bool(value) => write!(f, "{value}"),
            Term::Number(text, _) | Term::Text(text, _) => f.write_str(text),
            Term::Field(names) => fields(f, names),
            Term::Variable(name, names) => f.write_str(name).and_then(|()| fields(f, names)),
            Term::Function(function) => f.write_str(function.name()),
            Term::Chain(first, names) => write_argument(f, first).and_then(|()| fields(f, names)),
            Term::Pipe(pipe) => write!(f, "{pipe}"),
        }
    }
}

/// An operand within something: pipelines get their parentheses back.
fn write_argument(f: &mut fmt::Formatter<'_>, operand: &Operand) -> fmt::Result {
    match &operand.term {
        Term::Pipe(pipe) => write!(f, "({pipe})"),
        _ => write!(f, "{operand}"),
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_argument(f, &self.first)?;
        self.arguments.iter().try_for_each(|argument| {
            f.write_str(" ")?;
            write_argument(f, argument)
        })
    }
}

impl fmt::Display for Pipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.variables.is_empty() {
            let sign = if self.assigns { "=" } else { ":=" };
            write!(f, "{} {sign} ", self.variables.join(", "))?;
        }
        for (position, command) in self.commands.iter().enumerate() {
            let separator = if position == 0 { "" } else { " | " };
            write!(f, "{separator}{command}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{{template {}", quote::quoted(self.name.as_bytes()))?;
        if let Some(pipe) = &self.pipe {
            write!(f, " {pipe}")?;
        }
        f.write_str("}}")
    }
}
