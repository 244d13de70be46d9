//! The window in the template of a query.
//!
//! In: a query and a span of its tree. Out: whether that is the window, and whether the template makes the same query for
//! every window. Keeps: a range counts as the window only if it is one plain `{{.window}}`.

use crate::diagnostic::Span;
use crate::model::Query;
use crate::template::{MissingKey, Template};

/// The length of the window for which the tree of a query was made.
pub(super) const TRIAL: &str = "1m";

/// Windows that a template may treat in a special way.
const WINDOWS: [&str; 12] = ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "1w", "4w", "28d", "30d", "90d"];

/// Stands in for the window; no query holds it.
const MARK: &str = "\u{1}";

/// Whether a span of the tree is the window and nothing else.
pub(super) fn is_window(query: &Query, span: Span) -> bool {
    !query.is_literal(span) && behind_hole(written(query, span)).is_some_and(str::is_empty)
}

/// Whether the window is a part of what stands in a span of the tree.
pub(super) fn mentions_window(query: &Query, span: Span) -> bool {
    !query.is_literal(span) && written(query, span).contains(".window")
}

/// Whether a template differs from window to window in nothing but its `{{.window}}`.
pub(super) fn is_uniform(text: &str) -> bool {
    let Ok(template) = Template::parse("expr", text) else { return false };
    if template.holes().is_some() {
        return true;
    }
    let marked = marked(text);
    let Ok(template) = Template::parse("expr", &marked) else { return false };
    let render = |window| {
        let mut out = String::new();
        template.render(window, MissingKey::NoValue, &mut out).ok().map(|()| out)
    };
    let trial = render(TRIAL);
    trial.is_some() && WINDOWS.iter().all(|window| render(window) == trial)
}

/// What the user wrote for a span of the tree.
pub(super) fn written(query: &Query, span: Span) -> &str {
    query.text().get(query.source_span(span).range()).unwrap_or_default()
}

/// The text with a mark in each place of the window.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, action) = rest.split_at(at);
        out.push_str(before);
        rest = if let Some(behind) = behind_hole(action) {
            out.push_str(MARK);
            behind
        } else {
            out.push_str("{{");
            action.get(2..).unwrap_or_default()
        };
    }
    out + rest
}

/// What follows a plain `{{.window}}` at the beginning of the text.
fn behind_hole(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("{{")?.trim_start();
    inside.strip_prefix(".window")?.trim_start().strip_prefix("}}")
}
