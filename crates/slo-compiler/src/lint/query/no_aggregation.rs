//! `query/no-aggregation`: the series of bad and of all events are divided one by one. They have different labels (the
//! status code, say), so most find no partner; and what finds one makes an SLO of its own, with alerts of its own.

use super::ratio::{Operand, Ratio, ratios};
use crate::lint::{Findings, Subject};
use crate::promql::LabelSet;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for Ratio { numerator, denominator } in &ratios(subject) {
        let labels = [numerator.labels(), denominator.labels()];
        if labels.contains(&LabelSet::Scalar) || same_series(numerator, denominator) {
            continue;
        }
        for (operand, _) in
            [numerator, denominator].into_iter().zip(&labels).filter(|(_, labels)| labels.is_unaggregated())
        {
            found
                .push(operand.at(), "the ratio is made series by series, because nothing is aggregated here")
                .help("aggregate both sides alike, such as with `sum(…)`");
        }
    }
}

/// Whether both sides choose the same series and differ only in what they do with them: each then has its partner.
fn same_series(numerator: &Operand<'_>, denominator: &Operand<'_>) -> bool {
    let chosen = |operand: &Operand<'_>| {
        let texts = operand.selectors().map(super::same_meaning::selector);
        texts.collect::<std::collections::BTreeSet<_>>()
    };
    let unaggregated = numerator.labels().is_unaggregated() && denominator.labels().is_unaggregated();
    unaggregated && chosen(numerator) == chosen(denominator)
}
