//! A query of events that is a sum or difference of others, some of which may be missing.
//!
//! In: the terms of the query and the labels of its result. Out: one expression. Keeps: a series that is missing counts
//! nothing, and takes nothing else with it. All events minus good ones are all events where there never was a good one.

use super::query::QueryText;
use crate::additivity::{Part, Sign, Term};
use crate::model::Window;
use crate::rules::naming::LABEL_TERM;
use crate::rules::sloth::WindowError;

/// A query of events.
pub(super) struct Sum {
    whole: QueryText,
    terms: Vec<(Sign, QueryText)>,
}

impl Sum {
    /// Of a query that begins at `offset`, see [`QueryText::new`].
    pub(super) fn new(part: &Part, offset: usize) -> Self {
        let whole = QueryText::new(&part.text, offset);
        let terms = part.terms.iter().map(|term| (term.sign, QueryText::new(&term.text, offset))).collect();
        Self { whole, terms }
    }

    /// The query as it is.
    pub(super) fn render(&self, window: Window) -> Result<String, WindowError> {
        self.whole.render(window)
    }

    /// The sum of those terms that there are, in each group; the query as it is where something is subtracted.
    pub(super) fn of_present(&self, window: Window, by: &str) -> Result<String, WindowError> {
        let is_difference = self.terms.iter().any(|(sign, _)| *sign == Sign::Minus);
        if self.terms.len() < 2 || is_difference || by.contains(LABEL_TERM) {
            return self.render(window);
        }
        // A label of its own keeps equal series of two terms apart.
        let mut text = ["sum", by, if by.is_empty() { "(" } else { " (" }].concat();
        for (number, (_, term)) in (1..).zip(&self.terms) {
            let or = if number == 1 { "" } else { " or " };
            let number = number.to_string();
            let label = [", \"", LABEL_TERM, "\", \"", &number, "\", \"\", \"\")"].concat();
            text.extend([or, "label_replace(", &term.render(window)?, &label]);
        }
        text.push(')');
        Ok(text)
    }

    /// The query with `zero` in the place of terms that are missing.
    pub(super) fn filled(&self, window: Window, filler: &Filler<'_>) -> Result<String, WindowError> {
        let term = |(sign, query): &(_, QueryText)| Ok(Term { sign: *sign, text: query.render(window)? });
        Ok(filled(&self.terms.iter().map(term).collect::<Result<Vec<_>, _>>()?, filler))
    }
}

/// What stands in for terms that are missing.
pub(super) struct Filler<'a> {
    /// The query of all events: as a term it needs nothing that stands in for it.
    pub(super) total: &'a str,
    /// The labels of every term, as `on` takes them.
    pub(super) groups: &'a str,
    /// 0 in every group that has events.
    pub(super) zero: &'a str,
}

/// The sum of terms, each of which is filled by itself.
pub(super) fn filled(terms: &[Term], filler: &Filler<'_>) -> String {
    let Filler { total, groups, zero } = filler;
    if let [only] = terms {
        return ["(", &only.text, ") or on", groups, " ", zero].concat();
    }
    let mut text = String::new();
    for (position, Term { sign, text: term }) in terms.iter().enumerate() {
        if position > 0 {
            text.extend([sign.operator(), "on", groups, " "]);
        }
        if term == total && *sign == Sign::Plus {
            text.extend(["(", term, ")"]);
        } else {
            text.extend(["((", term, ") or on", groups, " ", zero, ")"]);
        }
    }
    text
}
