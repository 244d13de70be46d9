//! A name or a string, kept as written.

use std::borrow::Cow;

use crate::diagnostic::Span;
use crate::promql::lex::quoted;

/// A name or a quoted string, kept as written; its value is worked out when asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    raw: Box<str>,
    /// Its bytes, quotes included.
    pub span: Span,
}

impl Text {
    pub(in crate::promql) fn new(raw: &str, span: Span) -> Self {
        Self { raw: raw.into(), span }
    }

    /// As written, with its quotes.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Whether it is written in quotes.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.raw.starts_with(['"', '\'', '`'])
    }

    /// What it stands for. Bytes that are not UTF-8, which `"\xff"` can make, are shown as U+FFFD.
    #[must_use]
    pub fn value(&self) -> Cow<'_, str> {
        match self.bytes() {
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// What it stands for, byte for byte.
    #[must_use]
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        if self.is_quoted() { quoted::decode(&self.raw) } else { Cow::Borrowed(self.raw.as_bytes()) }
    }
}
