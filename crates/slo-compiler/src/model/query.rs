//! An SLI query: a template with holes for the window, and what it means.

use crate::promql;

/// A query as the user wrote it, with `{{.window}}` where the length of the window belongs.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    expr: Option<promql::Expr>,
}

impl Query {
    /// A query that was parsed for one window.
    #[must_use]
    pub fn parsed(text: String, expr: promql::Expr) -> Self {
        Self { text, expr: Some(expr) }
    }

    /// A query in a language that is not parsed here, or of a spec that leaves validation out.
    #[must_use]
    pub const fn unparsed(text: String) -> Self {
        Self { text, expr: None }
    }

    /// The text, byte for byte as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the query means with a window of one minute; `None` for a query that was not parsed.
    #[must_use]
    pub const fn expr(&self) -> Option<&promql::Expr> {
        self.expr.as_ref()
    }
}
