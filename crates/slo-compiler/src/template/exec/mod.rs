//! Runs a template: walks its tree and writes to a [`Sink`].
//!
//! In: a [`Program`], the window, what to do about unknown fields. Out: text, or the first fault with the reference's
//! words. Keeps: work, nesting and output are bounded, so that no template can hang the compiler or exhaust its memory.

mod call;
mod control;
mod eval;

use std::fmt;

use super::MissingKey;
use super::ast::{Call, Command, Node, Operand, Pipe, Program};
use super::error::TemplateError;
use super::format::{self, Buffer};
use super::quote;
use super::rendered::Sink;
use super::value::Value;
use crate::diagnostic::Span;

/// Most bytes of a rendered text, and of any text on the way to it.
pub(super) const MAX_OUTPUT: usize = 1 << 20;

/// Most steps: a node, a command or an argument is one, and so are some bytes of text that a function takes or makes.
const MAX_STEPS: usize = 1_000_000;

/// Bytes of text that count as a step.
const BYTES_PER_STEP: usize = 64;

/// How deep lists, pipelines and calls of templates may be nested while running.
const MAX_DEPTH: usize = 128;

/// What to do behind a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Next,
    Break,
    Continue,
}

/// What a fault is reported at: the part that was looked at last.
#[derive(Clone, Copy, Debug)]
enum Place<'p> {
    Operand(&'p Operand),
    Pipe(&'p Pipe),
    Command(&'p Command),
    Call(&'p Call),
}

impl Place<'_> {
    fn at(&self) -> usize {
        match self {
            Self::Operand(operand) => operand.at,
            Self::Pipe(pipe) => pipe.at,
            Self::Command(command) => command.at,
            Self::Call(call) => call.at,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operand(operand) => operand.fmt(f),
            Self::Pipe(pipe) => pipe.fmt(f),
            Self::Command(command) => command.fmt(f),
            Self::Call(call) => call.fmt(f),
        }
    }
}

/// What a run needs to know of the template.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'p> {
    pub(super) name: &'static str,
    pub(super) text: &'p str,
    pub(super) program: &'p Program,
}

/// A template that is running.
struct Run<'p, 's, 'o> {
    source: Source<'p>,
    window: &'p str,
    missing: MissingKey,
    sink: &'s mut Sink<'o>,
    /// The variables of the current template, `$` first.
    variables: Vec<(&'p str, Value)>,
    /// The name of the current template.
    template: &'p str,
    place: Option<Place<'p>>,
    steps: usize,
    depth: usize,
}

/// Writes what the template renders to.
pub(super) fn run(
    source: Source<'_>,
    window: &str,
    missing: MissingKey,
    sink: &mut Sink<'_>,
) -> Result<(), TemplateError> {
    let mut run = Run {
        source,
        window,
        missing,
        sink,
        variables: vec![("$", Value::Data)],
        template: source.name,
        place: None,
        steps: 0,
        depth: 0,
    };
    if let Some(main) = source.program.templates.get(source.name) {
        run.list(&Value::Data, main)?;
    }
    Ok(())
}

impl<'p> Run<'p, '_, '_> {
    /// A fault at the current place.
    fn fault(&self, message: impl Into<String>) -> TemplateError {
        let message = message.into();
        let Source { name, text, .. } = self.source;
        let Some(place) = self.place else {
            return TemplateError {
                span: Span::default(),
                message: format!("template: {name}: {message}"),
                plain: message,
            };
        };
        let (at, shown) = (place.at(), place.to_string());
        let before = text.get(..at).unwrap_or_default();
        let line = 1 + before.bytes().filter(|&byte| byte == b'\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
        let template = quote::quoted(self.template.as_bytes());
        let rest = text.get(at..).unwrap_or_default();
        let word = rest.find(|c: char| c.is_whitespace() || "|)}".contains(c)).unwrap_or(rest.len());
        let length = if rest.starts_with(&shown) { shown.len() } else { word };
        TemplateError {
            span: Span::new(at, at + length),
            message: format!(
                "template: {name}:{line}:{column}: executing {template} at <{shown}>: {message}"
            ),
            plain: message,
        }
    }

    /// Counts steps, and the bytes that they handle.
    fn step(&mut self, bytes: usize) -> Result<(), TemplateError> {
        self.steps += 1 + bytes / BYTES_PER_STEP;
        if self.steps > MAX_STEPS {
            return Err(self.fault("the template takes too many steps"));
        }
        Ok(())
    }

    /// Runs `inner` one level deeper.
    fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, TemplateError>,
    ) -> Result<T, TemplateError> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(format!("exceeded maximum template depth ({MAX_DEPTH})")));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn write(&mut self, bytes: &[u8], source: Span, literal: bool) -> Result<(), TemplateError> {
        if self.sink.push(bytes, source, literal) { Ok(()) } else { Err(self.too_large()) }
    }

    fn too_large(&self) -> TemplateError {
        self.fault(format!("the text is longer than {MAX_OUTPUT} bytes"))
    }

    /// The value as `print` shows it.
    fn shown(&self, value: &Value) -> Result<Vec<u8>, TemplateError> {
        let mut buffer = Buffer::new(MAX_OUTPUT);
        format::print(&mut buffer, std::slice::from_ref(value), self.window);
        buffer.finish().ok_or_else(|| self.too_large())
    }

    fn list(&mut self, dot: &Value, nodes: &'p [Node]) -> Result<Flow, TemplateError> {
        self.nested(|run| {
            for node in nodes {
                let flow = run.node(dot, node)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
            }
            Ok(Flow::Next)
        })
    }

    fn node(&mut self, dot: &Value, node: &'p Node) -> Result<Flow, TemplateError> {
        self.step(0)?;
        match node {
            Node::Text(span) => {
                let text = self.source.text.get(span.range()).unwrap_or_default();
                self.write(text.as_bytes(), *span, true)?;
            }
            Node::Action(span, pipe) => self.action(dot, *span, pipe)?,
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
            Node::If(branch) => return self.condition(dot, branch, false),
            Node::With(branch) => return self.condition(dot, branch, true),
            Node::Range(branch) => return self.range(dot, branch),
            Node::Template(call) => self.template(dot, call)?,
        }
        Ok(Flow::Next)
    }

    fn action(&mut self, dot: &Value, span: Span, pipe: &'p Pipe) -> Result<(), TemplateError> {
        let value = self.pipeline(dot, pipe)?;
        if !pipe.variables.is_empty() {
            return Ok(());
        }
        match &value {
            Value::Absent => self.write(b"<no value>", span, false),
            Value::Text(text) => self.write(text, span, false),
            _ => {
                let shown = self.shown(&value)?;
                self.write(&shown, span, false)
            }
        }
    }
}
