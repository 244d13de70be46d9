//! The words of the template language.

use std::borrow::Cow;
use std::fmt;

use super::quote;
use crate::diagnostic::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text is unreadable from here; the token's text says why.
    Error,
    Eof,
    /// Literal text outside of actions, as it is written out.
    Text,
    LeftDelim,
    RightDelim,
    LeftParen,
    RightParen,
    Space,
    Pipe,
    /// `=`
    Assign,
    /// `:=`
    Declare,
    Bool,
    Number,
    Complex,
    CharConstant,
    /// In double quotes.
    String,
    /// In back quotes.
    RawString,
    /// `.name`
    Field,
    /// `$name`, or `$` alone.
    Variable,
    Identifier,
    /// Any other printable ASCII character.
    Char,
    /// One of [`KEYWORDS`], or `.` alone.
    Keyword(Keyword),
}

/// The words with a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[rustfmt::skip] // a table
pub(super) enum Keyword { Dot, Block, Break, Continue, Define, Else, End, If, Nil, Range, Template, With }

#[rustfmt::skip] // a table
pub(super) const KEYWORDS: &[(&str, Kind)] = &[
    ("block",    Kind::Keyword(Keyword::Block)),
    ("break",    Kind::Keyword(Keyword::Break)),
    ("continue", Kind::Keyword(Keyword::Continue)),
    ("define",   Kind::Keyword(Keyword::Define)),
    ("else",     Kind::Keyword(Keyword::Else)),
    ("end",      Kind::Keyword(Keyword::End)),
    ("if",       Kind::Keyword(Keyword::If)),
    ("nil",      Kind::Keyword(Keyword::Nil)),
    ("range",    Kind::Keyword(Keyword::Range)),
    ("template", Kind::Keyword(Keyword::Template)),
    ("with",     Kind::Keyword(Keyword::With)),
    ("true",     Kind::Bool),
    ("false",    Kind::Bool),
];

/// A word and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// As written; of an error, what is wrong.
    pub(super) text: Cow<'t, str>,
}

/// As messages name a token: keywords in angle brackets, the rest quoted and cut.
impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 10;
        match self.kind {
            Kind::Eof => f.write_str("EOF"),
            Kind::Error => f.write_str(&self.text),
            Kind::Keyword(_) => write!(f, "<{}>", self.text),
            _ if self.text.len() > SHOWN => {
                let head: String = self.text.chars().take(SHOWN).collect();
                write!(f, "{}...", quote::quoted(head.as_bytes()))
            }
            _ => f.write_str(&quote::quoted(self.text.as_bytes())),
        }
    }
}
