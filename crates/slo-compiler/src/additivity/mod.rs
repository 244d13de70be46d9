//! What may be summed over time: how the values of a query over adjoining windows add up.
//!
//! In: a [`Query`]. Out: its [`Class`] or the part that keeps it from having one ([`NotAdditive`]), its [`Grouping`], and for
//! an error ratio what it is made of ([`RawShape`]). Keeps: a query has a class only if that follows from its text alone;
//! what is not known to add up does not, so that a long window is never put together from short ones wrongly.
//!
//! Let `f(W)` be the value over a window `W` that consists of the adjoining windows `V₁` and `V₂` of equal length. `f` is a
//! [`Class::Sum`] if `f(W) = f(V₁) + f(V₂)`, and a [`Class::Rate`] or a [`Class::Mean`] if `f(W) = (f(V₁) + f(V₂)) / 2`. All
//! that is accepted follows from that: linear combinations keep the property, and nothing else does in general.
//!
//! ```text
//! Query ─window─► ranges that are the window ─walk─► Class | NotAdditive ─raw─► RawShape
//! ```

mod anywhere;
mod functions;
mod parts;
mod raw;
mod reason;
mod terms;
#[cfg(test)]
mod tests;
mod walk;
mod window;

pub use parts::operand;
pub use raw::{Fraction, RawShape, raw, raw_trusting};
pub use reason::{NotAdditive, Reason};
pub use terms::{Part, Piece, Sum, Term, part};

use std::fmt;

use crate::model::Query;
use crate::promql::LabelSet;
use walk::Trust;

/// How the value of a query over adjoining windows adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Events per second: the mean of the values of both windows.
    Rate,
    /// Events per window: the sum of the values of both windows.
    Sum,
    /// An average over time, which counts no events: the mean of the values of both windows.
    Mean,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rate => "events per second",
            Self::Sum => "events per window",
            Self::Mean => "an average over time",
        })
    }
}

/// The labels that the outermost aggregation of a query keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// No others than these, in the order of the alphabet; without any there is one series.
    By(Vec<String>),
    /// It depends on the data: there is no aggregation, or it says which labels go.
    Unknown,
}

impl Grouping {
    fn of(expr: &crate::promql::Expr) -> Self {
        match LabelSet::of(expr) {
            LabelSet::Only(labels) => Self::By(labels.into_iter().collect()),
            LabelSet::Scalar | LabelSet::AllBut(_) | LabelSet::Unknown => Self::Unknown,
        }
    }
}

/// The class of a query.
///
/// # Errors
/// The part of the query because of which its values over adjoining windows do not add up, or are not known to.
pub fn class(query: &Query) -> Result<Class, NotAdditive> {
    walk::class(query, Trust::Nothing)
}

/// The class of a query of which the user says that it is additive. A product of vectors is then taken for events times a
/// constant, and a function that nothing is known of for a constant factor.
///
/// # Errors
/// As [`class`], for what is known not to add up.
pub fn class_trusting(query: &Query) -> Result<Class, NotAdditive> {
    walk::class(query, Trust::User)
}

/// The labels of the result of a query. It looks through whatever leaves the labels alone: parentheses, signs, numbers,
/// `or vector(0)`, and operators between equally grouped sides.
#[must_use]
pub fn grouping(query: &Query) -> Grouping {
    query.expr().map_or(Grouping::Unknown, Grouping::of)
}
