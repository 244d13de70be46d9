//! What keeps any query from adding up, wherever it stands: a window that is no range, and what shifts samples in time.
//!
//! In: a query and a part of its tree whose structure is fine. Out: the first such thing. A subquery over the window has
//! its values at fixed moments, so everything inside it may be as it likes, ranges of fixed length included, as long as it
//! is the same for every window.

use super::reason::{NotAdditive, Reason};
use super::window::mentions_window;
use crate::diagnostic::Span;
use crate::model::Query;
use crate::promql::ast::{Duration, Modifiers, RangeSelector, Selector, Subquery};
use crate::promql::{Expr, ExprKind};

pub(super) fn check(query: &Query, root: &Expr) -> Result<(), NotAdditive> {
    let at_fault = root.walk().find_map(|expr| fault(query, expr));
    at_fault.map_or(Ok(()), |(span, reason)| Err(NotAdditive::new(query.source_span(span), reason)))
}

fn fault(query: &Query, expr: &Expr) -> Option<(Span, Reason)> {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::String(_) => stray(query, [expr.span]),
        ExprKind::Selector(selector) => in_selector(query, selector),
        ExprKind::Range(range) => in_range(query, range).or_else(|| extended(expr, range)),
        ExprKind::Subquery(subquery) => in_subquery(query, subquery),
        ExprKind::Aggregate(aggregate) => {
            stray(query, aggregate.grouping.iter().map(|grouping| grouping.span))
        }
        ExprKind::Binary(binary) => {
            let matching = binary.matching.labels.iter().map(|labels| labels.span);
            let group = binary.matching.group.iter().flat_map(|group| &group.labels).map(|label| label.span);
            stray(query, matching.chain(group))
        }
        _ => None,
    }
}

/// A window outside of ranges.
fn stray(query: &Query, spans: impl IntoIterator<Item = Span>) -> Option<(Span, Reason)> {
    let mut spans = spans.into_iter();
    spans.find(|span| mentions_window(query, *span)).map(|span| (span, Reason::WindowElsewhere))
}

fn in_selector(query: &Query, selector: &Selector) -> Option<(Span, Reason)> {
    let name = selector.name.iter().map(|name| name.span);
    let matchers = selector.matchers.iter().map(|matcher| matcher.span);
    stray(query, name.chain(matchers)).or_else(|| in_modifiers(query, &selector.modifiers))
}

fn in_range(query: &Query, range: &RangeSelector) -> Option<(Span, Reason)> {
    in_selector(query, &range.selector).or_else(|| in_modifiers(query, &range.modifiers))
}

fn extended(expr: &Expr, range: &RangeSelector) -> Option<(Span, Reason)> {
    let extension = range.modifiers.extension.or(range.selector.modifiers.extension);
    extension.map(|_| (expr.span, Reason::Extension))
}

fn in_subquery(query: &Query, subquery: &Subquery) -> Option<(Span, Reason)> {
    let moving = |step: &&Duration| mentions_window(query, step.span) || step.seconds().is_none();
    let is_range = |expr: &Expr| match &expr.kind {
        ExprKind::Range(range) => Some(range.range.span),
        ExprKind::Subquery(inner) => Some(inner.range.span),
        _ => None,
    };
    let inner = || subquery.expr.walk().filter_map(is_range).find(|range| mentions_window(query, *range));
    let step = subquery.step.as_ref().filter(moving);
    step.map(|step| (step.span, Reason::MovingStep))
        .or_else(|| inner().map(|range| (range, Reason::WindowInSubquery)))
        .or_else(|| in_modifiers(query, &subquery.modifiers))
}

fn in_modifiers(query: &Query, modifiers: &Modifiers) -> Option<(Span, Reason)> {
    if let Some(at) = &modifiers.at {
        return Some((at.span, Reason::FixedMoment));
    }
    let offset = modifiers
        .offset
        .as_ref()
        .filter(|offset| mentions_window(query, offset.amount.span) || offset.amount.seconds().is_none());
    offset.map(|offset| (offset.span, Reason::MovingOffset))
}
