//! Selectors: a metric's name, conditions in braces, or both.

use super::{Parsed, Parser};
use crate::promql::ast::{BinaryOp, Expr, ExprKind, MatchOp, Matcher, Modifiers, Selector, Text};
use crate::promql::problem::context::Context;
use crate::promql::problem::syntax;
use crate::promql::regex;
use crate::promql::token::{Token, TokenKind};

impl Parser<'_> {
    /// A selector whose name, if any, was just taken.
    pub(super) fn selector(&mut self, name: Option<Token>) -> Parsed<Expr> {
        let start = name.unwrap_or(self.current).span.start;
        let name = name.map(|token| self.text_of(token));
        let (mut matchers, mut braces) = (Vec::new(), None);
        if let Some(open) = self.take(TokenKind::LeftBrace) {
            matchers = self.matchers()?;
            braces = Some(self.span_from(open.span.start));
        }
        let span = self.span_from(start);
        let selector = Selector { name, matchers, braces, modifiers: Modifiers::default(), span };
        self.node(ExprKind::Selector(Box::new(selector)), start)
    }

    /// What stands behind `{`, with the `}`.
    fn matchers(&mut self) -> Parsed<Vec<Matcher>> {
        let mut matchers = Vec::new();
        loop {
            if self.take(TokenKind::RightBrace).is_some() {
                return Ok(matchers);
            }
            matchers.push(self.matcher()?);
            if self.take(TokenKind::Comma).is_none() && !self.at(TokenKind::RightBrace) {
                return Err(self.unexpected(Context::MatcherNext));
            }
        }
    }

    fn matcher(&mut self) -> Parsed<Matcher> {
        let first = self.current;
        if !matches!(first.kind, TokenKind::Identifier | TokenKind::String) {
            return Err(self.unexpected(Context::Matcher));
        }
        self.advance();
        let label = self.text_of(first);
        let alone = matches!(self.current.kind, TokenKind::Comma | TokenKind::RightBrace);
        if label.is_quoted() && alone {
            return Ok(Matcher { label: None, op: MatchOp::Equal, value: label, span: first.span });
        }
        let op = match self.current.kind {
            TokenKind::Equal => MatchOp::Equal,
            TokenKind::Operator(BinaryOp::NotEqual) => MatchOp::NotEqual,
            TokenKind::EqualRegex => MatchOp::Regex,
            TokenKind::NotEqualRegex => MatchOp::NotRegex,
            _ if label.is_quoted() => return Err(self.unexpected(Context::MatcherNext)),
            _ => return Err(self.unexpected(Context::MatcherOperator)),
        };
        self.advance();
        let value = self.expect(TokenKind::String, Context::MatcherValue)?;
        let value = self.text_of(value);
        let span = self.span_from(first.span.start);
        if op.is_regex() {
            check_pattern(&value, span.start)?;
        }
        Ok(Matcher { label: Some(label), op, value, span })
    }
}

fn check_pattern(value: &Text, matcher_start: usize) -> Parsed<()> {
    let pattern = value.value();
    regex::check(&pattern).map_err(|problem| syntax::bad_pattern(value.span, matcher_start, &problem))
}
