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

/// A piece of a query that is made of others, and the field that it is from.
type Piece<'a> = (&'a str, Option<Field>);

/// The query of bad events, in pieces: all events but the good ones. Where nothing is known of good events, there are none.
fn pieces<'a>(good: &'a str, total: &'a str) -> [Piece<'a>; 9] {
    let (good, total) = (good.trim_end(), total.trim_end());
    // A comment reaches to the end of its line.
    let end = |query: &str, alone: &'static str, behind: &'static str| {
        if query.contains('#') { behind } else { alone }
    };
    [
        ("(", None),
        (total, Some(Field::TotalQuery)),
        (end(total, ") - ((", "\n) - (("), None),
        (good, Some(Field::GoodQuery)),
        (end(good, ")", "\n)"), None),
        (" or 0 * (", None),
        (total, Some(Field::TotalQuery)),
        (end(total, ")", "\n)"), None),
        (")", None),
    ]
}

/// The query of bad events where those of good and of all events are known. Unless both have the same labels, the good ones
/// that are missing cannot be told from those whose labels differ.
pub(super) fn not_good(good: &str, total: &str, are_alike: bool) -> String {
    let pieces = pieces(good, total).map(|(text, _)| text);
    let [head @ .., or, all, end, last] = &pieces;
    let missing = if are_alike { [*or, *all, *end] } else { [""; 3] };
    [head.concat(), missing.concat(), (*last).to_owned()].concat()
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

/// Which query a span of [`not_good`] is from; that of good events where it is from none or several.
fn of_good(events: &sloth::SliEvents, good: &str, span: Span) -> (Field, Part) {
    let mut start = 0;
    for (text, field) in pieces(good, &events.total_query) {
        let end = start + text.len();
        if let Some(field) = field.filter(|_| span.start >= start && span.end <= end) {
            return (field, Part::Token(Span::new(span.start - start, span.end - start)));
        }
        start = end;
    }
    (Field::GoodQuery, Part::Value)
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
