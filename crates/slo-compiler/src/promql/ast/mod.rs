//! The tree of a query.
//!
//! In: made by the parser only. Out: [`Expr`], where every node, name, matcher and length of time knows its bytes in the
//! text that was parsed. The tree is as written: signs before numbers, parentheses and quotes are kept, so that it can be
//! laid out anew without loss, comments excepted. It owns its texts, because a query outlives the file it came from.
//! Keeps: no path from a root to a leaf is longer than [`MAX_HEIGHT`](super::MAX_HEIGHT), so that recursion over a tree is safe.

mod duration;
mod op;
mod text;
mod walk;

pub use duration::{Duration, DurationKind, DurationOp};
pub(super) use op::Parameter;
pub use op::{AggregateOp, BinaryOp, MatchOp, UnaryOp};
pub use text::Text;
pub use walk::{Children, Walk};

use super::functions::{Function, ValueType};
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

impl Expr {
    pub(super) fn new(kind: ExprKind, span: Span) -> Self {
        let mut expr = Self { kind, span, height: 1 };
        expr.height = expr.children().map(|child| child.height).max().unwrap_or(0).saturating_add(1);
        expr
    }

    /// The number of nodes on the longest way down from here.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.height)
    }

    /// The type of its value.
    #[must_use]
    pub fn value_type(&self) -> ValueType {
        let mut expr = self;
        loop {
            expr = match &expr.kind {
                ExprKind::Number(_) => return ValueType::Scalar,
                ExprKind::String(_) => return ValueType::String,
                ExprKind::Selector(_) | ExprKind::Aggregate(_) => return ValueType::InstantVector,
                ExprKind::Range(_) | ExprKind::Subquery(_) => return ValueType::RangeVector,
                ExprKind::Call(call) => return call.function.returns,
                ExprKind::Unary(unary) => &unary.expr,
                ExprKind::Paren(inner) => inner,
                ExprKind::Binary(binary) => return binary.value_type(),
            }
        }
    }

    /// The same without the parentheses around it.
    #[must_use]
    pub fn without_parens(&self) -> &Self {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }

    /// The value of a number with any signs and parentheses; nothing for other expressions, `1 + 1` included.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        let (mut expr, mut sign) = (self, 1.0);
        loop {
            expr = match &expr.kind {
                ExprKind::Number(number) => return Some(sign * number.value),
                ExprKind::Paren(inner) => inner,
                ExprKind::Unary(unary) => {
                    sign *= if unary.op == UnaryOp::Minus { -1.0 } else { 1.0 };
                    &unary.expr
                }
                _ => return None,
            }
        }
    }
}

impl Binary {
    /// A scalar if both sides are, walked down the left side without recursion because chains are long.
    fn value_type(&self) -> ValueType {
        let mut binary = self;
        loop {
            if binary.rhs.value_type() != ValueType::Scalar {
                return ValueType::InstantVector;
            }
            match &binary.lhs.kind {
                ExprKind::Binary(left) => binary = left,
                _ if binary.lhs.value_type() == ValueType::Scalar => return ValueType::Scalar,
                _ => return ValueType::InstantVector,
            }
        }
    }
}

impl SignedNumber {
    /// The value with its sign.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.sign == Some(UnaryOp::Minus) { -self.number.value } else { self.number.value }
    }
}

impl Selector {
    /// The metric's name, wherever it is written: before the braces, alone in quotes, or as `__name__="…"`.
    #[must_use]
    pub fn metric(&self) -> Option<&Text> {
        let named =
            |matcher: &&Matcher| matcher.op == MatchOp::Equal && matcher.label_is(super::METRIC_LABEL);
        self.name.as_ref().or_else(|| self.matchers.iter().find(named).map(|matcher| &matcher.value))
    }
}

impl Matcher {
    /// Whether the label has this name.
    #[must_use]
    pub fn label_is(&self, name: &str) -> bool {
        self.label.as_ref().map_or(name == super::METRIC_LABEL, |label| label.value() == name)
    }
}

impl Modifiers {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.offset.is_none() && self.at.is_none() && self.extension.is_none()
    }
}
