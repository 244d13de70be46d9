//! What bad events are made of where a spec has good ones, and the way back from there to what was written.
//!
//! In: the queries of good and of all events, or a place in what was made of them. Out: the query of bad events, or the field and
//! the span that the user knows.

use crate::diagnostic::{Part, Span};
use crate::model::Field;
use crate::spec::sloth;

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
pub(in crate::lower) fn not_good(good: &str, total: &str, are_alike: bool) -> String {
    let pieces = pieces(good, total).map(|(text, _)| text);
    let [head @ .., or, all, end, last] = &pieces;
    let missing = if are_alike { [*or, *all, *end] } else { [""; 3] };
    [head.concat(), missing.concat(), (*last).to_owned()].concat()
}

/// Where a spec has what a query was made of: the field, and the part of it where that is known.
pub(in crate::lower) fn written(sli: &sloth::Sli, field: &Field, part: &Part) -> (Field, Part) {
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

/// Whether the SLI is of a kind that Sloth does not have.
pub(in crate::lower) const fn is_ours(sli: &sloth::Sli) -> bool {
    sli.latency.is_some() || sli.probe.is_some()
}
