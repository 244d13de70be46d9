//! A metric that a user names, with conditions on its labels.
//!
//! In: a name, or a selector. Out: its name and its conditions as written. Keeps: every problem is told at its own bytes.

use crate::diagnostic::{Code, Part, Place};
use crate::lower::values::Values;
use crate::promql::ast::{ExprKind, MatchOp, Selector};
use crate::promql::{self, METRIC_LABEL};

/// A metric, and which of its series.
pub(super) struct Metric<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// The conditions, as written.
    matchers: Vec<&'a str>,
    /// The labels that the conditions are about.
    labels: Vec<String>,
}

impl<'a> Metric<'a> {
    /// Reads the selector in the field that `keys` lead to; `example` is one to show who has written none.
    pub(super) fn read(
        keys: &[&'static str],
        text: &'a str,
        example: &str,
        options: promql::Options,
        values: &mut Values<'_>,
    ) -> Option<Self> {
        if text.trim().is_empty() {
            let message = format!("`{}` is missing", values.path(keys));
            let help = format!("write the name of a metric, or a selector such as `{example}`");
            values.wrong(Code::SpecValue, keys, message, Some(help));
            return None;
        }
        let at = |start: usize, end: usize, values: &Values<'_>| {
            Place::Field(values.path(keys), Part::Token(crate::diagnostic::Span::new(start, end)))
        };
        if let Some(start) = text.find("{{") {
            let message = "a template has no place here".to_owned();
            let help = "write the selector alone: range and window are added".to_owned();
            values.wrong_at(Code::SpecValue, at(start, start + 2, values), message, Some(help));
            return None;
        }
        let expr = match promql::parse(text, options) {
            Ok(expr) => expr,
            Err(error) => {
                let place = at(error.span.start, error.span.end, values);
                let message = format!("the selector is not valid: {}", error.message);
                values.wrong_at(Code::PromqlSyntax, place, message, error.help);
                return None;
            }
        };
        let ExprKind::Selector(selector) = &expr.kind else {
            let message = "here belongs a selector of series, and nothing around it".to_owned();
            let help = format!("write a name, with conditions in braces if needed, such as `{example}`");
            values.wrong_at(Code::SpecValue, at(expr.span.start, expr.span.end, values), message, Some(help));
            return None;
        };
        Self::of(selector, text, keys, values)
    }

    fn of(
        selector: &Selector,
        text: &'a str,
        keys: &[&'static str],
        values: &mut Values<'_>,
    ) -> Option<Self> {
        let at = |span, values: &Values<'_>| Place::Field(values.path(keys), Part::Token(span));
        let modifiers = &selector.modifiers;
        if modifiers.offset.is_some() || modifiers.at.is_some() || modifiers.extension.is_some() {
            let message = "the selector is shifted in time".to_owned();
            let help = "leave `offset` and `@` out; `query_offset` evaluates all rules late".to_owned();
            values.wrong_at(Code::SpecValue, at(selector.span, values), message, Some(help));
            return None;
        }
        let named = selector
            .matchers
            .iter()
            .find(|matcher| matcher.label.as_ref().is_none_or(|label| label.value() == METRIC_LABEL));
        let name = selector.name.as_ref().filter(|name| !name.is_quoted() && named.is_none());
        let Some(name) = name else {
            let message = "the metric has to be named before the braces".to_owned();
            let help = "write `metric{label=\"value\"}`".to_owned();
            let span = named.map_or(selector.span, |matcher| matcher.span);
            values.wrong_at(Code::SpecValue, at(span, values), message, Some(help));
            return None;
        };
        let labels = selector.matchers.iter().filter_map(|matcher| matcher.label.as_ref());
        Some(Self {
            name: text.get(name.span.range())?,
            matchers: selector.matchers.iter().filter_map(|matcher| text.get(matcher.span.range())).collect(),
            labels: labels.map(|label| label.value().into_owned()).collect(),
        })
    }

    /// Whether there is a condition on `label`.
    pub(super) fn has(&self, label: &str) -> bool {
        self.labels.iter().any(|name| name == label)
    }

    /// A selector of the series of `name` with these conditions and one more.
    pub(super) fn select(&self, name: &str, more: Option<(&str, MatchOp, &str)>) -> String {
        let more = more.map(|(label, op, value)| format!("{label}{}\"{value}\"", op.as_str()));
        let all: Vec<&str> = self.matchers.iter().copied().chain(more.as_deref()).collect();
        if all.is_empty() { name.to_owned() } else { format!("{name}{{{}}}", all.join(",")) }
    }
}

/// `sum`, or `sum by (…)`; `None` after reporting a label that cannot be one.
pub(super) fn sum(keys: &[&'static str], group_by: &[String], values: &mut Values<'_>) -> Option<String> {
    let mut fits = true;
    for (position, label) in group_by.iter().enumerate() {
        let is_name = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && label.bytes().next().is_some_and(|first| !first.is_ascii_digit());
        let problem = if !is_name {
            format!("`{label}` is no name of a label")
        } else if label == "le" || label == METRIC_LABEL {
            format!("an SLO cannot be kept apart by `{label}`")
        } else if group_by.iter().take(position).any(|earlier| earlier == label) {
            format!("`{label}` is here twice")
        } else {
            continue;
        };
        fits = false;
        let place = values.path(keys).index(position);
        values.wrong_at(Code::SpecValue, place.into(), problem, None);
    }
    if group_by.is_empty() {
        return Some("sum".to_owned());
    }
    fits.then(|| format!("sum by ({}) ", group_by.join(", ")))
}
