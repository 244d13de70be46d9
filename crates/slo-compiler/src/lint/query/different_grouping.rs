//! `query/different-grouping`: series find each other in a division only if all their labels are the same. Grouped by
//! different labels none does, the ratio has no value, and no alert ever fires.

use super::ratio::{Ratio, ratios};
use crate::lint::{Findings, Subject};
use crate::promql::LabelSet;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for Ratio { numerator, denominator } in &ratios(subject) {
        let (above, below) = (numerator.labels(), denominator.labels());
        let comparable = match (&above, &below) {
            (LabelSet::Only(_), LabelSet::Only(_)) => true,
            // Without any aggregation it is a problem of its own.
            (LabelSet::AllBut(above), LabelSet::AllBut(below)) => !above.is_empty() && !below.is_empty(),
            _ => false,
        };
        if comparable && above != below {
            let message = format!("this is grouped {above}, and what it is divided by is grouped {below}");
            found.push(numerator.at(), message).help("group both sides by the same labels");
        }
    }
}
