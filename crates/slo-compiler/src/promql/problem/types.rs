//! Problems of values that do not fit together.

use super::piece;
use crate::diagnostic::Span;
use crate::go::quote::quoted;
use crate::promql::ast::{AggregateOp, Binary, BinaryOp, Expr, ExprKind, Matcher, Text};
use crate::promql::error::ParseError;
use crate::promql::functions::{Function, ValueType};

type Problem = Box<ParseError>;

pub(in crate::promql) fn two_names(span: Span, name: &Text, second: &Matcher) -> Problem {
    let (first, other) = (name.value(), second.value.value());
    let reference = format!("metric name must not be set twice: {} or {}", quoted(&first), quoted(&other));
    ParseError::new(second.span, format!("the metric already has the name {}", piece(&first)), reference)
        .help("name the metric either before the braces or inside them")
        .reference_at(span.start)
}

pub(in crate::promql) fn empty_selector(span: Span) -> Problem {
    ParseError::new(
        span,
        "this selector would choose every series",
        "vector selector must contain at least one non-empty matcher",
    )
    .help("name a metric, or add a condition that an empty label does not meet")
}

pub(in crate::promql) fn subquery_of(span: Span, inner: &Expr, found: ValueType) -> Problem {
    let kind = match found {
        ValueType::Scalar => "scalar",
        ValueType::String => "string",
        ValueType::InstantVector => "vector",
        ValueType::RangeVector => "matrix",
    };
    ParseError::new(
        inner.span,
        format!("a subquery needs an instant vector, this is {}", found.described()),
        format!("subquery is only allowed on instant vector, got {kind} instead"),
    )
    .reference_at(span.start)
}

pub(in crate::promql) fn sign_of(span: Span, found: ValueType) -> Problem {
    ParseError::new(
        span,
        format!("{} cannot have a sign", found.described()),
        format!(
            "unary expression only allowed on expressions of type scalar or instant vector, got {}",
            quoted(found.as_str())
        ),
    )
}

pub(in crate::promql) fn bool_without_comparison(binary: &Binary) -> Problem {
    let span = binary.bool_span.unwrap_or(binary.op_span);
    ParseError::new(
        span,
        format!("`bool` belongs to comparisons, not to `{}`", binary.op),
        "bool modifier can only be used on comparison operators",
    )
    .reference_at(binary.op_span.start)
}

pub(in crate::promql) fn scalars_without_bool(binary: &Binary) -> Problem {
    let op = binary.op;
    ParseError::new(
        binary.op_span,
        "two numbers can only be compared to 0 or 1",
        "comparisons between scalars must use BOOL modifier",
    )
    .help(format!("write `{op} bool`"))
}

pub(in crate::promql) fn label_in_both(binary: &Binary, label: &str, span: Span) -> Problem {
    ParseError::new(
        span,
        format!("the label `{label}` cannot be matched on and be copied"),
        format!("label {} must not occur in ON and GROUP clause at once", quoted(label)),
    )
    .reference_at(binary.op_span.start)
}

pub(in crate::promql) fn operand_type(operand: &Expr, op: BinaryOp) -> Problem {
    let found = operand.value_type();
    let problem = ParseError::new(
        operand.span,
        format!("`{op}` works on instant vectors and scalars, this is {}", found.described()),
        "binary expression must contain only scalar and instant vector types",
    );
    if found == ValueType::RangeVector { problem.help(range_advice(operand)) } else { problem }
}

fn range_advice(operand: &Expr) -> &'static str {
    match operand.without_parens().kind {
        ExprKind::Subquery(_) => "apply a function over time, such as `max_over_time(…)`",
        _ => "apply a function over time to the range, such as `rate(…)`",
    }
}

pub(in crate::promql) fn matching_of_scalars(span: Span, whole: Span) -> Problem {
    ParseError::new(
        span,
        "labels can only be matched between two instant vectors",
        "vector matching only allowed between instant vectors",
    )
    .reference_at(whole.start)
}

pub(in crate::promql) fn fill_of_scalars(span: Span, whole: Span) -> Problem {
    ParseError::new(
        span,
        "only series of two instant vectors can be missing",
        "filling in missing series only allowed between instant vectors",
    )
    .reference_at(whole.start)
}

pub(in crate::promql) fn group_of_set(span: Span, whole: Span, op: BinaryOp) -> Problem {
    ParseError::new(
        span,
        format!("`{op}` matches many series with many; it cannot be grouped"),
        format!("no grouping allowed for {} operation", quoted(op.as_str())),
    )
    .reference_at(whole.start)
}

pub(in crate::promql) fn fill_of_set(span: Span, whole: Span, op: BinaryOp) -> Problem {
    ParseError::new(
        span,
        format!("`{op}` has no use for missing series"),
        "filling in missing series not allowed for set operators",
    )
    .reference_at(whole.start)
}

pub(in crate::promql) fn set_of_scalar(binary: &Binary, scalar: &Expr, whole: Span) -> Problem {
    ParseError::new(
        scalar.span,
        format!("`{}` works on instant vectors, this is a scalar", binary.op),
        format!("set operator {} not allowed in binary scalar expression", quoted(binary.op.as_str())),
    )
    .help("turn it into a vector: `vector(…)`")
    .reference_at(whole.start)
}

pub(in crate::promql) fn aggregated_type(op: AggregateOp, expr: &Expr) -> Problem {
    let found = expr.value_type();
    let problem = ParseError::new(
        expr.span,
        format!("`{op}` aggregates an instant vector, this is {}", found.described()),
        format!("expected type instant vector in aggregation expression, got {found}"),
    );
    match found {
        ValueType::RangeVector => problem.help(range_advice(expr)),
        _ => problem,
    }
}

pub(in crate::promql) fn parameter_type(op: AggregateOp, parameter: &Expr, wanted: ValueType) -> Problem {
    let found = parameter.value_type();
    ParseError::new(
        parameter.span,
        format!("the first argument of `{op}` is {}, this is {}", wanted.described(), found.described()),
        format!("expected type {wanted} in aggregation parameter, got {found}"),
    )
}

pub(in crate::promql) fn argument_count(span: Span, function: &Function, got: usize) -> Problem {
    let (name, min, max) = (function.name, function.min_args(), function.max_args());
    let (few, exact) = (got < min, max == Some(min));
    let bound = if few { min } else { max.unwrap_or(min) };
    let (ours, theirs) = match (exact, few) {
        (true, _) => ("", ""),
        (false, true) => ("at least ", "at least "),
        (false, false) => ("at most ", "at most "),
    };
    let plural = if bound == 1 { "" } else { "s" };
    ParseError::new(
        span,
        format!("`{name}` takes {ours}{bound} argument{plural}, not {got}"),
        format!("expected {theirs}{bound} argument(s) in call to {}, got {got}", quoted(name)),
    )
}

pub(in crate::promql) fn argument_type(function: &Function, arg: &Expr, wanted: ValueType) -> Problem {
    let found = arg.value_type();
    let name = function.name;
    let problem = ParseError::new(
        arg.span,
        format!("`{name}` needs {} here, this is {}", wanted.described(), found.described()),
        format!("expected type {wanted} in call to function {}, got {found}", quoted(name)),
    );
    match (wanted, found, &arg.without_parens().kind) {
        (ValueType::RangeVector, ValueType::InstantVector, ExprKind::Selector(_)) => {
            problem.help("add a range behind the metric: `[5m]`")
        }
        (ValueType::RangeVector, ValueType::InstantVector, _) => {
            problem.help("put the range directly behind the metric, or write a subquery: `(…)[5m:]`")
        }
        (ValueType::InstantVector, ValueType::RangeVector, _) => problem.help(range_advice(arg)),
        (ValueType::InstantVector, ValueType::Scalar, _) => {
            problem.help("turn it into a vector: `vector(…)`")
        }
        (ValueType::Scalar, ValueType::InstantVector, _) => {
            problem.help("turn a vector of one series into a number: `scalar(…)`")
        }
        _ => problem,
    }
}

pub(in crate::promql) fn info_argument(arg: &Expr) -> Problem {
    let reference = match arg.kind {
        ExprKind::Selector(_) => "expected label selectors only, got vector selector instead",
        _ => "expected label selectors only",
    };
    ParseError::new(
        arg.span,
        "the second argument of `info` is a selector without a metric's name",
        reference,
    )
    .help("write `info(metric, {label=\"value\"})`")
}
