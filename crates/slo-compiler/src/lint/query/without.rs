//! `query/without`: `without (…)` keeps every label that it does not name. A label that a target or a scrape adds later
//! splits the SLO into several; `by (…)` keeps what was meant.

use crate::lint::{Findings, Subject};
use crate::promql::ExprKind;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for node in view.nodes() {
            let ExprKind::Aggregate(aggregate) = &node.expr.kind else { continue };
            if let Some(grouping) = aggregate.grouping.as_ref().filter(|grouping| grouping.without) {
                found
                    .push(view.at(grouping.span), "labels that are added later would split the SLO")
                    .help("name the labels that stay, with `by (…)`, or none at all");
            }
        }
    }
}
