//! Changes of a source text that solve a problem.
//!
//! In: the edits of diagnostics, located. Out: the text with the edits made. Keeps: every byte outside of an edit stays as
//! it is, since a file that is read and written anew would lose its comments and its layout.

use std::collections::BTreeSet;

use super::{Place, Span};

/// A change that solves a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What the change does, as an order: "compare with `=`".
    pub title: String,
    /// All of them, or none, are to be made.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of these edits.
    #[must_use]
    pub fn new(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits }
    }
}

/// A piece of text to put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub replacement: String,
    /// What is replaced, in bytes of the source text; filled in by [`crate::compile`].
    pub span: Option<Span>,
}

impl Edit {
    /// An edit that is not located yet.
    #[must_use]
    pub fn new(place: Place, replacement: impl Into<String>) -> Self {
        Self { place, replacement: replacement.into(), span: None }
    }
}

/// The edits of all fixes that can be made together: of fixes that change the same bytes, only the first counts.
#[must_use]
pub fn compatible<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<Edit> {
    let (mut edits, mut taken) = (Vec::new(), BTreeSet::new());
    for fix in fixes {
        let spans: Option<Vec<Span>> = fix.edits.iter().map(|edit| edit.span).collect();
        if let Some(spans) = spans.filter(|spans| spans.iter().all(|span| is_free(*span, &taken))) {
            taken.extend(spans);
            edits.extend(fix.edits.iter().cloned());
        }
    }
    edits
}

/// Whether `span` overlaps none of `taken`. These do not overlap each other, so its neighbours tell.
fn is_free(span: Span, taken: &BTreeSet<Span>) -> bool {
    let neighbours = taken.range(..=span).next_back().into_iter().chain(taken.range(span..).next());
    neighbours.into_iter().all(|other| span != *other && (span.start >= other.end || other.start >= span.end))
}

/// `text` with the edits made.
///
/// Edits may come in any order. One that overlaps another that starts before it is left out, and so is one without a
/// span or with a span that is no piece of the text.
///
/// ```
/// use slo_compiler::diagnostic::fix::{Edit, apply};
/// use slo_compiler::diagnostic::{Place, Span};
///
/// let mut edit = Edit::new(Place::Document, "=");
/// edit.span = Some(Span::new(3, 5));
/// assert_eq!(apply("job=~\"api\"", &[edit]), "job=\"api\"");
/// ```
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut located: Vec<(Span, &str)> =
        edits.iter().filter_map(|edit| Some((edit.span?, edit.replacement.as_str()))).collect();
    located.sort_by_key(|(span, _)| *span);
    located.dedup();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (span, replacement) in located {
        let between = (span.start >= done).then(|| text.get(done..span.start)).flatten();
        let Some(between) = between.filter(|_| text.get(span.range()).is_some()) else { continue };
        out.push_str(between);
        out.push_str(replacement);
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { place: Place::Document, replacement: replacement.into(), span: Some(Span::new(start, end)) }
    }

    #[test]
    fn edits_are_made_in_the_order_of_the_text() {
        let edits = [edit(4, 5, "E"), edit(0, 1, "A"), edit(2, 2, "<>")];
        assert_eq!(apply("abcde", &edits), "Ab<>cdE");
    }

    #[test]
    fn what_overlaps_an_earlier_edit_is_left_out() {
        assert_eq!(apply("abcdef", &[edit(1, 4, "X"), edit(3, 5, "Y"), edit(5, 6, "Z")]), "aXeZ");
        assert_eq!(apply("abc", &[edit(1, 2, "X"), edit(1, 2, "X")]), "aXc");
    }

    #[test]
    fn spans_that_are_no_piece_of_the_text_are_left_out() {
        let edits = [edit(1, 2, "X"), edit(3, 9, "Y"), Edit::new(Place::Document, "Z")];
        assert_eq!(apply("aäb", &edits), "aäb");
    }

    #[test]
    fn a_fix_is_made_as_a_whole_or_not_at_all() {
        let first = Fix::new("first", vec![edit(2, 3, "X")]);
        let second = Fix::new("second", vec![edit(0, 1, "Y"), edit(2, 4, "Z")]);
        let third = Fix::new("third", vec![edit(4, 5, "W")]);
        assert_eq!(apply("abcde", &compatible([&first, &second, &third])), "abXdW");
    }

    proptest! {
        /// Whatever the edits: no panic, and without edits no change.
        #[test]
        fn any_edits(text in ".{0,20}", spans in proptest::collection::vec((0_usize..30, 0_usize..30), 0..6)) {
            let edits: Vec<Edit> = spans.iter().map(|(start, end)| edit(*start, *end, "-")).collect();
            let _ = apply(&text, &edits);
            prop_assert_eq!(apply(&text, &[]), text);
        }
    }
}
