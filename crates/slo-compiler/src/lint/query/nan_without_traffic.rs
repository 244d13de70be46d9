//! `query/nan-without-traffic`: with no events in the window the ratio is 0 ÷ 0, which is not a number. It is recorded all
//! the same, and the ratio of the whole period, which adds up what was recorded, is not a number until it has left.

use super::metric::GROWTH;
use super::tree::{Node, Tree};
use crate::lint::{Findings, Subject};
use crate::model::Field;
use crate::promql::ast::BinaryOp;
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.plan.native.is_some() {
        return; // these rules never record NaN
    }
    for view in subject.queries().iter().filter(|view| view.field == Field::ErrorRatioQuery) {
        for node in view.nodes() {
            let ExprKind::Binary(binary) = &node.expr.kind else { continue };
            if binary.op == BinaryOp::Div && can_be_zero(&binary.rhs) && !node.above().any(is_filter) {
                let divisor = view.at(binary.rhs.without_parens().span);
                found
                    .push(divisor, "without traffic this is 0, and the ratio is not a number")
                    .help("compare it with zero, `(… > 0)`: without traffic there is no ratio then");
            }
        }
    }
}

/// Whether the divisor is a growth of counters that nothing keeps from being 0.
fn can_be_zero(divisor: &Expr) -> bool {
    let tree = Tree::of(divisor);
    let grows = |node: Node<'_>| node.selector().is_some() && node.is_inside(&GROWTH);
    tree.iter().any(grows) && !tree.iter().any(|node| is_filter(node) || is_fallback(node))
}

fn is_filter(node: Node<'_>) -> bool {
    matches!(&node.expr.kind, ExprKind::Binary(binary) if binary.op.is_comparison() && binary.bool_span.is_none())
}

fn is_fallback(node: Node<'_>) -> bool {
    let is_clamp = |name: &str| matches!(name, "clamp_min" | "clamp");
    matches!(&node.expr.kind, ExprKind::Call(call) if is_clamp(call.function.name))
}
