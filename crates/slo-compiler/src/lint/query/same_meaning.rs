//! `query/same-meaning`: bad events and all events differ only in spaces, parentheses or the order of matchers. Their ratio
//! is 1 as long as there is traffic, so the alerts fire all the time.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::View;
use crate::lint::{Findings, Subject};
use crate::promql::ast::{Binary, MatchingLabels, Modifiers, Selector, Text};
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some((bad, total)) = subject.events() else { return };
    if meaning(bad) == meaning(total) {
        found
            .push(bad.at(bad.expr.span), "bad events are all events, only written differently")
            .help("let the query of bad events choose some of all events, such as with `code=~\"5..\"`");
    }
}

/// Each part of a query, in order, with the number of parts below it: equal for queries that mean the same.
fn meaning(view: &View<'_>) -> Vec<(usize, String)> {
    let parts = view.nodes().filter(|node| !matches!(node.expr.kind, ExprKind::Paren(_)));
    parts.map(|node| (node.expr.children().count(), part(view, node.expr))).collect()
}

/// What is said by the expression itself, not by those below it.
fn part(view: &View<'_>, expr: &Expr) -> String {
    let text = |span| view.text(span).split_whitespace().collect::<String>();
    match &expr.kind {
        ExprKind::Number(number) => number.value.to_string(),
        ExprKind::String(text) => format!("{:?}", text.value()),
        ExprKind::Selector(chosen) => selector(chosen) + &modifiers(view, &chosen.modifiers),
        ExprKind::Range(range) => {
            let shifted = modifiers(view, &range.selector.modifiers) + &modifiers(view, &range.modifiers);
            format!("{}[{}]{shifted}", selector(&range.selector), text(range.range.span))
        }
        ExprKind::Subquery(subquery) => {
            let step = subquery.step.as_ref().map(|step| text(step.span)).unwrap_or_default();
            format!("[{}:{step}]{}", text(subquery.range.span), modifiers(view, &subquery.modifiers))
        }
        ExprKind::Call(call) => call.function.name.to_owned(),
        ExprKind::Aggregate(aggregate) => {
            let grouping = aggregate.grouping.as_ref();
            let (without, labels) = grouping.map_or((false, ""), |grouping| (grouping.without, "grouped"));
            let names = grouping.map(|grouping| names(&grouping.labels)).unwrap_or_default();
            format!("{} {labels} {without} {names:?}", aggregate.op)
        }
        ExprKind::Binary(binary) => operator(binary),
        ExprKind::Unary(unary) => unary.op.as_str().to_owned(),
        ExprKind::Paren(_) => String::new(),
    }
}

/// A selector with its matchers in one order, whatever the order in which they are written.
pub(super) fn selector(selector: &Selector) -> String {
    let mut matchers: Vec<String> = selector
        .matchers
        .iter()
        .filter(|matcher| !matcher.label_is(crate::promql::METRIC_LABEL) || matcher.op.is_regex())
        .map(|matcher| {
            let label = matcher.label.as_ref().map_or(Cow::Borrowed(""), Text::value);
            format!("{label}{}{:?}", matcher.op, matcher.value.value())
        })
        .collect();
    matchers.sort_unstable();
    matchers.dedup();
    format!("{}{{{}}}", selector.metric().map_or(Cow::Borrowed(""), Text::value), matchers.join(","))
}

fn modifiers(view: &View<'_>, modifiers: &Modifiers) -> String {
    let mut out = String::new();
    let spans = modifiers.offset.iter().map(|offset| offset.span);
    for span in spans.chain(modifiers.at.iter().map(|at| at.span)) {
        let _ = write!(out, " {}", view.text(span).split_whitespace().collect::<String>());
    }
    out
}

fn operator(binary: &Binary) -> String {
    let mut out = format!("{}{}", binary.op, if binary.bool_span.is_some() { " bool" } else { "" });
    if let Some(MatchingLabels { on, labels, .. }) = binary.matching.labels.as_deref() {
        let _ = write!(out, " on {on} {:?}", names(labels));
    }
    if let Some(group) = binary.matching.group.as_deref() {
        let _ = write!(out, " group {} {:?}", group.left, names(&group.labels));
    }
    out
}

fn names(labels: &[Text]) -> Vec<Cow<'_, str>> {
    let mut names: Vec<_> = labels.iter().map(Text::value).collect();
    names.sort_unstable();
    names
}
