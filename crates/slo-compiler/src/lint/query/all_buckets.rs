//! `query/all-buckets`: the buckets of a histogram hold each other, so each event is in many of them. Added up they count
//! events several times; one bucket, chosen by `le`, holds the events up to a bound, and `_count` holds all.

use super::metric::GROWTH;
use super::tree::Node;
use crate::lint::{Findings, Subject};
use crate::promql::ExprKind;
use crate::promql::ast::Text;

/// Functions that want all buckets.
const QUANTILES: [&str; 3] = ["histogram_quantile", "histogram_quantiles", "histogram_fraction"];

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for (node, selector) in view.selectors() {
            let Some(name) = selector.metric().map(Text::value) else { continue };
            let Some(family) = name.strip_suffix("_bucket") else { continue };
            let chosen = selector.matchers.iter().any(|matcher| matcher.label_is("le"));
            if chosen
                || !node.is_inside(&GROWTH)
                || node.is_inside(&QUANTILES)
                || node.above().any(keeps_buckets)
            {
                continue;
            }
            found
                .push(
                    view.at(node.expr.span),
                    format!("every bucket of `{family}` is counted, and each holds the smaller ones"),
                )
                .help(format!("choose one with `le=\"…\"`, or count all events with `{family}_count`"));
        }
    }
}

/// Whether an aggregation leaves the buckets apart.
fn keeps_buckets(node: Node<'_>) -> bool {
    let ExprKind::Aggregate(aggregate) = &node.expr.kind else { return false };
    let grouping = aggregate.grouping.as_ref();
    grouping
        .is_some_and(|grouping| grouping.labels.iter().any(|label| label.value() == "le") != grouping.without)
}
