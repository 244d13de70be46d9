//! Names of services and SLOs.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The name or id of an SLO or the name of a service: two or more of `A-Z a-z 0-9 - _ .`, with a letter or digit at both ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

impl Name {
    /// Checks `text`.
    ///
    /// # Errors
    /// Tells which rule the text breaks first.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let error = match text.as_bytes() {
            [] => NameError::Empty,
            [_] => NameError::TooShort,
            [first, middle @ .., last] => {
                if !first.is_ascii_alphanumeric() || !last.is_ascii_alphanumeric() {
                    NameError::Ends
                } else if middle.iter().any(|byte| !byte.is_ascii_alphanumeric() && !b"-_.".contains(byte)) {
                    NameError::Characters
                } else {
                    return Ok(Self(text.into()));
                }
            }
        };
        Err(error)
    }

    /// Any text, for specs whose own plugin chain leaves validation out.
    #[must_use]
    pub fn unchecked(text: &str) -> Self {
        Self(text.into())
    }

    /// The text, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not a [`Name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// There is no character.
    Empty,
    /// There is only one character.
    TooShort,
    /// The first or the last character is neither a letter nor a digit.
    Ends,
    /// A character is neither a letter, a digit, `-`, `_` nor `.`.
    Characters,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty",
            Self::TooShort => "has one character, it needs at least two",
            Self::Ends => "must begin and end with a letter or a digit",
            Self::Characters => "may hold only letters, digits, `-`, `_` and `.`",
        })
    }
}

impl std::error::Error for NameError {}
