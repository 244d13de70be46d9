//! What is wrong with a query.

use std::fmt;

use crate::diagnostic::Span;

/// The first problem of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// The bytes that are wrong; empty at the place where something is missing.
    pub span: Span,
    /// What is wrong, in one sentence without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    reference: String,
    reference_start: usize,
}

impl ParseError {
    /// A problem with what Prometheus says of it.
    pub(super) fn new(span: Span, message: impl Into<String>, reference: impl Into<String>) -> Box<Self> {
        let (message, reference) = (message.into(), reference.into());
        Box::new(Self { span, message, help: None, reference, reference_start: span.start })
    }

    pub(super) fn help(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    /// Where Prometheus sees the problem, if that is not where `span` begins.
    pub(super) fn reference_at(mut self: Box<Self>, start: usize) -> Box<Self> {
        self.reference_start = start;
        self
    }

    /// The problem as Prometheus 3.14 words it, such as `1:5: parse error: unexpected end of input`; the words agree for
    /// most problems. Line and column count from 1, columns in bytes.
    #[must_use]
    pub fn reference(&self, text: &str) -> String {
        if text.is_empty() {
            return format!("unknown position: parse error: {}", self.reference);
        }
        let before = text.get(..self.reference_start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        format!("{line}:{column}: parse error: {}", self.reference)
    }

    /// The byte at which Prometheus sees the problem.
    #[must_use]
    pub const fn reference_start(&self) -> usize {
        self.reference_start
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}
