//! By which labels an SLI tells groups apart: `sum by (cluster) (…)` gives one error ratio a cluster.
//!
//! In: the queries of an SLI. Out: [`Groups`]. Keeps: labels are named only where the query leaves no other.

use crate::model::{Sli, Slo};
use crate::promql::ast::{Expr, ExprKind};

/// The labels that the result of an SLI keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Groups {
    /// None: one error ratio for the whole SLO.
    None,
    /// These.
    By(Vec<String>),
    /// Those of the user's series, whatever they are.
    Unknown,
}

impl Groups {
    /// The groups of an SLO.
    pub(super) fn of(slo: &Slo) -> Self {
        match &slo.sli {
            Some(Sli::Events { total, .. }) => total.expr().map_or(Self::Unknown, kept),
            Some(Sli::Raw { error_ratio }) => error_ratio.expr().map_or(Self::Unknown, kept),
            None => Self::None,
        }
    }

    /// The labels, where they are known.
    pub(super) fn labels(&self) -> &[String] {
        match self {
            Self::By(labels) => labels,
            Self::None | Self::Unknown => &[],
        }
    }
}

/// The labels that the result of `expr` has.
fn kept(expr: &Expr) -> Groups {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::String(_) => Groups::None,
        ExprKind::Paren(inner) => kept(inner),
        ExprKind::Unary(unary) => kept(&unary.expr),
        ExprKind::Aggregate(aggregate) => match &aggregate.grouping {
            None => Groups::None,
            Some(grouping) if grouping.without => Groups::Unknown,
            Some(grouping) if grouping.labels.is_empty() => Groups::None,
            Some(grouping) => {
                let mut labels: Vec<String> =
                    grouping.labels.iter().map(|label| label.value().into_owned()).collect();
                labels.sort_unstable();
                labels.dedup();
                // Grafana's variables have no such names, and queries would have to quote them.
                if labels.iter().all(|label| is_plain(label)) { Groups::By(labels) } else { Groups::Unknown }
            }
        },
        ExprKind::Binary(binary) => match (kept(&binary.lhs), kept(&binary.rhs)) {
            (Groups::Unknown, _) | (_, Groups::Unknown) => Groups::Unknown,
            (Groups::None, other) | (other, Groups::None) => other,
            (left, right) if left == right => left,
            _ => Groups::Unknown,
        },
        ExprKind::Call(call) => match (call.function.name, call.args.as_slice()) {
            ("vector", _) => Groups::None,
            (_, [inner]) => kept(inner),
            _ => Groups::Unknown,
        },
        _ => Groups::Unknown,
    }
}

fn is_plain(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
