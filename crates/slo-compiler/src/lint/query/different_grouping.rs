//! `query/different-grouping`: series find each other in a division, a sum or a difference only if all their labels are the
//! same. Grouped by different labels none does, the ratio has no value, and no alert ever fires.

use super::View;
use super::ratio::{Ratio, ratios};
use crate::lint::{Findings, Subject};
use crate::promql::ast::{Binary, BinaryOp, Matching};
use crate::promql::{ExprKind, LabelSet};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for Ratio { numerator, denominator } in &ratios(subject) {
        let (above, below) = (numerator.labels(), denominator.labels());
        if never_match(&above, &below) {
            let message = format!("this is grouped {above}, and what it is divided by is grouped {below}");
            found.push(numerator.at(), message).help("group both sides by the same labels");
        }
    }
    for view in subject.queries() {
        sums(view, found);
    }
}

fn sums(view: &View<'_>, found: &mut Findings) {
    let sums = view.nodes().filter_map(|node| match &node.expr.kind {
        ExprKind::Binary(binary) if binary.matching == Matching::default() => Some(&**binary),
        _ => None,
    });
    for Binary { op, lhs, rhs, .. } in sums {
        let word = match op {
            BinaryOp::Add => "added to",
            BinaryOp::Sub => "subtracted from",
            _ => continue,
        };
        let (left, right) = (LabelSet::of(lhs), LabelSet::of(rhs));
        if never_match(&left, &right) {
            let message = format!("this is grouped {right}, and what it is {word} is grouped {left}");
            found.push(view.at(rhs.span), message).help("group both sides by the same labels");
        }
    }
}

fn never_match(left: &LabelSet, right: &LabelSet) -> bool {
    match (left, right) {
        (LabelSet::Only(left), LabelSet::Only(right)) => left != right,
        // Without any aggregation it is a problem of its own.
        (LabelSet::AllBut(left), LabelSet::AllBut(right)) => {
            !left.is_empty() && !right.is_empty() && left != right
        }
        _ => false,
    }
}
