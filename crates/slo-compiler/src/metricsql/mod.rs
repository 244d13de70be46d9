//! Whether a query is valid MetricsQL, the language of VictoriaMetrics.
//!
//! In: a query, with its window filled in. Out: nothing, or the first thing that is wrong. The verdict is that of
//! VictoriaMetrics' own parser, which also expands `WITH` templates, checks regular expressions and knows all functions;
//! it counts no arguments and has no types. Keeps: nesting and the work of expanding templates are bounded.
//!
//! ```
//! use slo_compiler::metricsql;
//!
//! assert!(metricsql::check("with (x = up) 1 - avg_over_time(x[5m]) default 0").is_ok());
//! assert!(metricsql::check("avg_over_time(up[5m]").is_err());
//! ```

mod ast;
mod expand;
mod functions;
mod parse;
mod token;

use std::fmt;

use crate::diagnostic::Span;

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetricsqlError {
    /// Bytes of the query.
    pub span: Span,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
}

impl MetricsqlError {
    fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }
}

impl fmt::Display for MetricsqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MetricsqlError {}

/// Checks a query.
///
/// # Errors
/// The first thing that VictoriaMetrics would not accept.
pub fn check(text: &str) -> Result<(), MetricsqlError> {
    expand::check(&parse::parse(text)?)
}

#[cfg(test)]
mod tests;
