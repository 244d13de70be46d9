//! `query/filter-in-arithmetic`: a comparison keeps the series for which it holds, with their values, and drops the others.
//! Inside arithmetic one mostly wants 1 or 0, which is what `bool` is for. A divisor that is compared with zero is fine.

use super::View;
use super::tree::Node;
use crate::lint::{Findings, Subject};
use crate::model::Field;
use crate::promql::ExprKind;
use crate::promql::ast::{Binary, BinaryOp};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for node in view.nodes() {
            let ExprKind::Binary(comparison) = &node.expr.kind else { continue };
            let filters = comparison.op.is_comparison() && comparison.bool_span.is_none();
            if filters && !drops_nan_only(comparison) && is_calculated_with(view, node) {
                let op = comparison.op;
                let message = format!(
                    "`{op}` drops the series for which it does not hold, and the others keep their values"
                );
                found
                    .push(view.at(comparison.op_span), message)
                    .help(format!("write `{op} bool` for 1 and 0"));
            }
        }
    }
}

/// `… >= 0` holds for every ratio that is a number.
fn drops_nan_only(comparison: &Binary) -> bool {
    comparison.op == BinaryOp::GreaterOrEqual && comparison.rhs.as_number() == Some(0.0)
}

fn is_calculated_with(view: &View<'_>, node: Node<'_>) -> bool {
    match node.outer() {
        // The generated rule divides the bad events.
        None => view.field == Field::BadQuery,
        Some((outer, below)) => match &outer.expr.kind {
            ExprKind::Binary(binary) => {
                let arithmetic = !binary.op.is_set() && !binary.op.is_comparison();
                let is_divisor = binary.op == BinaryOp::Div && std::ptr::eq(below, &raw const binary.rhs);
                arithmetic && !is_divisor
            }
            _ => false,
        },
    }
}
