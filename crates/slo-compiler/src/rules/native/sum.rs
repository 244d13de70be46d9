//! Queries of events of which parts may be missing, written so that a part that is missing counts nothing.
//!
//! In: a query taken apart. Out: templates and expressions. Keeps: a series that is missing takes nothing else with it, but
//! for the first term of a difference: without all requests nothing is known of those that failed.

use std::borrow::Cow;

use super::query::QueryText;
use super::scope;
use crate::additivity::{Grouping, Part, Piece, Sum};
use crate::model::Window;
use crate::rules::naming::LABEL_TERM;
use crate::rules::sloth::WindowError;

/// A query of bad events.
pub(super) struct Bad {
    whole: QueryText,
    terms: Vec<Term<QueryText>>,
}

/// What bad events are the sum of.
pub(super) struct Term<T> {
    is_negative: bool,
    /// Whether it is the query of all events, which nothing has to stand in for.
    is_total: bool,
    query: T,
}

impl Bad {
    /// Of queries that begin at `offset`, see [`QueryText::new`].
    pub(super) fn new(bad: &Part, total: &Part, offset: usize) -> Self {
        let query = |Term { is_negative, is_total, query }: Term<String>| Term {
            is_negative,
            is_total,
            query: QueryText::new(&query, offset),
        };
        Self {
            whole: QueryText::new(&bad.text, offset),
            terms: terms(bad, &total.text).into_iter().map(query).collect(),
        }
    }

    /// The query as it is.
    pub(super) fn render(&self, window: Window) -> Result<String, WindowError> {
        self.whole.render(window)
    }

    /// The query with `zero` in the place of terms that are missing.
    pub(super) fn filled(&self, window: Window, on: &str, zero: &str) -> Result<String, WindowError> {
        let render = |term: &Term<QueryText>| {
            let &Term { is_negative, is_total, ref query } = term;
            Ok(Term { is_negative, is_total, query: query.render(window)? })
        };
        Ok(filled(&self.terms.iter().map(render).collect::<Result<Vec<_>, _>>()?, on, zero))
    }
}

/// The terms of a query of bad events. Where their labels are not known it is the only one.
pub(super) fn terms(bad: &Part, total: &str) -> Vec<Term<String>> {
    match bad.pieces.as_slice() {
        [Piece::Sum(Sum { grouping: Grouping::By(_), terms })] => {
            let term = |term: &crate::additivity::Term| {
                let query = template(&term.pieces).into_owned();
                Term { is_negative: term.is_negative, is_total: query == total, query }
            };
            terms.iter().map(term).collect()
        }
        pieces => vec![Term { is_negative: false, is_total: false, query: template(pieces).into_owned() }],
    }
}

/// The sum of terms, each of which is filled by itself. `on` is the matching of the labels of all of them.
pub(super) fn filled(terms: &[Term<String>], on: &str, zero: &str) -> String {
    if let [only] = terms {
        return ["(", &only.query, ") or ", on, zero].concat();
    }
    let mut text = String::new();
    for (position, Term { is_negative, is_total, query }) in terms.iter().enumerate() {
        if position > 0 {
            text.extend([if *is_negative { " - " } else { " + " }, on]);
        }
        if *is_total && !is_negative {
            text.extend(["(", query, ")"]);
        } else {
            text.extend(["((", query, ") or ", on, zero, ")"]);
        }
    }
    text
}

/// The query as a template; of its sums those terms are added that there are.
pub(super) fn template(pieces: &[Piece]) -> Cow<'_, str> {
    if let [Piece::Text(text)] = pieces {
        return Cow::Borrowed(text);
    }
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Sum(sum) => of_present(sum),
    };
    Cow::Owned(pieces.iter().map(piece).collect())
}

/// What is added, less what is subtracted where there is any of it.
fn of_present(sum: &Sum) -> String {
    let side = |is_negative| {
        let terms = sum.terms.iter().filter(move |term| term.is_negative == is_negative);
        union(&terms.map(|term| template(&term.pieces)).collect::<Vec<_>>(), &sum.grouping)
    };
    let (added, subtracted) = (side(false), side(true));
    if subtracted.is_empty() {
        return added;
    }
    let on = match &sum.grouping {
        Grouping::By(labels) => ["on", &scope::list(labels), " "].concat(),
        Grouping::Unknown => String::new(),
    };
    ["(", &added, ") - ", &on, "((", &subtracted, ") or ", &on, "0 * (", &added, "))"].concat()
}

/// The sum of those queries that have a result, in each group. Each is read once.
fn union(queries: &[Cow<'_, str>], grouping: &Grouping) -> String {
    match queries {
        [] => return String::new(),
        [only] => return only.clone().into_owned(),
        _ => {}
    }
    let mut text = match grouping {
        Grouping::By(labels) if labels.is_empty() => "sum(".to_owned(),
        Grouping::By(labels) => ["sum by ", &scope::list(labels), " ("].concat(),
        Grouping::Unknown => ["sum without (", LABEL_TERM, ") ("].concat(),
    };
    for (number, query) in (1..).zip(queries) {
        // A label of its own keeps equal series of two queries apart.
        let label = ["\"", LABEL_TERM, "\", \"", &number.to_string(), "\", \"\", \"\")"].concat();
        text.extend([if number == 1 { "" } else { " or " }, "label_replace(", query, ", ", &label]);
    }
    text.push(')');
    text
}
