//! The kinds of SLI that Sloth does not have, as queries of bad and of all events.
//!
//! In: good events, a histogram with a threshold, or a gauge that is 1 while all is well. Out: [`Indicator`]: two queries,
//! from which every profile makes its rules, and what else has to be known of them. Keeps: a series that is missing never
//! makes an SLO look perfect.

mod latency;
mod probe;
mod selector;

use super::values::Values;
use crate::diagnostic::{Code, Part, Span};
use crate::model::{Field, MissingBad};
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

/// What stands around the queries of all and of good events in that of bad ones.
const FRAME: [&str; 4] = ["(", "\n)\n- ((", "\n) or 0 * (", "\n))"];

/// The query of bad events: all of them but the good ones. Where nothing is known of good events, there are none.
pub(super) fn not_good(good: &str, total: &str) -> String {
    let [start, minus, or, end] = FRAME;
    [start, total, minus, good, or, total, end].concat()
}

/// Where a spec has what a query was made of: the field, and the part of it where that is known.
pub(super) fn written(sli: &sloth::Sli, field: &Field, part: &Part) -> (Field, Part) {
    if let Some(events) = sli.events.as_ref()
        && let Some(good) = &events.good_query
        && *field == Field::BadQuery
    {
        let Part::Token(span) = part else { return (Field::GoodQuery, part.clone()) };
        return of_good(events, good, *span);
    }
    if sli.events.is_none() && is_ours(sli) {
        return (Field::Sli, Part::Value);
    }
    (field.clone(), part.clone())
}

/// Which query a piece of [`not_good`] is from; that of good events where it is from none.
fn of_good(events: &sloth::SliEvents, good: &str, span: Span) -> (Field, Part) {
    let [start, minus, or, _] = FRAME;
    let total = events.total_query.as_str();
    let first = start.len();
    let middle = first + total.len() + minus.len();
    let last = middle + good.len() + or.len();
    let pieces = [
        (Field::TotalQuery, first, total),
        (Field::GoodQuery, middle, good),
        (Field::TotalQuery, last, total),
    ];
    let inside = |(field, start, text): (Field, usize, &str)| {
        (span.start >= start && span.end <= start + text.len())
            .then(|| (field, Part::Token(Span::new(span.start - start, span.end - start))))
    };
    pieces.into_iter().find_map(inside).unwrap_or((Field::GoodQuery, Part::Value))
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

/// Whether the SLI is of a kind that Sloth does not have.
pub(super) const fn is_ours(sli: &sloth::Sli) -> bool {
    sli.latency.is_some() || sli.probe.is_some()
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
