//! The kinds of SLI that Sloth does not have, as queries of bad and of all events.
//!
//! In: good events, a histogram with a threshold, or a gauge that is 1 while all is well. Out: [`Indicator`]: two queries,
//! from which every profile makes its rules, and what else has to be known of them. Keeps: a series that is missing never
//! makes an SLO look perfect.

mod latency;
pub(super) mod origin;
mod probe;
mod selector;

use super::values::Values;
use crate::diagnostic::Code;
use crate::model::MissingBad;
use crate::promql;
use crate::spec::sloth;
use crate::words;

/// Two queries made of something else.
#[derive(Clone, Debug)]
pub(super) struct Indicator {
    pub(super) bad: String,
    pub(super) total: String,
    pub(super) missing_bad: MissingBad,
    /// Whether the bad events may be summed over time, although the query does not show it.
    pub(super) additive: bool,
}

/// The kinds of SLI that `sli` has.
fn kinds(sli: &sloth::Sli) -> Vec<&'static str> {
    let kinds = [
        ("events", sli.events.is_some()),
        ("raw", sli.raw.is_some()),
        ("plugin", sli.plugin.is_some()),
        ("latency", sli.latency.is_some()),
        ("probe", sli.probe.is_some()),
    ];
    kinds.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
}

/// The queries of a histogram or a gauge; `None` after reporting why there are none.
pub(super) fn read(sli: &sloth::Sli, options: promql::Options, values: &mut Values<'_>) -> Option<Indicator> {
    if let kinds @ [_, _, ..] = kinds(sli).as_slice() {
        let names = words::all(kinds.iter().copied());
        let help = Some("keep one of them".to_owned());
        values.wrong(Code::SliAmbiguous, &["sli"], format!("the SLI is of several kinds: {names}"), help);
        return None;
    }
    match (&sli.latency, &sli.probe) {
        (Some(histogram), _) => latency::read(histogram, options, values),
        (None, Some(gauge)) => probe::read(gauge, options, values),
        (None, None) => None,
    }
}
