//! The words and signs of the query language.
//!
//! In: nothing. Out: [`Token`], a kind with the bytes it stands for, and the table of words with a meaning of their own.
//! Keeps: a word that Prometheus lets stand for a metric or a label in some place is still recognisable as a word here;
//! [`TokenKind::names_metric`] and [`TokenKind::names_label`] say where which word may be a name.

use super::ast::{AggregateOp, BinaryOp};
use crate::diagnostic::Span;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    EndOfInput,
    /// The text from here on is not a token; the parser holds the reason.
    Invalid,
    Identifier,
    /// A name with a colon.
    MetricIdentifier,
    Number,
    Duration,
    String,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    At,
    /// A single `=`.
    Equal,
    /// `=~`, inside braces only.
    EqualRegex,
    /// `!~`, inside braces only.
    NotEqualRegex,
    Operator(BinaryOp),
    Aggregation(AggregateOp),
    Keyword(Keyword),
}

/// A word with a meaning of its own that is neither operator nor aggregation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Anchored,
    Bool,
    By,
    End,
    Fill,
    FillLeft,
    FillRight,
    GroupLeft,
    GroupRight,
    Ignoring,
    MaxOf,
    MinOf,
    Offset,
    On,
    Range,
    Smoothed,
    Start,
    Step,
    Without,
}

impl TokenKind {
    /// Whether the token may be a metric's name at the beginning of an operand.
    pub(super) const fn names_metric(self) -> bool {
        match self {
            Self::Identifier | Self::MetricIdentifier | Self::Aggregation(_) => true,
            Self::Operator(op) => matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Unless),
            Self::Keyword(word) => !matches!(
                word,
                Keyword::Bool | Keyword::GroupLeft | Keyword::GroupRight | Keyword::Ignoring | Keyword::On
            ),
            _ => false,
        }
    }

    /// Whether the token may be a label's name in a list such as `by (…)`.
    pub(super) const fn names_label(self) -> bool {
        match self {
            Self::Identifier | Self::MetricIdentifier | Self::Aggregation(_) => true,
            Self::Operator(op) => op.is_word(),
            Self::Keyword(word) => !matches!(word, Keyword::Without),
            _ => false,
        }
    }

    /// Whether the token may be a function's name when a parenthesis follows.
    pub(super) const fn names_function(self) -> bool {
        matches!(
            self,
            Self::Identifier
                | Self::Keyword(
                    Keyword::Start
                        | Keyword::End
                        | Keyword::Step
                        | Keyword::Range
                        | Keyword::MaxOf
                        | Keyword::MinOf
                )
        )
    }
}

/// The length of the longest word in the table of [`classify`].
const LONGEST: usize = "count_values".len();

/// What a word without a colon means; letter case does not count.
pub(super) fn classify(word: &str) -> TokenKind {
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..word.len()) else { return TokenKind::Identifier };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"and" => TokenKind::Operator(BinaryOp::And),
        b"or" => TokenKind::Operator(BinaryOp::Or),
        b"unless" => TokenKind::Operator(BinaryOp::Unless),
        b"atan2" => TokenKind::Operator(BinaryOp::Atan2),
        b"inf" | b"nan" => TokenKind::Number,
        lower => keyword(lower)
            .map(TokenKind::Keyword)
            .or_else(|| AggregateOp::from_lower(lower).map(TokenKind::Aggregation))
            .unwrap_or(TokenKind::Identifier),
    }
}

fn keyword(lower: &[u8]) -> Option<Keyword> {
    Some(match lower {
        b"anchored" => Keyword::Anchored,
        b"bool" => Keyword::Bool,
        b"by" => Keyword::By,
        b"end" => Keyword::End,
        b"fill" => Keyword::Fill,
        b"fill_left" => Keyword::FillLeft,
        b"fill_right" => Keyword::FillRight,
        b"group_left" => Keyword::GroupLeft,
        b"group_right" => Keyword::GroupRight,
        b"ignoring" => Keyword::Ignoring,
        b"max_of" => Keyword::MaxOf,
        b"min_of" => Keyword::MinOf,
        b"offset" => Keyword::Offset,
        b"on" => Keyword::On,
        b"range" => Keyword::Range,
        b"smoothed" => Keyword::Smoothed,
        b"start" => Keyword::Start,
        b"step" => Keyword::Step,
        b"without" => Keyword::Without,
        _ => return None,
    })
}

/// The words that are a length of time inside `[…]`, in lower case.
pub(super) const DURATION_WORDS: [(&str, Keyword); 4] = [
    ("max_of", Keyword::MaxOf),
    ("min_of", Keyword::MinOf),
    ("range", Keyword::Range),
    ("step", Keyword::Step),
];
