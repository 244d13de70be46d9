//! The query language of VictoriaMetrics: whether a text is a query in it.

use crate::diagnostic::Span;

/// Where a text ceases to be a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricsqlError {
    /// The bytes that are wrong.
    pub span: Span,
    /// Why.
    pub message: String,
}

/// Checks `text`.
///
/// # Errors
/// When the text is empty.
pub fn check(text: &str) -> Result<(), MetricsqlError> {
    if text.trim().is_empty() {
        return Err(MetricsqlError { span: Span::new(0, text.len()), message: "the query is empty".into() });
    }
    Ok(())
}
