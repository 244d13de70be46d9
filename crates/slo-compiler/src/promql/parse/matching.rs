//! How the two sides of an operator find each other: `on`, `ignoring`, `group_left`, `group_right`, `fill`.

use super::{Parsed, Parser};
use crate::promql::ast::{Fill, FillSide, Group, Matching, MatchingLabels, SignedNumber};
use crate::promql::problem::context::Context;
use crate::promql::token::{Keyword, Token, TokenKind};

impl Parser<'_> {
    /// What stands between an operator and its right side, and the context of what comes next.
    pub(super) fn matching(&mut self) -> Parsed<(Matching, Context)> {
        let mut matching = Matching::default();
        let mut context = Context::Operand;
        let on = self.at_keyword(Keyword::On);
        if on || self.at_keyword(Keyword::Ignoring) {
            let start = self.advance().span.start;
            let labels = self.labels()?;
            matching.labels = Some(Box::new(MatchingLabels { on, labels, span: self.span_from(start) }));
            let left = self.at_keyword(Keyword::GroupLeft);
            if left || self.at_keyword(Keyword::GroupRight) {
                let start = self.advance().span.start;
                let listed = self.at(TokenKind::LeftParen);
                let labels = if listed { self.labels()? } else { Vec::new() };
                context = if listed { Context::Operand } else { Context::LabelsOpen };
                matching.group = Some(Box::new(Group { left, labels, span: self.span_from(start) }));
            }
        }
        while let Some(side) = self.fill_side(&matching.fills) {
            matching.fills.push(self.fill(side)?);
            context = Context::Operand;
        }
        Ok((matching, context))
    }

    /// The side of the `fill` that stands here and fits what was read before.
    fn fill_side(&self, before: &[Fill]) -> Option<FillSide> {
        let side = match self.current.kind {
            TokenKind::Keyword(Keyword::Fill) => FillSide::Both,
            TokenKind::Keyword(Keyword::FillLeft) => FillSide::Left,
            TokenKind::Keyword(Keyword::FillRight) => FillSide::Right,
            _ => return None,
        };
        let fits = match before {
            [] => true,
            [fill] => side != FillSide::Both && fill.side != FillSide::Both && fill.side != side,
            _ => false,
        };
        (fits && self.paren_follows()).then_some(side)
    }

    /// Whether a parenthesis stands behind the current token; otherwise the word is a metric.
    fn paren_follows(&self) -> bool {
        matches!(self.lexer.clone().next(), Ok(Token { kind: TokenKind::LeftParen, .. }))
    }

    fn fill(&mut self, side: FillSide) -> Parsed<Fill> {
        let start = self.advance().span.start;
        self.expect(TokenKind::LeftParen, Context::Operand)?;
        let value = self.signed_number(Context::FillValue)?;
        self.expect(TokenKind::RightParen, Context::CloseParen)?;
        Ok(Fill { side, value, span: self.span_from(start) })
    }

    /// A number with at most one sign.
    pub(super) fn signed_number(&mut self, context: Context) -> Parsed<SignedNumber> {
        let sign = self.sign();
        if sign.is_some() {
            self.advance();
        }
        let number = self.number()?.ok_or_else(|| self.unexpected(context))?;
        Ok(SignedNumber { sign, number })
    }
}
