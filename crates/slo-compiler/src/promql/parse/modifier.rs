//! What follows a selector or a subquery: `[…]`, `offset`, `@`, `anchored`, `smoothed`.

use super::{Parsed, Parser};
use crate::promql::ast::{At, Expr, ExprKind, Extension, Modifiers, Moment, Offset, RangeSelector, Subquery};
use crate::promql::problem::context::Context;
use crate::promql::problem::modifier as problem;
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
        refuse_before_range(&selector.modifiers, open)?;
        let range = RangeSelector { selector: *selector, range, modifiers: Modifiers::default() };
        self.node(ExprKind::Range(Box::new(range)), start)
    }

    /// `offset 5m` behind `expr`.
    pub(super) fn offset(&mut self, mut expr: Expr) -> Parsed<Expr> {
        let start = self.advance().span.start;
        let amount = self.offset_amount()?;
        let span = self.span_from(start);
        let target = expr.span;
        let inner = inner_modifiers(&expr.kind).is_some_and(|inner| is_set(inner.offset.as_deref()));
        let Some(modifiers) = modifiers(&mut expr.kind) else {
            return Err(problem::modifier_of_expression(span, target, "offset"));
        };
        if inner || is_set(modifiers.offset.as_deref()) {
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
        let inner = inner_modifiers(&expr.kind).is_some_and(|inner| inner.at.is_some());
        let Some(modifiers) = modifiers(&mut expr.kind) else {
            return Err(problem::modifier_of_expression(span, target, "@"));
        };
        if inner || modifiers.at.is_some() {
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
        let earlier = inner_modifiers(&expr.kind).and_then(|inner| inner.extension);
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

/// Prometheus takes an offset of 0 for none.
fn is_set(offset: Option<&Offset>) -> bool {
    const NANOSECOND: f64 = 1e-9;
    offset.is_some_and(|offset| offset.amount.seconds().is_none_or(|seconds| seconds.abs() >= NANOSECOND))
}

/// Modifiers belong behind a range. Prometheus looks for those that have a value: it lets pass, and uses, a moment such as
/// `start()` and an offset that must be worked out.
fn refuse_before_range(modifiers: &Modifiers, open: usize) -> Parsed<()> {
    if let Some(offset) = modifiers.offset.as_deref().filter(|offset| offset.amount.seconds().is_some())
        && is_set(Some(offset))
    {
        return Err(problem::modifier_before_range(offset.span, open, "offset"));
    }
    match modifiers.at.as_deref() {
        Some(At { moment: Moment::Timestamp(_), span }) => {
            Err(problem::modifier_before_range(*span, open, "@"))
        }
        _ => Ok(()),
    }
}

/// The modifiers that stand before a range.
const fn inner_modifiers(kind: &ExprKind) -> Option<&Modifiers> {
    match kind {
        ExprKind::Range(range) => Some(&range.selector.modifiers),
        _ => None,
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
