//! `query/or-precedence`: `/` binds more strongly than `or`. In `a or vector(0) / b` it is the fallback that is divided, and
//! `a` is the result as it is: a count where a ratio is meant.

use crate::lint::{Findings, Subject};
use crate::promql::ast::BinaryOp;
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for node in view.nodes() {
            let ExprKind::Binary(or) = &node.expr.kind else { continue };
            if or.op != BinaryOp::Or {
                continue;
            }
            let Some(fallback) = first_operand(&or.rhs) else { continue };
            let (fallback, applied) = (view.written(fallback.span), view.written(or.rhs.span));
            found
                .push(
                    view.at(or.rhs.span),
                    format!("`{fallback}` alone is calculated with here: this is read as `… or ({applied})`"),
                )
                .help(format!("put the `or` and both of its sides in parentheses: `(… or {fallback})`"));
        }
    }
}

/// The constant at the start of an arithmetic expression without parentheses around it.
fn first_operand(expr: &Expr) -> Option<&Expr> {
    let mut first = expr;
    while let ExprKind::Binary(binary) = &first.kind {
        if binary.op.is_set() || binary.op.is_comparison() {
            return None;
        }
        first = &binary.lhs;
    }
    let is_constant = matches!(&first.kind, ExprKind::Call(call) if call.function.name == "vector");
    (is_constant && !std::ptr::eq(first, expr)).then_some(first)
}
