//! `query/regex-empty`: to Prometheus a label that is not there is empty. A regular expression such as `.*` matches the empty
//! text, so the matcher also takes the series without the label: it chooses nothing.

use super::regex;
use crate::lint::{Findings, Subject};
use crate::promql::ast::{MatchOp, Matcher};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for matcher in view.matchers().filter(|matcher| matches_by_accident(matcher)) {
            let (value, label) =
                (matcher.value.value(), matcher.label.as_ref().map_or("", |label| label.raw()));
            let (message, help) = match matcher.op {
                MatchOp::NotRegex => (
                    format!(
                        "`{value}` also matches the empty text, so series without `{label}` are left out"
                    ),
                    "write `.+` for any text",
                ),
                _ if value == ".*" => (
                    format!("`{value}` matches everything, series without `{label}` too"),
                    "leave the matcher out, or write `.+` for any text",
                ),
                _ => (
                    format!("`{value}` also matches series without `{label}`"),
                    "repeat with `+` instead of `*`",
                ),
            };
            found.push(view.at(matcher.span), message).help(help);
        }
    }
}

/// Whether the empty text matches because of a repetition; who writes `|a` or `(a)?` means it.
fn matches_by_accident(matcher: &Matcher) -> bool {
    let value = matcher.value.value();
    let is_meant = ["|)", "(|", "||", "^$", "()"].iter().any(|part| value.contains(part))
        || value.starts_with('|')
        || value.ends_with('|');
    let minimum = regex::meaning(matcher).and_then(|meaning| meaning.properties().minimum_len());
    minimum == Some(0) && value.contains('*') && !is_meant
}
