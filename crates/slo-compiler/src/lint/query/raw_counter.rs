//! `query/raw-counter`: a counter is used as it is. Its value is what has happened since the process started, so the ratio
//! is one of all times, and jumps with every restart; only its growth over the window says something about now.

use super::metric::{self, GAUGE_FUNCTIONS, GROWTH, NOT_THE_VALUE};
use super::tree::Node;
use crate::lint::{Findings, Subject};
use crate::promql::ExprKind;
use crate::promql::ast::AggregateOp;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for (node, selector) in view.selectors() {
            let Some(name) = selector.metric().map(crate::promql::ast::Text::value) else { continue };
            let as_gauge = metric::is_ambiguous(&name) && node.is_inside(&GAUGE_FUNCTIONS);
            if metric::is_counter(&name) && !as_gauge && !is_understood(node) {
                found
                    .push(
                        view.at(node.expr.span),
                        format!("`{name}` is a counter, and its value alone says little"),
                    )
                    .help(format!("take its growth: `rate({name}[{{{{.window}}}}])`"));
            }
        }
    }
}

/// Whether the query works with how the counter grows, or not with its value at all.
fn is_understood(node: Node<'_>) -> bool {
    let counts_series = |node: Node<'_>| match &node.expr.kind {
        ExprKind::Aggregate(aggregate) => matches!(aggregate.op, AggregateOp::Count | AggregateOp::Group),
        _ => false,
    };
    node.is_inside(&GROWTH) || node.is_inside(&NOT_THE_VALUE) || node.above().any(counts_series)
}
