//! What follows a selector or a subquery: `[…]`, `offset`, `@`, `anchored`, `smoothed`.

use super::{Parsed, Parser};
use crate::promql::ast::{At, Expr, ExprKind, Extension, Modifiers, Moment, Offset, RangeSelector, Subquery};
use crate::promql::problem::modifier as problem;
use crate::promql::problem::syntax::Context;
use crate::promql::token::{Keyword, TokenKind};

/// Timestamps are milliseconds in 64 bits; Prometheus compares seconds with this bound.
const TIMESTAMP_BOUND: f64 = 9_223_372_036_854_775_808.0;

impl Parser<'_> {
    /// `[5m]` or `[1h:1m]` behind `expr`.
    pub(super) fn brackets(&mut self, expr: Expr) -> Parsed<Expr> {
        let open = self.advance().span.start;
        let range = self.positive_duration(Context::Range, Context::RangeEnd)?;
        let start = expr.span.start;
        if self.take(TokenKind::Colon).is_some() {
            let step = if self.at(TokenKind::RightBracket) {
                None
            } else {
                Some(self.positive_duration(Context::Step, Context::StepEnd)?)
            };
            self.expect(TokenKind::RightBracket, Context::StepEnd)?;
            let subquery = Subquery { expr, range, step, modifiers: Modifiers::default() };
            return self.node(ExprKind::Subquery(Box::new(subquery)), start);
        }
        self.expect(TokenKind::RightBracket, Context::RangeEnd)?;
        let span = self.span_from(open);
        let value_type = expr.value_type();
        let ExprKind::Selector(selector) = expr.kind else {
            return Err(problem::range_of_expression(span, value_type));
        };
        if let Some(offset) = &selector.modifiers.offset {
            return Err(problem::modifier_before_range(offset.span, open, "offset"));
        }
        if let Some(at) = &selector.modifiers.at {
            return Err(problem::modifier_before_range(at.span, open, "@"));
        }
        let range = RangeSelector { selector: *selector, range, modifiers: Modifiers::default() };
        self.node(ExprKind::Range(Box::new(range)), start)
    }

    /// `offset 5m` behind `expr`.
    pub(super) fn offset(&mut self, mut expr: Expr) -> Parsed<Expr> {
        let start = self.advance().span.start;
        let amount = self.offset_amount()?;
        let span = self.span_from(start);
        let target = expr.span;
        let Some(modifiers) = modifiers(&mut expr.kind) else {
            return Err(problem::modifier_of_expression(span, target, "offset"));
        };
        if modifiers.offset.is_some() {
            return Err(problem::modifier_twice(span, target, "offset"));
        }
        modifiers.offset = Some(Box::new(Offset { amount, span }));
        expr.span.end = self.end;
        Ok(expr)
    }

    /// `@ 1609746000`, `@ start()` or `@ end()` behind `expr`.
    pub(super) fn at_modifier(&mut self, mut expr: Expr) -> Parsed<Expr> {
        let start = self.advance().span.start;
        let moment = self.moment()?;
        let span = self.span_from(start);
        let target = expr.span;
        if let Moment::Timestamp(timestamp) = &moment {
            let value = timestamp.value();
            if value.is_nan() || value.abs() >= TIMESTAMP_BOUND {
                return Err(problem::timestamp_out_of_bounds(timestamp.number.span, target, value));
            }
        }
        let Some(modifiers) = modifiers(&mut expr.kind) else {
            return Err(problem::modifier_of_expression(span, target, "@"));
        };
        if modifiers.at.is_some() {
            return Err(problem::modifier_twice(span, target, "@"));
        }
        modifiers.at = Some(Box::new(At { moment, span }));
        expr.span.end = self.end;
        Ok(expr)
    }

    fn moment(&mut self) -> Parsed<Moment> {
        let moment = match self.current.kind {
            TokenKind::Keyword(Keyword::Start) => Moment::Start,
            TokenKind::Keyword(Keyword::End) => Moment::End,
            _ => return self.signed_number(Context::Timestamp).map(Moment::Timestamp),
        };
        self.advance();
        self.expect(TokenKind::LeftParen, Context::Timestamp)?;
        self.expect(TokenKind::RightParen, Context::Timestamp)?;
        Ok(moment)
    }

    /// `anchored` or `smoothed` behind `expr`.
    pub(super) fn extension(&mut self, mut expr: Expr, word: Keyword) -> Parsed<Expr> {
        let (extension, name) = match word {
            Keyword::Anchored => (Extension::Anchored, "anchored"),
            _ => (Extension::Smoothed, "smoothed"),
        };
        let span = self.advance().span;
        let target = expr.span;
        if !self.options.extended_range_selectors {
            return Err(problem::extension_is_experimental(span, target, name));
        }
        if matches!(expr.kind, ExprKind::Subquery(_)) {
            return Err(problem::extension_of_subquery(span, target, name));
        }
        let earlier = match &expr.kind {
            ExprKind::Range(range) => range.selector.modifiers.extension,
            _ => None,
        };
        let Some(modifiers) = modifiers(&mut expr.kind) else {
            return Err(problem::extension_of_expression(span, target, name));
        };
        if modifiers.extension.or(earlier).is_some_and(|other| other != extension) {
            return Err(problem::two_extensions(span, target));
        }
        modifiers.extension = Some(extension);
        expr.span.end = self.end;
        Ok(expr)
    }
}

/// The modifiers of an expression that can have some.
fn modifiers(kind: &mut ExprKind) -> Option<&mut Modifiers> {
    match kind {
        ExprKind::Selector(selector) => Some(&mut selector.modifiers),
        ExprKind::Range(range) => Some(&mut range.modifiers),
        ExprKind::Subquery(subquery) => Some(&mut subquery.modifiers),
        _ => None,
    }
}
