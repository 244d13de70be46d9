//! Problems of tokens that do not fit together.

use super::context::Context;
use super::piece;
use crate::diagnostic::Span;
use crate::go::quote::quoted;
use crate::promql::ast::AggregateOp;
use crate::promql::error::ParseError;
use crate::promql::problem::hint;
use crate::promql::token::{Token, TokenKind};

type Problem = Box<ParseError>;

pub(in crate::promql) fn empty() -> Problem {
    ParseError::new(Span::default(), "the query is empty", "no expression found in input")
}

/// `found` does not fit where `context` is expected; the token before it ends at `before`. Prometheus says "in aggregation"
/// of everything below an aggregation that it has no better words for.
pub(in crate::promql) fn unexpected(
    text: &str,
    found: Token,
    before: usize,
    context: Context,
    aggregated: bool,
) -> Problem {
    let word = text.get(found.span.range()).unwrap_or_default();
    let (expected, reference) = context.words();
    let reference = if aggregated && reference.is_empty() { " in aggregation" } else { reference };
    let message = match found.kind {
        TokenKind::EndOfInput => format!("expected {expected}, found the end of the query"),
        _ => format!("expected {expected}, found {}", piece(word)),
    };
    let problem =
        ParseError::new(found.span, message, format!("unexpected {}{reference}", described(found, word)));
    match hint::for_token(text, found, before, context) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// A token as Prometheus describes it.
fn described(token: Token, word: &str) -> String {
    match token.kind {
        TokenKind::EndOfInput => "end of input".to_owned(),
        TokenKind::Identifier => format!("identifier {}", quoted(word)),
        TokenKind::MetricIdentifier => format!("metric identifier {}", quoted(word)),
        TokenKind::Number => format!("number {}", quoted(word)),
        TokenKind::Duration => format!("duration {}", quoted(word)),
        TokenKind::String => format!("string {}", quoted(word)),
        TokenKind::Operator(_) | TokenKind::At => format!("<op:{word}>"),
        TokenKind::Aggregation(_) => format!("<aggr:{word}>"),
        TokenKind::Keyword(_) if !token.kind.names_function() => format!("<{word}>"),
        _ => quoted(word),
    }
}

pub(in crate::promql) fn too_deep(span: Span) -> Problem {
    let message = format!("the query is nested deeper than {} levels", crate::promql::MAX_NESTING);
    ParseError::new(span, message.clone(), message)
}

pub(in crate::promql) fn too_long(span: Span) -> Problem {
    let message = format!("more than {} operators follow one another", crate::promql::MAX_HEIGHT);
    ParseError::new(span, message.clone(), message).help("group some of them with parentheses")
}

pub(in crate::promql) fn trailing_comma(span: Span) -> Problem {
    ParseError::new(
        span,
        "no argument follows this comma",
        "trailing commas not allowed in function call args",
    )
    .help("delete it")
}

pub(in crate::promql) fn unknown_function(span: Span, name: &str) -> Problem {
    let problem = ParseError::new(
        span,
        format!("there is no function {}", piece(name)),
        format!("unknown function with name {}", quoted(name)),
    );
    match hint::similar_function(name) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

const EXPERIMENTAL: &str = "Prometheus takes it only with `--enable-feature=promql-experimental-functions`";

pub(in crate::promql) fn function_is_experimental(span: Span, name: &str) -> Problem {
    ParseError::new(
        span,
        format!("the function `{name}` is experimental"),
        format!("function {} is not enabled", quoted(name)),
    )
    .help(EXPERIMENTAL)
}

pub(in crate::promql) fn aggregation_is_experimental(span: Span, op: AggregateOp) -> Problem {
    let flag = "--enable-feature=promql-experimental-functions";
    ParseError::new(
        span,
        format!("the aggregation `{op}` is experimental"),
        format!("{op}() is experimental and must be enabled with {flag}"),
    )
    .help(EXPERIMENTAL)
}

pub(in crate::promql) fn aggregate_nothing(span: Span, op: AggregateOp) -> Problem {
    ParseError::new(
        span,
        format!("`{op}` has nothing to aggregate"),
        "no arguments for aggregate expression provided",
    )
    .help(hint::aggregation_form(op))
}

pub(in crate::promql) fn aggregate_arguments(
    span: Span,
    op: AggregateOp,
    wanted: usize,
    got: usize,
) -> Problem {
    let plural = if wanted == 1 { "" } else { "s" };
    ParseError::new(
        span,
        format!("`{op}` takes {wanted} argument{plural}, not {got}"),
        format!("wrong number of arguments for aggregate expression provided, expected {wanted}, got {got}"),
    )
    .help(hint::aggregation_form(op))
}

pub(in crate::promql) fn bad_label(span: Span, label: &str) -> Problem {
    let reference = format!("invalid label name for grouping: {}", quoted(label));
    ParseError::new(span, "this is not the name of a label", reference)
}

pub(in crate::promql) fn bad_pattern(span: Span, seen: usize, problem: &str) -> Problem {
    ParseError::new(
        span,
        format!(
            "not a regular expression: {}",
            problem.strip_prefix("error parsing regexp: ").unwrap_or(problem)
        ),
        problem,
    )
    .reference_at(seen)
}

pub(in crate::promql) fn fill_is_experimental(span: Span, lhs_start: usize) -> Problem {
    ParseError::new(
        span,
        "the `fill` modifiers are experimental",
        "binop fill modifiers are experimental and not enabled",
    )
    .help("Prometheus takes them only with `--enable-feature=promql-binop-fill-modifiers`")
    .reference_at(lhs_start)
}
