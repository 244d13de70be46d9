//! An SLI query: a template with holes for the window, and what it means.

use crate::diagnostic::Span;
use crate::promql;
use crate::template::Rendered;

/// A query as the user wrote it, with `{{.window}}` where the length of the window belongs.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    parsed: Option<Parsed>,
}

/// What the query means for a window of one minute.
#[derive(Clone, Debug)]
struct Parsed {
    expr: promql::Expr,
    rendered: Rendered,
}

impl Query {
    /// A query that was parsed for one window: `expr` is the tree of what the text rendered to.
    #[must_use]
    pub const fn parsed(text: String, expr: promql::Expr, rendered: Rendered) -> Self {
        Self { text, parsed: Some(Parsed { expr, rendered }) }
    }

    /// A query in a language that is not parsed here, or of a spec that leaves validation out.
    #[must_use]
    pub const fn unparsed(text: String) -> Self {
        Self { text, parsed: None }
    }

    /// The text, byte for byte as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the query means with a window of one minute; `None` for a query that was not parsed.
    #[must_use]
    pub fn expr(&self) -> Option<&promql::Expr> {
        self.parsed.as_ref().map(|parsed| &parsed.expr)
    }

    /// The text that [`Self::expr`] was parsed from: its spans count in it. The text itself where there is no tree.
    #[must_use]
    pub fn rendered(&self) -> &str {
        self.parsed.as_ref().map_or(&self.text, |parsed| &parsed.rendered.text)
    }

    /// The bytes of the text that stand behind a span of [`Self::rendered`].
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        self.parsed.as_ref().map_or(span, |parsed| parsed.rendered.source_span(span))
    }

    /// Whether the bytes of a span of [`Self::rendered`] are the user's own, none of them filled in by the template. What
    /// is not is taken for the window: a template has nothing else to fill in.
    #[must_use]
    pub fn is_literal(&self, span: Span) -> bool {
        self.parsed.as_ref().is_none_or(|parsed| parsed.rendered.is_literal(span))
    }
}
