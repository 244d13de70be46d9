//! Problems of ranges, modifiers and lengths of time.

use crate::diagnostic::Span;
use crate::promql::ast::BinaryOp;
use crate::promql::error::ParseError;
use crate::promql::functions::ValueType;

type Problem = Box<ParseError>;

pub(in crate::promql) fn range_of_expression(span: Span, target_type: ValueType) -> Problem {
    let problem =
        ParseError::new(span, "only a selector can have a range", "ranges only allowed for vector selectors")
            .reference_at(span.start);
    match target_type {
        ValueType::InstantVector => {
            problem.help("put the range directly behind the metric, or write a subquery: `[5m:]`")
        }
        _ => problem,
    }
}

pub(in crate::promql) fn modifier_before_range(span: Span, open: usize, modifier: &str) -> Problem {
    ParseError::new(
        span,
        format!("`{modifier}` belongs behind the range"),
        format!("no {modifier} modifiers allowed before range"),
    )
    .help(format!("write `metric[5m] {modifier} …`"))
    .reference_at(open)
}

pub(in crate::promql) fn modifier_of_expression(span: Span, target: Span, modifier: &str) -> Problem {
    let reference = format!(
        "{modifier} modifier must be preceded by an instant vector selector or range vector selector or a subquery"
    );
    ParseError::new(
        span,
        format!("`{modifier}` can only follow a selector, a range or a subquery"),
        reference,
    )
    .help(format!("put it inside, directly behind the metric: `rate(metric[5m] {modifier} …)`"))
    .reference_at(target.start)
}

pub(in crate::promql) fn modifier_twice(span: Span, target: Span, modifier: &str) -> Problem {
    let shown = if modifier == "@" { "@ <timestamp>" } else { modifier };
    ParseError::new(
        span,
        format!("`{modifier}` is already set"),
        format!("{shown} may not be set multiple times"),
    )
    .reference_at(target.start)
}

pub(in crate::promql) fn timestamp_out_of_bounds(span: Span, target: Span, value: f64) -> Problem {
    let value = if value.is_infinite() {
        if value > 0.0 { "+Inf".to_owned() } else { "-Inf".to_owned() }
    } else {
        format!("{value:.6}")
    };
    let reference = format!("timestamp out of bounds for @ modifier: {value}");
    ParseError::new(span, "this is no moment in time", reference)
        .help("a timestamp is a number of seconds since 1970")
        .reference_at(target.start)
}

pub(in crate::promql) fn extension_is_experimental(span: Span, target: Span, word: &str) -> Problem {
    ParseError::new(
        span,
        format!("`{word}` is experimental"),
        format!("{word} modifier is experimental and not enabled"),
    )
    .help("Prometheus takes it only with `--enable-feature=promql-extended-range-selectors`")
    .reference_at(target.start)
}

pub(in crate::promql) fn extension_of_subquery(span: Span, target: Span, word: &str) -> Problem {
    ParseError::new(
        span,
        format!("`{word}` cannot follow a subquery"),
        format!("{word} modifier is not supported for subqueries"),
    )
    .reference_at(target.start)
}

pub(in crate::promql) fn extension_of_expression(span: Span, target: Span, word: &str) -> Problem {
    ParseError::new(
        span,
        format!("`{word}` can only follow a selector or a range"),
        format!("{word} modifier not implemented"),
    )
    .reference_at(target.start)
}

pub(in crate::promql) fn two_extensions(span: Span, target: Span) -> Problem {
    ParseError::new(
        span,
        "a range is either anchored or smoothed",
        "anchored and smoothed modifiers cannot be used together",
    )
    .reference_at(target.start)
}

pub(in crate::promql) fn arithmetic_is_experimental(span: Span, seen: usize) -> Problem {
    ParseError::new(
        span,
        "a length of time that must be worked out is experimental",
        "experimental duration expression is not enabled",
    )
    .help("Prometheus takes it only with `--enable-feature=promql-duration-expr`")
    .reference_at(seen)
}

pub(in crate::promql) fn sign_before_parens(span: Span) -> Problem {
    ParseError::new(span, "a sign after `offset` cannot stand before parentheses", "unexpected error")
        .help("put the sign inside the parentheses, or leave them out")
}

pub(in crate::promql) fn divided_by_zero(span: Span, op_start: usize, op: BinaryOp) -> Problem {
    let reference = if op == BinaryOp::Mod { "modulo by zero" } else { "division by zero" };
    ParseError::new(span, "nothing can be divided by 0", reference).reference_at(op_start)
}

pub(in crate::promql) fn not_positive(span: Span, seen: usize) -> Problem {
    ParseError::new(span, "this length of time is not above 0", "duration must be greater than 0")
        .reference_at(seen)
}

pub(in crate::promql) fn duration_out_of_range(span: Span, seen: usize) -> Problem {
    ParseError::new(span, "this is more than the 292 years that can be counted", "duration out of range")
        .reference_at(seen)
}
