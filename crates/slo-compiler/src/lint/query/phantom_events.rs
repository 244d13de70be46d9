//! `query/phantom-events`: `or vector(1)` gives all events a value where there is no series. These are events that never
//! happened: added up over a long window they thin out the bad ones that did. As the guard of a division in a ratio,
//! `(… > 0) or vector(1)`, it stands in for a zero and counts nothing.

use super::View;
use super::zero_denominator::{constant, fallbacks};
use crate::lint::{Findings, Subject};
use crate::model::Field;
use crate::promql::ast::Binary;
use crate::promql::{Expr, ExprKind};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        let counted =
            |or: &&Binary| !is_guard(view, &or.lhs) && constant(&or.rhs).is_some_and(|value| value != 0.0);
        for or in fallbacks(view).filter(counted) {
            let fallback = view.written(or.rhs.span);
            found
                .push(
                    view.at(or.rhs.span),
                    format!("where there is no series, `{fallback}` counts events that never happened"),
                )
                .help("leave the fallback out: without events there is no ratio");
        }
    }
}

/// Whether the fallback stands in for a zero that a comparison dropped.
fn is_guard(view: &View<'_>, expr: &Expr) -> bool {
    let is_filter = |expr: &Expr| matches!(&expr.kind, ExprKind::Binary(binary) if binary.op.is_comparison() && binary.bool_span.is_none());
    view.field == Field::ErrorRatioQuery && is_filter(expr.without_parens())
}
