//! The constant by which a query multiplies its events: `sum(rate(failed[5m])) * 60` counts a minute's events a second.
//!
//! In: the SLI. Out: a factor, by which a count of events has to be divided. Keeps: it is 1 where there is none, or where the
//! parts of a sum have different ones, which then are weights.

use crate::model::{Sli, Slo};
use crate::promql::ast::{AggregateOp, BinaryOp};
use crate::promql::{Expr, ExprKind};

/// The factor of bad events.
pub(super) fn of_bad(slo: &Slo) -> f64 {
    let factor = match &slo.sli {
        None => None,
        Some(Sli::Events { bad, .. }) => bad.expr().map(of),
        Some(Sli::Raw { error_ratio }) => error_ratio.expr().and_then(numerator).map(of),
    };
    factor.filter(|factor| factor.is_finite() && *factor > 0.0).unwrap_or(1.0)
}

/// `A` of `A / B` and of `1 - A / B`.
fn numerator(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Paren(inner) => numerator(inner),
        ExprKind::Binary(binary) => match binary.op {
            BinaryOp::Div => Some(&binary.lhs),
            BinaryOp::Sub if constant(&binary.lhs).is_some() => numerator(&binary.rhs),
            _ => None,
        },
        _ => None,
    }
}

fn of(expr: &Expr) -> f64 {
    match &expr.kind {
        ExprKind::Paren(inner) => of(inner),
        ExprKind::Unary(unary) => of(&unary.expr),
        ExprKind::Aggregate(aggregate) if aggregate.op == AggregateOp::Sum => of(&aggregate.expr),
        ExprKind::Binary(binary) => {
            let (lhs, rhs) = (&binary.lhs, &binary.rhs);
            match (binary.op, constant(lhs), constant(rhs)) {
                (BinaryOp::Mul, Some(factor), _) => factor * of(rhs),
                (BinaryOp::Mul, _, Some(factor)) => of(lhs) * factor,
                (BinaryOp::Div, _, Some(divisor)) => of(lhs) / divisor,
                (BinaryOp::Add | BinaryOp::Sub, None, None) => {
                    let (lhs, rhs) = (of(lhs), of(rhs));
                    if lhs.total_cmp(&rhs).is_eq() { lhs } else { 1.0 }
                }
                (BinaryOp::Or, ..) => of(lhs),
                _ => 1.0,
            }
        }
        _ => 1.0,
    }
}

/// The value of a number, or of a product or quotient of some.
fn constant(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(number) => Some(number.value),
        ExprKind::Paren(inner) => constant(inner),
        ExprKind::Binary(binary) => {
            let (lhs, rhs) = (constant(&binary.lhs)?, constant(&binary.rhs)?);
            match binary.op {
                BinaryOp::Mul => Some(lhs * rhs),
                BinaryOp::Div => Some(lhs / rhs),
                _ => None,
            }
        }
        _ => None,
    }
}
