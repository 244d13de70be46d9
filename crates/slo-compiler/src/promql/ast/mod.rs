//! The tree of a query.
//!
//! In: made by the parser only. Out: [`Expr`], where every node, name, matcher and length of time knows its bytes in the
//! text that was parsed. The tree is as written: signs before numbers, parentheses and quotes are kept, so that it can be
//! laid out anew without loss, comments excepted. It owns its texts, because a query outlives the file it came from.
//! Keeps: no path from a root to a leaf is longer than [`MAX_HEIGHT`](super::MAX_HEIGHT), so that recursion over a tree is safe.

mod duration;
mod expr;
mod op;
mod text;
mod walk;

pub use duration::{Duration, DurationKind, DurationOp};
pub(super) use op::Parameter;
pub use op::{AggregateOp, BinaryOp, MatchOp, UnaryOp};
pub use text::Text;
pub use walk::{Children, Walk};

use super::functions::Function;
use crate::diagnostic::Span;

/// A node of the tree, with everything below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The bytes it was read from, without spaces around it.
    pub span: Span,
    height: u16,
}

/// The kinds of expression.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExprKind {
    /// `1.5`, `0x1F`, `Inf`, `5m`
    Number(Number),
    /// `"text"`
    String(Text),
    /// `metric{label="value"}`
    Selector(Box<Selector>),
    /// `metric[5m]`
    Range(Box<RangeSelector>),
    /// `rate(metric[5m])[1h:1m]`
    Subquery(Box<Subquery>),
    /// `rate(metric[5m])`
    Call(Box<Call>),
    /// `sum by (label) (metric)`
    Aggregate(Box<Aggregate>),
    /// `a / on (label) b`
    Binary(Box<Binary>),
    /// `-a`
    Unary(Box<Unary>),
    /// `(a)`
    Paren(Box<Expr>),
}

/// A number, as a value and as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The value; of a length of time such as `5m`, seconds.
    pub value: f64,
    /// As written.
    pub text: Box<str>,
    /// Its bytes.
    pub span: Span,
}

/// A number that may have one sign, where no expression is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedNumber {
    /// The sign before it.
    pub sign: Option<UnaryOp>,
    /// The number without the sign.
    pub number: Number,
}

/// Chooses series.
#[derive(Clone, Debug, PartialEq)]
pub struct Selector {
    /// The metric's name before the braces.
    pub name: Option<Text>,
    /// What stands inside the braces.
    pub matchers: Vec<Matcher>,
    /// `{` to `}`.
    pub braces: Option<Span>,
    /// `offset` and the like, where they stand before a range.
    pub modifiers: Modifiers,
    /// Its bytes.
    pub span: Span,
}

/// A condition on one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    /// The label; none where a quoted metric name stands alone, as in `{"http.requests"}`.
    pub label: Option<Text>,
    /// How it compares; `=` where there is no label.
    pub op: MatchOp,
    /// With what.
    pub value: Text,
    /// Its bytes.
    pub span: Span,
}

/// What shifts a selector, a range or a subquery in time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Modifiers {
    /// `offset 5m`
    pub offset: Option<Box<Offset>>,
    /// `@ 1609746000`
    pub at: Option<Box<At>>,
    /// `anchored` or `smoothed`
    pub extension: Option<Extension>,
}

/// `offset 5m`
#[derive(Clone, Debug, PartialEq)]
pub struct Offset {
    /// How far back.
    pub amount: Duration,
    /// From the word to the end of the amount.
    pub span: Span,
}

/// `@ …`
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// Which moment.
    pub moment: Moment,
    /// From the sign to the end of the moment.
    pub span: Span,
}

/// The moment after `@`.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// Seconds since 1970.
    Timestamp(SignedNumber),
    /// `start()`
    Start,
    /// `end()`
    End,
}

/// How samples just outside a range are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    /// `anchored`
    Anchored,
    /// `smoothed`
    Smoothed,
}

/// `selector[5m]`
#[derive(Clone, Debug, PartialEq)]
pub struct RangeSelector {
    /// Which series.
    pub selector: Selector,
    /// How far back.
    pub range: Duration,
    /// `offset` and the like, where they stand behind the range.
    pub modifiers: Modifiers,
}

/// `expression[1h:1m]`
#[derive(Clone, Debug, PartialEq)]
pub struct Subquery {
    /// What is evaluated at each step.
    pub expr: Expr,
    /// How far back.
    pub range: Duration,
    /// The distance of the steps.
    pub step: Option<Duration>,
    /// `offset` and the like.
    pub modifiers: Modifiers,
}

/// A function with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function.
    pub function: &'static Function,
    /// The bytes of its name.
    pub name_span: Span,
    /// The arguments.
    pub args: Vec<Expr>,
}

/// An aggregation over series.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub op: AggregateOp,
    /// The bytes of its name.
    pub op_span: Span,
    /// `by (…)` or `without (…)`
    pub grouping: Option<Grouping>,
    /// The first of two arguments, as in `topk(5, …)`.
    pub parameter: Option<Expr>,
    /// What is aggregated.
    pub expr: Expr,
}

/// `by (…)` or `without (…)`
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// Whether the labels are those to drop, not those to keep.
    pub without: bool,
    /// The labels.
    pub labels: Vec<Text>,
    /// From the word to the closing parenthesis.
    pub span: Span,
}

/// Two expressions with an operator between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary {
    /// The operator.
    pub op: BinaryOp,
    /// Its bytes.
    pub op_span: Span,
    /// Where the word `bool` stands.
    pub bool_span: Option<Span>,
    /// How the series of both sides find each other.
    pub matching: Matching,
    /// What stands before the operator.
    pub lhs: Expr,
    /// What stands behind it.
    pub rhs: Expr,
}

/// How the series of both sides of an operator find each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matching {
    /// `on (…)` or `ignoring (…)`
    pub labels: Option<Box<MatchingLabels>>,
    /// `group_left (…)` or `group_right (…)`
    pub group: Option<Box<Group>>,
    /// `fill (…)`, or up to one each of `fill_left (…)` and `fill_right (…)`
    pub fills: Vec<Fill>,
}

/// `fill (0)`: the value that takes the place of a missing series.
#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    /// On which side it may be missing.
    pub side: FillSide,
    /// The value.
    pub value: SignedNumber,
    /// From the word to the closing parenthesis.
    pub span: Span,
}

/// The side of an operator on which a series may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillSide {
    /// `fill`
    Both,
    /// `fill_left`
    Left,
    /// `fill_right`
    Right,
}

/// `on (…)` or `ignoring (…)`
#[derive(Clone, Debug, PartialEq)]
pub struct MatchingLabels {
    /// Whether it is `on`.
    pub on: bool,
    /// The labels.
    pub labels: Vec<Text>,
    /// From the word to the closing parenthesis.
    pub span: Span,
}

/// `group_left (…)` or `group_right (…)`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Whether the side with many series is the left one.
    pub left: bool,
    /// The labels that are copied from the other side.
    pub labels: Vec<Text>,
    /// From the word to the closing parenthesis, where there is one.
    pub span: Span,
}

/// A sign before an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Unary {
    /// The sign.
    pub op: UnaryOp,
    /// The expression.
    pub expr: Expr,
}
