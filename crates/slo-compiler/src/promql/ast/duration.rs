//! Lengths of time in ranges, steps and offsets: a literal, or arithmetic where that is switched on.

use super::{BinaryOp, Number, UnaryOp};
use crate::diagnostic::Span;

/// A length of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// What it is.
    pub kind: DurationKind,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of length of time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum DurationKind {
    /// `5m`, or a number of seconds
    Literal(Number),
    /// `-5m`
    Unary(UnaryOp, Box<Duration>),
    /// `(5m)`
    Paren(Box<Duration>),
    /// `5m * 2`: the operator is one of `+ - * / % ^`
    Binary(BinaryOp, Box<Duration>, Box<Duration>),
    /// `min_of(5m, 10m)` or `max_of(5m, 10m)`
    Choice(DurationOp, Box<Duration>, Box<Duration>),
    /// `step()`: the distance of the evaluations
    Step,
    /// `range()`: the length of the evaluated range
    Range,
}

/// Chooses one of two lengths of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationOp {
    /// `min_of`
    MinOf,
    /// `max_of`
    MaxOf,
}

impl DurationOp {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MinOf => "min_of",
            Self::MaxOf => "max_of",
        }
    }
}

impl Duration {
    /// The length in seconds of a literal with any signs and parentheses; nothing where it must be worked out.
    #[must_use]
    pub fn seconds(&self) -> Option<f64> {
        let (mut duration, mut sign) = (self, 1.0);
        loop {
            duration = match &duration.kind {
                DurationKind::Literal(number) => return Some(sign * number.value),
                DurationKind::Paren(inner) => inner,
                DurationKind::Unary(op, inner) => {
                    sign *= if *op == UnaryOp::Minus { -1.0 } else { 1.0 };
                    inner
                }
                _ => return None,
            }
        }
    }

    /// Whether it is a single literal without sign or parentheses.
    #[must_use]
    pub const fn is_literal(&self) -> bool {
        matches!(self.kind, DurationKind::Literal(_))
    }
}
