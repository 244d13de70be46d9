//! `query/zero-denominator`: `or vector(0)` gives all events the value 0 where there is no series. A division by it is
//! infinite or not a number, where without the fallback there would be no ratio.

use crate::lint::{Findings, Subject};
use crate::model::Field;
use crate::promql::ast::BinaryOp;
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        let total = (view.field == Field::TotalQuery).then_some(view.expr);
        let divisors = view.nodes().filter_map(|node| match &node.expr.kind {
            ExprKind::Binary(binary) if binary.op == BinaryOp::Div => Some(&binary.rhs),
            _ => None,
        });
        for expr in total.into_iter().chain(divisors).map(Expr::without_parens) {
            let ExprKind::Binary(binary) = &expr.kind else { continue };
            if binary.op == BinaryOp::Or && is_zero(&binary.rhs) {
                found
                    .push(
                        view.at(binary.rhs.span),
                        "all events become 0 where there is no series, and something is divided by them",
                    )
                    .help("leave the fallback out: without events there is no ratio");
            }
        }
    }
}

/// `vector(0)`
fn is_zero(expr: &Expr) -> bool {
    let ExprKind::Call(call) = &expr.without_parens().kind else { return false };
    call.function.name == "vector" && call.args.first().and_then(Expr::as_number) == Some(0.0)
}
