//! Why a template cannot be read or rendered.

use std::fmt;

use crate::diagnostic::Span;

/// What is wrong with a template, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemplateError {
    /// Bytes of the template text.
    pub span: Span,
    /// Go's text, with the name of the template, the line and, for an error of rendering, the column.
    pub message: String,
    /// The same in clear words, without the place.
    pub plain: String,
}

impl TemplateError {
    /// Says the same more clearly.
    pub(super) fn plainly(mut self, plain: impl Into<String>) -> Self {
        self.plain = plain.into();
        self
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TemplateError {}
