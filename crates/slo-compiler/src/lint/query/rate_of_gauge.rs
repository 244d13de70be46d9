//! `query/rate-of-gauge`: `rate` takes every fall of a value for a restart of the process and adds it up. Of something that
//! goes up and down, such as a temperature or `up`, the result means nothing.

use super::metric::{self, GROWTH};
use crate::lint::{Findings, Subject};
use crate::promql::ExprKind;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for (node, selector) in view.selectors() {
            let Some((name, call)) = selector.metric().zip(node.parent()) else { continue };
            let ExprKind::Call(call) = &call.expr.kind else { continue };
            let function = call.function.name;
            if metric::is_gauge(&name.value()) && GROWTH.contains(&function) {
                let name = name.value();
                found
                    .push(
                        view.at(node.expr.span),
                        format!("`{function}` is for counters, and `{name}` goes up and down"),
                    )
                    .help(format!(
                        "use a function for gauges, such as `avg_over_time({name}[{{{{.window}}}}])`"
                    ));
            }
        }
    }
}
