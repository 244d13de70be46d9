//! Lists of labels in parentheses, after `by`, `on`, `group_left` and the like.

use super::{Parsed, Parser};
use crate::promql::ast::Text;
use crate::promql::problem::context::Context;
use crate::promql::problem::syntax;
use crate::promql::token::TokenKind;

impl Parser<'_> {
    /// `(a, "b.c")`, also empty or with a comma at its end.
    pub(super) fn labels(&mut self) -> Parsed<Vec<Text>> {
        self.expect(TokenKind::LeftParen, Context::LabelsOpen)?;
        let mut labels = Vec::new();
        if self.take(TokenKind::RightParen).is_some() {
            return Ok(labels);
        }
        loop {
            labels.push(self.label()?);
            let comma = self.take(TokenKind::Comma);
            if self.take(TokenKind::RightParen).is_some() {
                return Ok(labels);
            }
            if comma.is_none() {
                return Err(self.unexpected(Context::LabelsNext));
            }
        }
    }

    fn label(&mut self) -> Parsed<Text> {
        let token = self.current;
        if !token.kind.names_label() && token.kind != TokenKind::String {
            return Err(self.unexpected(Context::Label));
        }
        self.advance();
        let label = self.text_of(token);
        let bytes = label.bytes();
        if bytes.is_empty() || std::str::from_utf8(&bytes).is_err() {
            return Err(syntax::bad_label(token.span, &label.value()));
        }
        drop(bytes);
        Ok(label)
    }
}
