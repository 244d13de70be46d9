//! Reads pipelines: what stands between the braces of an action, or in parentheses.

use super::{MAX_VARIABLES, Parser};
use crate::diagnostic::Span;
use crate::template::ast::{Command, Function, Operand, Pipe, Term};
use crate::template::dialect::Signature;
use crate::template::error::TemplateError;
use crate::template::number;
use crate::template::quote;
use crate::template::token::{Keyword, Kind, Token};

impl<'t> Parser<'t> {
    /// A pipeline up to `end`, and the span of that token. `open` is where to point when there is nothing.
    pub(super) fn pipeline(
        &mut self,
        open: Span,
        context: &str,
        end: Kind,
    ) -> Result<(Pipe, Span), TemplateError> {
        let at = self.peek_word().span.start;
        let (variables, assigns) = self.declarations(context)?;
        let mut pipe = Pipe { at, assigns, variables, commands: Vec::new() };
        loop {
            let token = self.next_word();
            if token.kind == end {
                self.check(&pipe, open.cover(token.span), context)?;
                return Ok((pipe, token.span));
            }
            if !starts_operand(token.kind) {
                return Err(self.unexpected(&token, context));
            }
            self.back(token);
            pipe.commands.push(self.command()?);
        }
    }

    /// `$x :=`, `$x =`, and within `range` the same with two variables.
    fn declarations(&mut self, context: &str) -> Result<(Vec<String>, bool), TemplateError> {
        let mut names = Vec::new();
        loop {
            let variable = self.next_word();
            if variable.kind != Kind::Variable {
                self.back(variable);
                return Ok((names, false));
            }
            let after = self.next();
            let next = if after.kind == Kind::Space { self.next_word() } else { after.clone() };
            match next.kind {
                Kind::Assign | Kind::Declare => {
                    self.declare(&variable, &mut names)?;
                    return Ok((names, next.kind == Kind::Assign));
                }
                Kind::Char if next.text == "," => {
                    self.declare(&variable, &mut names)?;
                    if context != "range" || names.len() > 1 {
                        return Err(self.fault(next.span, format!("too many declarations in {context}")));
                    }
                    let second = self.peek_word();
                    if !matches!(second.kind, Kind::Variable | Kind::RightDelim | Kind::RightParen) {
                        return Err(self.fault(second.span, "range can only initialize variables"));
                    }
                }
                _ => {
                    self.back(next);
                    if after.kind == Kind::Space {
                        self.back(after);
                    }
                    self.back(variable);
                    return Ok((names, false));
                }
            }
        }
    }

    fn declare(&mut self, variable: &Token<'t>, names: &mut Vec<String>) -> Result<(), TemplateError> {
        if self.variables.len() == MAX_VARIABLES {
            return Err(self.fault(variable.span, format!("more than {MAX_VARIABLES} variables")));
        }
        let name = variable.text.clone().into_owned();
        self.variables.push(name.clone());
        names.push(name);
        Ok(())
    }

    fn check(&self, pipe: &Pipe, span: Span, context: &str) -> Result<(), TemplateError> {
        if pipe.commands.is_empty() {
            let fault = self.fault(span, format!("missing value for {context}"));
            return Err(fault.plainly("there is nothing to evaluate here"));
        }
        let is_constant = |command: &Command| {
            matches!(
                command.first.term,
                Term::Bool(_) | Term::Dot | Term::Nil | Term::Number(..) | Term::Text(..)
            )
        };
        match pipe.commands.iter().skip(1).position(is_constant) {
            Some(position) => {
                let message = format!("non executable command in pipeline stage {}", position + 2);
                Err(self.fault(span, message).plainly("what stands behind `|` must be a function"))
            }
            None => Ok(()),
        }
    }

    /// Operands up to `|`, which is taken, or up to the end of the pipeline, which is not.
    fn command(&mut self) -> Result<Command, TemplateError> {
        let start = self.peek_word().span;
        let mut operands = Vec::new();
        loop {
            self.peek_word();
            operands.extend(self.operand()?);
            let token = self.next();
            match token.kind {
                Kind::Space => {}
                Kind::RightDelim | Kind::RightParen => {
                    self.back(token);
                    break;
                }
                Kind::Pipe => break,
                _ => return Err(self.unexpected(&token, "operand")),
            }
        }
        let mut operands = operands.into_iter();
        let first = operands.next().ok_or_else(|| self.fault(start, "empty command"))?;
        Ok(Command { at: start.start, first, arguments: operands.collect() })
    }

    /// A term and the fields behind it.
    fn operand(&mut self) -> Result<Option<Operand>, TemplateError> {
        let Some((operand, span)) = self.term()? else { return Ok(None) };
        if self.peek() != Kind::Field {
            return Ok(Some(operand));
        }
        let (mut fields, mut at) = (Vec::new(), None);
        while self.peek() == Kind::Field {
            let token = self.next();
            at.get_or_insert(token.span.start);
            fields.push(field_name(&token));
        }
        let shown = operand.to_string();
        let term = match operand.term {
            Term::Field(mut names) => {
                names.append(&mut fields);
                Term::Field(names)
            }
            Term::Variable(name, _) => Term::Variable(name, fields),
            Term::Bool(_) | Term::Text(..) | Term::Number(..) | Term::Nil | Term::Dot => {
                let shown = quote::quoted(shown.as_bytes());
                return Err(self.fault(span, format!("unexpected . after term {shown}")));
            }
            term => Term::Chain(Box::new(Operand { at: operand.at, term }), fields),
        };
        Ok(Some(Operand { at: at.unwrap_or(operand.at), term }))
    }

    fn term(&mut self) -> Result<Option<(Operand, Span)>, TemplateError> {
        let token = self.next_word();
        let text = token.text.as_ref();
        let at_fault = |message| self.fault(token.span, message);
        let term = match token.kind {
            Kind::Identifier => Term::Function(self.function(&token)?),
            Kind::Keyword(Keyword::Dot) => Term::Dot,
            Kind::Keyword(Keyword::Nil) => Term::Nil,
            Kind::Variable => {
                if !self.variables.iter().any(|name| name == text) {
                    let quoted = quote::quoted(text.as_bytes());
                    return Err(at_fault(format!("undefined variable {quoted}"))
                        .plainly(format!("there is no variable `{text}` here")));
                }
                Term::Variable(text.to_owned(), Vec::new())
            }
            Kind::Field => Term::Field(vec![field_name(&token)]),
            Kind::Bool => Term::Bool(text == "true"),
            Kind::CharConstant => Term::Number(text.to_owned(), number::character(text).map_err(at_fault)?),
            Kind::Complex => Term::Number(text.to_owned(), number::complex(text).map_err(at_fault)?),
            Kind::Number => Term::Number(text.to_owned(), number::plain(text).map_err(at_fault)?),
            Kind::LeftParen => {
                let open = token.span;
                let (pipe, close) = self.nested(open, |parser| {
                    parser.pipeline(open, "parenthesized pipeline", Kind::RightParen)
                })?;
                let operand = Operand { at: pipe.at, term: Term::Pipe(Box::new(pipe)) };
                return Ok(Some((operand, open.cover(close))));
            }
            Kind::String | Kind::RawString => Term::Text(text.to_owned(), self.unquote(&token)?.into()),
            _ => {
                self.back(token);
                return Ok(None);
            }
        };
        Ok(Some((Operand { at: token.span.start, term }, token.span)))
    }

    fn function(&self, token: &Token<'t>) -> Result<Function, TemplateError> {
        let name = token.text.as_ref();
        if let Some(signature) = Signature::find(name) {
            return Ok(Function::Builtin(signature));
        }
        if self.dialect.has_function(name) {
            return Ok(Function::Foreign(name.to_owned()));
        }
        let quoted = quote::quoted(name.as_bytes());
        let fault = self.fault(token.span, format!("function {quoted} not defined"));
        Err(fault.plainly(format!("there is no function `{name}`")))
    }
}

fn field_name(token: &Token<'_>) -> String {
    token.text.trim_start_matches('.').to_owned()
}

fn starts_operand(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Bool
            | Kind::CharConstant
            | Kind::Complex
            | Kind::Keyword(Keyword::Dot | Keyword::Nil)
            | Kind::Field
            | Kind::Identifier
            | Kind::Number
            | Kind::RawString
            | Kind::String
            | Kind::Variable
            | Kind::LeftParen
    )
}
