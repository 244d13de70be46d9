//! The regular expressions of matchers.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

use crate::promql::ast::{MatchOp, Matcher};

/// The meaning of a matcher's regular expression; `None` for matchers of other kinds.
///
/// The syntax is Rust's, without Unicode, where classes such as `\d` are those of Go; what it refuses is not looked at.
pub(super) fn meaning(matcher: &Matcher) -> Option<Hir> {
    let parse = |pattern: &str| ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).ok();
    matcher.op.is_regex().then(|| parse(&matcher.value.value())).flatten()
}

/// The one text that it matches.
pub(super) fn only_text(meaning: &Hir) -> Option<&[u8]> {
    match meaning.kind() {
        HirKind::Literal(literal) => Some(&literal.0),
        _ => None,
    }
}

/// The operator that compares with a text where `op` compares with a regular expression.
pub(super) const fn without_regex(op: MatchOp) -> MatchOp {
    match op {
        MatchOp::Regex => MatchOp::Equal,
        MatchOp::NotRegex => MatchOp::NotEqual,
        MatchOp::Equal | MatchOp::NotEqual => op,
    }
}

/// Labels that hold the status of an HTTP response.
const STATUS_LABELS: [&str; 6] =
    ["code", "status", "status_code", "response_code", "http_status_code", "http_response_status_code"];

/// The first digits of statuses that count as errors, as one might write them.
const CLASSES: [&str; 5] = ["4", "5", "[45]", "4|5", "(4|5)"];

/// Whether the matcher means a class of HTTP statuses and names only its first digit.
pub(super) fn is_half_a_status(matcher: &Matcher) -> bool {
    let value = matcher.value.value();
    let is_status = STATUS_LABELS.iter().any(|label| matcher.label_is(label));
    matcher.op.is_regex() && is_status && CLASSES.contains(&value.trim_start_matches('^'))
}
