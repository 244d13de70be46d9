//! `query/zero-denominator`: `or vector(0)` gives all events the value 0 where there is no series. A division by it is
//! infinite or not a number, where without the fallback there would be no ratio; and where the ratio of no events counts as
//! good, a service that has vanished looks like an idle one.

use super::View;
use crate::lint::{Findings, Subject};
use crate::model::Field;
use crate::promql::ast::{Binary, BinaryOp};
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for or in fallbacks(view).filter(|or| constant(&or.rhs) == Some(0.0)) {
            found
                .push(
                    view.at(or.rhs.span),
                    "all events become 0 where there is no series, and something is divided by them",
                )
                .help("leave the fallback out: without events there is no ratio");
        }
    }
}

/// The denominators that end in `or …`: the query of all events, and what a query divides by.
pub(super) fn fallbacks<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Binary> {
    let total = (view.field == Field::TotalQuery).then_some(view.expr);
    let divisors = view.nodes().filter_map(|node| match &node.expr.kind {
        ExprKind::Binary(binary) if binary.op == BinaryOp::Div => Some(&binary.rhs),
        _ => None,
    });
    total.into_iter().chain(divisors).filter_map(|expr| match &expr.without_parens().kind {
        ExprKind::Binary(binary) if binary.op == BinaryOp::Or => Some(&**binary),
        _ => None,
    })
}

/// The number of a `vector(1)`.
pub(super) fn constant(expr: &Expr) -> Option<f64> {
    let ExprKind::Call(call) = &expr.without_parens().kind else { return None };
    if call.function.name == "vector" { call.args.first().and_then(Expr::as_number) } else { None }
}
