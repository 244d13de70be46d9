//! The common case: a query in which nothing but `{{ .window }}` stands between braces.
//!
//! In: a template text. Out: the places of its `{{ .window }}` actions, or nothing when the text needs the interpreter.
//! Keeps: a text that is scanned here means the same to the interpreter, so that the fast path is only fast.

use crate::diagnostic::Span;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
const FIELD: &str = ".window";

/// The spans of all actions of `text`, when each of them is a plain `{{ .window }}`.
pub(super) fn scan(text: &str) -> Option<Vec<Span>> {
    let mut holes = Vec::new();
    let mut done = 0;
    while let Some((before, action)) = text.get(done..)?.split_once(OPEN) {
        let rest = skip_space(skip_space(action).strip_prefix(FIELD)?);
        let rest = rest.strip_prefix(CLOSE)?;
        let end = text.len() - rest.len();
        holes.push(Span::new(done + before.len(), end));
        done = end;
    }
    Some(holes)
}

/// Whether the text passes the reference's raw check for the window: the pattern `{{ *\.window *}}`, anywhere, even in
/// a comment or a string. Only spaces count, no tabs, and no trim markers.
#[must_use]
pub fn mentions_window(text: &str) -> bool {
    text.match_indices(FIELD).any(|(at, _)| {
        let (before, after) = text.split_at(at);
        let after = after.strip_prefix(FIELD).unwrap_or_default();
        before.trim_end_matches(' ').ends_with(OPEN) && after.trim_start_matches(' ').starts_with(CLOSE)
    })
}

/// The first `{{ .name }}` whose name is not that of the window, and the name: such a field has no value.
#[must_use]
pub fn unknown_field(text: &str) -> Option<(Span, &str)> {
    text.match_indices(OPEN).find_map(|(open, _)| {
        let action = text.get(open + OPEN.len()..)?;
        let field = skip_space(action).strip_prefix('.')?;
        let length = field.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(field.len());
        let (name, rest) = field.split_at_checked(length)?;
        let ends = skip_space(rest).starts_with(CLOSE);
        let start = text.len() - field.len();
        (ends && !name.is_empty() && name != "window")
            .then(|| (Span::new(start - 1, start + name.len()), name))
    })
}

/// Drops what separates words within an action.
fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}
