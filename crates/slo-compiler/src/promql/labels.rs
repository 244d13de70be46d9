//! Which labels the result of an expression has, as far as the expression alone tells.
//!
//! In: an expression. Out: its [`LabelSet`]. Keeps: what it says holds for any data; where the data decide, it is
//! [`LabelSet::Unknown`].

use std::collections::BTreeSet;
use std::fmt;

use super::ast::{Aggregate, AggregateOp, Binary, BinaryOp, Call, Text};
use super::{Expr, ExprKind};

/// The labels of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelSet {
    /// One number without labels, which combines with anything.
    Scalar,
    /// These at most.
    Only(BTreeSet<String>),
    /// Those of the series, without these.
    AllBut(BTreeSet<String>),
    /// It depends on the data.
    Unknown,
}

impl LabelSet {
    /// The labels of the result of `expr`.
    #[must_use]
    pub fn of(expr: &Expr) -> Self {
        // From the leaves up, without recursion: in reverse, the results of an expression's children lie on top, the first
        // one uppermost.
        let mut done: Vec<Self> = Vec::new();
        let nodes: Vec<&Expr> = expr.walk().collect();
        for node in nodes.into_iter().rev() {
            let operands: Vec<Self> = node.children().filter_map(|_| done.pop()).collect();
            done.push(result(node, operands));
        }
        done.pop().unwrap_or(Self::Unknown)
    }

    /// Whether the result has a series for each series that is stored.
    #[must_use]
    pub fn is_unaggregated(&self) -> bool {
        matches!(self, Self::AllBut(labels) if labels.is_empty())
    }

    fn keep(self, labels: BTreeSet<String>) -> Self {
        match self {
            Self::Only(present) => Self::Only(present.intersection(&labels).cloned().collect()),
            Self::AllBut(gone) => Self::Only(labels.difference(&gone).cloned().collect()),
            Self::Scalar | Self::Unknown => Self::Only(labels),
        }
    }

    fn drop(self, labels: &BTreeSet<String>) -> Self {
        match self {
            Self::Only(present) => Self::Only(present.difference(labels).cloned().collect()),
            Self::AllBut(gone) => Self::AllBut(gone.union(labels).cloned().collect()),
            Self::Scalar | Self::Unknown => self,
        }
    }

    fn add(self, label: &str) -> Self {
        match self {
            Self::Only(mut present) => {
                present.insert(label.to_owned());
                Self::Only(present)
            }
            other => other,
        }
    }
}

/// For messages: "without labels", "by `code`".
impl fmt::Display for LabelSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |labels: &BTreeSet<String>| {
            labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Only(labels) if !labels.is_empty() => write!(f, "by {}", list(labels)),
            Self::Scalar | Self::Only(_) => f.write_str("without labels"),
            Self::AllBut(labels) if !labels.is_empty() => write!(f, "by all labels but {}", list(labels)),
            Self::AllBut(_) | Self::Unknown => f.write_str("by all labels"),
        }
    }
}

fn names(labels: &[Text]) -> BTreeSet<String> {
    labels.iter().map(|label| label.value().into_owned()).collect()
}

fn result(expr: &Expr, mut operands: Vec<LabelSet>) -> LabelSet {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::String(_) => LabelSet::Scalar,
        ExprKind::Selector(_) | ExprKind::Range(_) => LabelSet::AllBut(BTreeSet::new()),
        ExprKind::Aggregate(aggregate) => {
            operands.pop().map_or(LabelSet::Unknown, |inner| aggregated(aggregate, inner))
        }
        ExprKind::Binary(binary) => match <[LabelSet; 2]>::try_from(operands) {
            Ok([lhs, rhs]) => combined(binary, lhs, rhs),
            Err(_) => LabelSet::Unknown,
        },
        ExprKind::Call(call) => called(call, operands),
        _ => operands.pop().unwrap_or(LabelSet::Unknown),
    }
}

fn aggregated(aggregate: &Aggregate, inner: LabelSet) -> LabelSet {
    use AggregateOp::{BottomK, CountValues, LimitK, LimitRatio, TopK};
    if matches!(aggregate.op, BottomK | TopK | LimitK | LimitRatio) {
        return inner;
    }
    let kept = match &aggregate.grouping {
        None => LabelSet::Only(BTreeSet::new()),
        Some(grouping) if grouping.without => inner.drop(&names(&grouping.labels)),
        Some(grouping) => inner.keep(names(&grouping.labels)),
    };
    if aggregate.op == CountValues { LabelSet::Unknown } else { kept }
}

fn combined(binary: &Binary, lhs: LabelSet, rhs: LabelSet) -> LabelSet {
    match (&lhs, &rhs) {
        (LabelSet::Scalar, _) => return rhs,
        (_, LabelSet::Scalar) => return lhs,
        _ => {}
    }
    match (&binary.matching.group, &binary.matching.labels) {
        _ if binary.op == BinaryOp::Or => {
            if lhs == rhs || is_fallback(&binary.rhs) {
                lhs
            } else {
                LabelSet::Unknown
            }
        }
        _ if binary.op.is_set() => lhs,
        (Some(group), _) => {
            let many = if group.left { lhs } else { rhs };
            group.labels.iter().fold(many, |labels, label| labels.add(&label.value()))
        }
        (None, Some(matching)) if matching.on => lhs.keep(names(&matching.labels)),
        (None, Some(matching)) => lhs.drop(&names(&matching.labels)),
        (None, None) => lhs,
    }
}

/// `vector(0)` after `or` stands in where nothing else is, whatever its labels.
fn is_fallback(expr: &Expr) -> bool {
    matches!(&expr.without_parens().kind, ExprKind::Call(call) if call.function.name == "vector")
}

fn called(call: &Call, mut operands: Vec<LabelSet>) -> LabelSet {
    match call.function.name {
        "vector" => LabelSet::Only(BTreeSet::new()),
        "scalar" | "time" | "pi" => LabelSet::Scalar,
        "absent" | "absent_over_time" | "label_join" | "info" => LabelSet::Unknown,
        "label_replace" => match call.args.get(1).map(|target| &target.kind) {
            Some(ExprKind::String(target)) if !operands.is_empty() => operands.remove(0).add(&target.value()),
            _ => LabelSet::Unknown,
        },
        "histogram_quantile" => {
            operands.pop().unwrap_or(LabelSet::Unknown).drop(&BTreeSet::from(["le".to_owned()]))
        }
        _ => {
            let vector = operands.into_iter().find(|labels| *labels != LabelSet::Scalar);
            vector.unwrap_or(LabelSet::Unknown)
        }
    }
}

#[cfg(test)]
#[path = "labels_tests.rs"]
mod tests;
