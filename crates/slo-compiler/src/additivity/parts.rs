//! Parts of a query, cut out of its template.
//!
//! In: a query and a span of its tree. Out: text with its `{{.window}}` in place. Keeps: what is cut out is a template by
//! itself that renders to that part and nothing else, and it never ends in a comment, so that `(` and `)` can be put
//! around it.

use std::borrow::Cow;

use super::reason::{NotAdditive, Reason};
use super::window::{TRIAL, is_uniform, written};
use crate::diagnostic::Span;
use crate::model::Query;
use crate::template::Template;

/// The text of the whole query without comments and blanks around it, fit to be put in parentheses. Where the template does
/// not let it be cut out it is the text as written, with a line break behind a comment at its end.
#[must_use]
pub fn operand(query: &Query) -> Cow<'_, str> {
    if let Some(part) = query.expr().and_then(|expr| cut(query, expr.span).ok()) {
        return Cow::Borrowed(part);
    }
    let last_line = query.text().rsplit('\n').next().unwrap_or_default();
    if last_line.contains('#') {
        Cow::Owned(format!("{}\n", query.text()))
    } else {
        Cow::Borrowed(query.text())
    }
}

/// The text of one part of the tree.
pub(super) fn cut(query: &Query, span: Span) -> Result<&str, NotAdditive> {
    let part = written(query, span);
    let rendered = Template::parse("expr", part).and_then(|template| template.render_mapped(TRIAL));
    let is_same = rendered.is_ok_and(|rendered| query.rendered().get(span.range()) == Some(&*rendered.text));
    if is_same && is_uniform(part) {
        Ok(part)
    } else {
        Err(NotAdditive::new(query.source_span(span), Reason::NotAPiece))
    }
}
