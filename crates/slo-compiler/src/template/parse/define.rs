//! Templates within a template: `define`, `block` and `template`.

use std::mem;

use super::{End, Parser};
use crate::diagnostic::Span;
use crate::go::unquote::unquote;
use crate::template::ast::{Call, Node};
use crate::template::error::TemplateError;
use crate::template::quote;
use crate::template::token::{Kind, Token};

impl<'t> Parser<'t> {
    /// `{{define "name"}} … {{end}}`, behind `define`.
    pub(super) fn definition(&mut self) -> Result<(), TemplateError> {
        const CONTEXT: &str = "define clause";
        self.action_line = None;
        let token = self.next_word();
        let name = self.template_name(&token, CONTEXT)?;
        self.expect(Kind::RightDelim, CONTEXT)?;
        let body = self.separate_list(token.span, CONTEXT, None)?;
        self.add(name, body, token.span)
    }

    /// A list that sees nothing of the variables and loops around it, up to its `{{end}}`. An `{{else}}` in its place is
    /// reported on `else_line`, or where it is.
    fn separate_list(
        &mut self,
        span: Span,
        context: &str,
        else_line: Option<usize>,
    ) -> Result<Vec<Node>, TemplateError> {
        let variables = mem::replace(&mut self.variables, vec!["$".to_owned()]);
        let (range_depth, action_line) = (mem::take(&mut self.range_depth), self.action_line.take());
        let (body, end) = self.nested(span, Self::list)?;
        (self.variables, self.range_depth, self.action_line) = (variables, range_depth, action_line);
        match end {
            End::Else(span) => {
                self.line = else_line.unwrap_or(self.line);
                Err(self.stray(span, "else", &format!(" in {context}")))
            }
            End::End => Ok(body),
        }
    }

    /// Adds a tree; one with content may replace an empty one, not one with content.
    pub(super) fn add(&mut self, name: String, body: Vec<Node>, span: Span) -> Result<(), TemplateError> {
        let is_empty = |nodes: &[Node]| {
            nodes.iter().all(|node| match node {
                Node::Text(span) => self.text.get(span.range()).is_some_and(|text| text.trim().is_empty()),
                _ => false,
            })
        };
        let taken = self.templates.get(&name).is_some_and(|known| !is_empty(known));
        if !taken {
            self.templates.insert(name, body);
            return Ok(());
        }
        if is_empty(&body) {
            return Ok(());
        }
        let quoted = quote::quoted(name.as_bytes());
        let fault = self.fault(span, format!("template: multiple definition of template {quoted}"));
        Err(fault.plainly(format!("template {quoted} is defined twice")))
    }

    /// `{{block "name" pipe}} … {{end}}`: a definition and its use.
    pub(super) fn block(&mut self) -> Result<Node, TemplateError> {
        const CONTEXT: &str = "block clause";
        let token = self.next_word();
        let name = self.template_name(&token, CONTEXT)?;
        let (pipe, _) = self.pipeline(token.span, CONTEXT, Kind::RightDelim)?;
        let body = self.separate_list(token.span, CONTEXT, Some(self.line))?;
        self.add(name.clone(), body, token.span)?;
        Ok(Node::Template(Call { at: token.span.start, name, pipe: Some(pipe) }))
    }

    /// Behind `template`.
    pub(super) fn call(&mut self) -> Result<Call, TemplateError> {
        const CONTEXT: &str = "template clause";
        let token = self.next_word();
        let name = self.template_name(&token, CONTEXT)?;
        let next = self.next_word();
        let mut pipe = None;
        if next.kind != Kind::RightDelim {
            self.back(next);
            pipe = Some(self.pipeline(token.span, CONTEXT, Kind::RightDelim)?.0);
        }
        Ok(Call { at: token.span.start, name, pipe })
    }

    fn template_name(&self, token: &Token<'t>, context: &str) -> Result<String, TemplateError> {
        if !matches!(token.kind, Kind::String | Kind::RawString) {
            return Err(self.unexpected(token, context));
        }
        let bytes = self.unquote(token)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub(super) fn unquote(&self, token: &Token<'t>) -> Result<Vec<u8>, TemplateError> {
        unquote(&token.text).ok_or_else(|| {
            self.fault(token.span, "invalid syntax").plainly("the string has an escape that is not valid")
        })
    }
}
