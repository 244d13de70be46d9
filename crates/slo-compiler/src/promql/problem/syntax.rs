//! Problems of tokens that do not fit together.

use super::go_quoted;
use crate::diagnostic::Span;
use crate::promql::ast::{AggregateOp, BinaryOp, Matcher, Text};
use crate::promql::error::ParseError;
use crate::promql::functions::ValueType;
use crate::promql::problem::hint;
use crate::promql::token::{Token, TokenKind};

type Problem = Box<ParseError>;

/// What is expected at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum Context {
    Operand,
    Operator,
    CloseParen,
    Arguments,
    Aggregation,
    AggregationArguments,
    LabelsOpen,
    Label,
    LabelsNext,
    Matcher,
    MatcherOperator,
    MatcherValue,
    MatcherNext,
    Range,
    RangeEnd,
    Step,
    Offset,
    Timestamp,
    FillValue,
}

impl Context {
    /// What is expected, in our words, and how Prometheus ends its sentence.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Operand => ("an expression", ""),
            Self::Operator => ("an operator or the end of the query", ""),
            Self::CloseParen => ("an operator or `)`", ""),
            Self::Arguments => ("an operator, `,` or `)`", ""),
            Self::Aggregation => ("an expression to aggregate", " in aggregation"),
            Self::AggregationArguments => ("an operator, `,` or `)`", " in aggregation"),
            Self::LabelsOpen => ("`(` and a list of labels", " in grouping opts, expected \"(\""),
            Self::Label => ("a label name", " in grouping opts, expected label"),
            Self::LabelsNext => ("`,` or `)`", " in grouping opts, expected \",\" or \")\""),
            Self::Matcher => ("a label name or `}`", " in label matching, expected identifier or \"}\""),
            Self::MatcherOperator => {
                ("`=`, `!=`, `=~` or `!~`", " in label matching, expected label matching operator")
            }
            Self::MatcherValue => ("a string in quotes", " in label matching, expected string"),
            Self::MatcherNext => ("`,` or `}`", " in label matching, expected \",\" or \"}\""),
            Self::Range => (
                "a length of time such as `5m`",
                " in subquery or range selector, expected number, duration, step(), or range()",
            ),
            Self::RangeEnd => {
                ("`]`, or `:` for a subquery", " in subquery or range, expected \":\" or \"]\"")
            }
            Self::Step => (
                "a length of time such as `1m`, or `]`",
                " in subquery selector, expected number, duration, step(), range(), or \"]\"",
            ),
            Self::Offset => {
                ("a length of time such as `5m`", " in offset, expected number, duration, step(), or range()")
            }
            Self::Timestamp => ("a timestamp in seconds, `start()` or `end()`", " in @, expected timestamp"),
            Self::FillValue => ("a number", ""),
        }
    }
}

pub(in crate::promql) fn empty() -> Problem {
    ParseError::new(Span::default(), "the query is empty", "no expression found in input")
}

/// `found` does not fit where `context` is expected; the token before it ends at `before`.
pub(in crate::promql) fn unexpected(text: &str, found: Token, before: usize, context: Context) -> Problem {
    let word = text.get(found.span.range()).unwrap_or_default();
    let (expected, reference) = context.words();
    let message = match found.kind {
        TokenKind::EndOfInput => format!("expected {expected}, found the end of the query"),
        _ => format!("expected {expected}, found `{word}`"),
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
        TokenKind::Identifier => format!("identifier {}", go_quoted(word)),
        TokenKind::MetricIdentifier => format!("metric identifier {}", go_quoted(word)),
        TokenKind::Number => format!("number {}", go_quoted(word)),
        TokenKind::Duration => format!("duration {}", go_quoted(word)),
        TokenKind::String => format!("string {}", go_quoted(word)),
        TokenKind::Operator(op) => format!("<op:{op}>"),
        TokenKind::At => "<op:@>".to_owned(),
        TokenKind::Aggregation(op) => format!("<aggr:{op}>"),
        TokenKind::Keyword(_) if token.kind.names_function() => go_quoted(&word.to_ascii_lowercase()),
        TokenKind::Keyword(_) => format!("<{}>", word.to_ascii_lowercase()),
        _ => go_quoted(word),
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
        format!("there is no function `{name}`"),
        format!("unknown function with name {}", go_quoted(name)),
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
        format!("function {} is not enabled", go_quoted(name)),
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
    let reference = format!("invalid label name for grouping: {}", go_quoted(label));
    ParseError::new(span, "this is not the name of a label", reference)
}

pub(in crate::promql) fn two_names(span: Span, name: &Text, second: &Matcher) -> Problem {
    let (first, other) = (name.value(), second.value.value());
    let reference =
        format!("metric name must not be set twice: {} or {}", go_quoted(&first), go_quoted(&other));
    ParseError::new(second.span, format!("the metric already has the name `{first}`"), reference)
        .help("name the metric either before the braces or inside them")
        .reference_at(span.start)
}

pub(in crate::promql) fn bad_pattern(span: Span, seen: usize, problem: &str) -> Problem {
    ParseError::new(
        span,
        format!("not a regular expression: {problem}"),
        format!("error parsing regexp: {problem}"),
    )
    .reference_at(seen)
}

pub(in crate::promql) fn range_of_expression(span: Span, target: Span, target_type: ValueType) -> Problem {
    let problem =
        ParseError::new(span, "only a selector can have a range", "ranges only allowed for vector selectors")
            .reference_at(span.start);
    match target_type {
        ValueType::InstantVector => problem.help(format!(
            "put the range directly behind the metric, or write a subquery such as `[5m:]` behind the expression \
             that ends at byte {}",
            target.end
        )),
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

pub(in crate::promql) fn fill_is_experimental(span: Span, lhs_start: usize) -> Problem {
    ParseError::new(
        span,
        "the `fill` modifiers are experimental",
        "binop fill modifiers are experimental and not enabled",
    )
    .help("Prometheus takes them only with `--enable-feature=promql-binop-fill-modifiers`")
    .reference_at(lhs_start)
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
