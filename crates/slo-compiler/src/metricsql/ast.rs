//! The tree of a MetricsQL query, with as much as is needed to check it.

use crate::diagnostic::Span;

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Expr<'t> {
    /// A number or a length of time, and whether it can be a window.
    Number { is_duration: bool },
    /// A text, perhaps of several.
    Text(Vec<Part<'t>>),
    /// A series selector.
    Metric(Metric<'t>),
    /// A function or an aggregate with its arguments and the labels that it groups by.
    Call { name: Name, arguments: Vec<Expr<'t>>, labels: Vec<Name> },
    /// Expressions in parentheses.
    Parens(Vec<Expr<'t>>),
    /// Operands beside each other; which operator binds tighter makes no difference here.
    Binary(Binary<'t>),
    /// An expression behind a minus.
    Negated(Box<Expr<'t>>),
    /// An expression with a window, an offset or a time.
    Rollup { inner: Box<Expr<'t>>, durations: Vec<Name>, at: Option<Box<Expr<'t>>> },
    /// `WITH` templates and the expression that may use them.
    With { templates: Vec<Template<'t>>, body: Box<Expr<'t>> },
}

/// Operands, and what their operators name.
#[derive(Clone, Debug)]
pub(super) struct Binary<'t> {
    pub(super) operands: Vec<Expr<'t>>,
    /// Whether all operators are `+`, which also joins texts.
    pub(super) only_plus: bool,
    pub(super) labels: Vec<Name>,
    pub(super) prefixes: Vec<Vec<Part<'t>>>,
}

/// A name, without escapes, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(super) enum Part<'t> {
    /// In quotes.
    Quoted(&'t str, Span),
    /// The name of a template that is a text.
    Name(Name),
}

/// A series selector: groups of filters, of which one must hold.
#[derive(Clone, Debug)]
pub(super) struct Metric<'t> {
    pub(super) span: Span,
    pub(super) name: Option<Name>,
    pub(super) groups: Vec<Vec<Filter<'t>>>,
}

/// A piece of a selector.
#[derive(Clone, Debug)]
pub(super) enum Filter<'t> {
    /// A name alone: a template with further filters; in quotes it may be the metric's name.
    Name { name: Name, quoted: bool },
    /// A label and what it is compared with.
    Label { label: String, matches: Match, value: Vec<Part<'t>>, span: Span },
}

/// How a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    Equal,
    NotEqual,
    /// `=~` and `!~`
    Regex,
}

/// `name = body` or `name(parameters) = body`.
#[derive(Clone, Debug)]
pub(super) struct Template<'t> {
    pub(super) name: Name,
    pub(super) parameters: Vec<String>,
    pub(super) body: Expr<'t>,
}
