//! Advice for the slips that are common.

use super::context::Context;
use super::piece;
use crate::promql::ast::{AggregateOp, Parameter};
use crate::promql::functions::Function;
use crate::promql::token::{Keyword, Token, TokenKind};

/// Advice for a token that does not fit; the token before it ends at `before`.
pub(super) fn for_token(text: &str, found: Token, before: usize, context: Context) -> Option<String> {
    let word = text.get(found.span.range()).unwrap_or_default();
    let earlier = text.get(..before).unwrap_or_default();
    let advice = match (context, found.kind) {
        (Context::MatcherValue, TokenKind::Equal) => "inside braces a comparison is a single `=`",
        (Context::MatcherValue, TokenKind::Identifier) => {
            return Some(format!("put it in quotes: {}", piece(&format!("\"{word}\""))));
        }
        (Context::MatcherNext, TokenKind::Identifier) if matches!(word, "and" | "or") => {
            "conditions are separated by commas, and all must hold; for alternatives write `label=~\"a|b\"`"
        }
        (Context::MatcherNext, TokenKind::Identifier) => "conditions are separated by commas",
        (Context::LabelsOpen, TokenKind::Identifier) => {
            return Some(format!("labels stand in parentheses: {}", piece(&format!("({word})"))));
        }
        (Context::Aggregation, _) if earlier.ends_with(')') => "write `sum by (label) (expression)`",
        (Context::Operator | Context::CloseParen | Context::Arguments, kind) => {
            return after_operand(kind, word, earlier);
        }
        (Context::Operand, TokenKind::Keyword(Keyword::GroupLeft | Keyword::GroupRight)) => {
            "write `on (label)` or `ignoring (label)` before it"
        }
        (Context::Operand, TokenKind::EndOfInput) if !earlier.trim_ascii().is_empty() => {
            "an operand is missing"
        }
        (Context::Operand, TokenKind::Operator(_)) => "an operand is missing before this operator",
        (Context::Operand, TokenKind::RightParen) => "something is missing inside the parentheses",
        _ => return None,
    };
    Some(advice.to_owned())
}

/// Advice for a token that follows a complete operand.
fn after_operand(kind: TokenKind, word: &str, earlier: &str) -> Option<String> {
    let advice = match kind {
        TokenKind::Equal => "to compare two values write `==`",
        TokenKind::LeftBrace if earlier.ends_with(')') => {
            "labels are chosen at the metric, inside the parentheses"
        }
        TokenKind::LeftBrace => "labels stand directly behind the metric's name, before its range",
        TokenKind::Keyword(Keyword::By | Keyword::Without) => {
            return Some(format!(
                "`{word} (…)` belongs directly before or behind the parentheses of an aggregation such as `sum`, once"
            ));
        }
        TokenKind::Keyword(Keyword::On | Keyword::Ignoring) => {
            "it belongs behind an operator: `a / on (label) b`"
        }
        TokenKind::Keyword(Keyword::Bool) => "it belongs directly behind a comparison: `a > bool b`",
        TokenKind::LeftParen if last_word_is_name(earlier) => {
            "a name before parentheses must be that of a function"
        }
        TokenKind::Identifier
        | TokenKind::MetricIdentifier
        | TokenKind::Number
        | TokenKind::Duration
        | TokenKind::Aggregation(_)
        | TokenKind::LeftParen => {
            let last = earlier.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            return Some(if AggregateOp::from_lower(last.as_bytes()).is_some() {
                format!("what is aggregated stands in parentheses: `{last}(…)`")
            } else {
                "an operator is missing before it".to_owned()
            });
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

fn last_word_is_name(earlier: &str) -> bool {
    earlier.trim_ascii_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':')
}

/// How an aggregation is written.
pub(super) fn aggregation_form(op: AggregateOp) -> String {
    match op.parameter() {
        Parameter::None => format!("write `{op}(expression)` or `{op} by (label) (expression)`"),
        Parameter::Scalar => format!("write `{op}(number, expression)`"),
        Parameter::String => format!("write `{op}(\"label\", expression)`"),
    }
}

/// Functions that were renamed, with their present names.
const RENAMED: [(&str, &str); 1] = [("holt_winters", "double_exponential_smoothing")];

/// Names that are longer are not compared, so that the comparison stays cheap.
const LONGEST_NAME: usize = 40;

/// The function that was probably meant.
pub(super) fn similar_function(name: &str) -> Option<String> {
    if let Some((_, now)) = RENAMED.iter().find(|(before, _)| *before == name) {
        return Some(format!("it is called `{now}` now"));
    }
    let lower = name.to_ascii_lowercase();
    if Function::named(&lower).is_some() || AggregateOp::from_lower(lower.as_bytes()).is_some() {
        return Some(format!("write it in lower case: `{lower}`"));
    }
    if name.len() > LONGEST_NAME {
        return None;
    }
    let near = |function: &&Function| (distance(&lower, function.name), function.name);
    let closest = Function::all().iter().min_by_key(near)?;
    (distance(&lower, closest.name) <= 2).then(|| format!("did you mean `{}`?", closest.name))
}

/// The number of letters to insert, delete or replace to get from one name to the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.bytes().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(to.bytes()) {
            let replaced = diagonal + usize::from(left != right);
            diagonal = *cell;
            before = replaced.min(*cell + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
