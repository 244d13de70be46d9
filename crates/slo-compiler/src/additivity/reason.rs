//! Why a query does not add up, and where.

use std::fmt;

use super::Class;
use super::functions::Obstacle;
use crate::diagnostic::Span;
use crate::promql::ast::{AggregateOp, BinaryOp};

/// The part of a query that keeps its values over adjoining windows from adding up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAdditive {
    /// Its bytes in the text of the query, as the user wrote it.
    pub span: Span,
    /// What is the matter with it.
    pub reason: Reason,
}

/// Why the values of a query over adjoining windows do not add up. `Display` is a sentence without a final stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A function whose value over two windows does not follow from those over each.
    Function(&'static str, Obstacle),
    /// A function of which it is not known.
    UnknownFunction(&'static str),
    /// An aggregation other than `sum`.
    Aggregation(AggregateOp),
    /// A comparison drops series, or makes 0 and 1 of values.
    Comparison(BinaryOp),
    /// `and` or `unless`
    Filter(BinaryOp),
    /// `or` with something that is not 0.
    Alternative,
    /// `or` with a number above or below 0.
    PhantomEvents,
    /// `fill` with something that is not 0.
    Fill,
    /// `*` or `/` between vectors.
    VectorArithmetic(BinaryOp),
    /// `%`, `^` and other operators that are not linear.
    NotLinear(BinaryOp),
    /// A number divided by events.
    Reciprocal,
    /// A number added to events.
    AddedNumber(Class),
    /// One class where another is needed.
    Mixture(Class, Class),
    /// An average over time where events are counted.
    Mean,
    /// A count of events where a ratio is needed.
    Count,
    /// No series is looked at over time.
    NoSeries,
    /// A selector without a range.
    Instant,
    /// Samples, not a value.
    Samples,
    /// A range that is not plainly the window.
    OtherRange,
    /// The window stands elsewhere than in a range.
    WindowElsewhere,
    /// The window stands inside a subquery.
    WindowInSubquery,
    /// An offset that is not a fixed length of time.
    MovingOffset,
    /// A step that is not a fixed length of time.
    MovingStep,
    /// `@`
    FixedMoment,
    /// `anchored` or `smoothed`
    Extension,
    /// Template actions make another query for another window.
    Template,
    /// A part cannot be cut out of the template.
    NotAPiece,
    /// The two sides of the ratio are grouped differently, or matched by other labels than all of theirs.
    Matching,
    /// The query was not parsed.
    NotParsed,
}

impl NotAdditive {
    pub(super) const fn new(span: Span, reason: Reason) -> Self {
        Self { span, reason }
    }
}

impl fmt::Display for NotAdditive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for NotAdditive {}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(name, obstacle) => write!(f, "`{name}` {obstacle}"),
            Self::UnknownFunction(name) => {
                write!(f, "it is not known that values of `{name}` over adjoining windows add up")
            }
            Self::Aggregation(op) => {
                write!(f, "`{op}` of two adjoining windows does not follow from its value over each; `sum` would")
            }
            Self::Comparison(op) => {
                write!(f, "`{op}` decides anew for each window, and the values of two windows no longer add up")
            }
            Self::Filter(op) => write!(f, "`{op}` may keep a series in one window and drop it in the next"),
            Self::Alternative => f.write_str("`or` may take one side in one window and the other in the next"),
            Self::PhantomEvents => f.write_str("this `or` counts events that never happened while there is no series"),
            Self::Fill => f.write_str("this `fill` counts events that never happened while there is no series"),
            Self::VectorArithmetic(op) => {
                write!(f, "`{op}` between two vectors adds up only if one of them never changes, which the query does not tell")
            }
            Self::NotLinear(op) => write!(f, "`{op}` of a sum is not the sum of its values"),
            Self::Reciprocal => f.write_str("a number divided by events does not add up"),
            Self::AddedNumber(class) => write!(f, "this adds a number to {class}, once in each window however long it is"),
            Self::Mixture(one, other) => write!(f, "this mixes {one} and {other}"),
            Self::Mean => f.write_str("an average over time counts no events"),
            Self::Count => f.write_str("a number of events grows with the window, and a ratio does not"),
            Self::NoSeries => f.write_str("this looks at no series over time"),
            Self::Instant => f.write_str("this is the value of one moment, not of a window"),
            Self::Samples => f.write_str("these are samples, not a value of the window"),
            Self::OtherRange => f.write_str("this range is not the window: write `[{{.window}}]`"),
            Self::WindowElsewhere => f.write_str("the window stands here outside of a range, and each window asks something else"),
            Self::WindowInSubquery => {
                f.write_str("the window stands here inside of a subquery, whose values differ from window to window")
            }
            Self::MovingOffset => f.write_str("this offset is not a fixed length of time"),
            Self::MovingStep => f.write_str("this step is not a fixed length of time"),
            Self::FixedMoment => f.write_str("`@` fixes the moment, and adjoining windows are then the same one"),
            Self::Extension => f.write_str("this range takes in samples beside it, which adjoining windows share"),
            Self::Template => f.write_str("the template makes another query for another window"),
            Self::NotAPiece => f.write_str("template actions other than `{{.window}}` keep this part from standing alone"),
            Self::Matching => f.write_str("both sides of the ratio have to be grouped by the same labels, and be matched by all of them"),
            Self::NotParsed => f.write_str("the query was not parsed, so nothing is known about it"),
        }
    }
}
