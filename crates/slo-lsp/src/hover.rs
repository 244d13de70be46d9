//! What stands under the cursor.
//!
//! In: a file and an offset. Out: Markdown: the meaning of the field, and for an objective, a query or a plugin what follows
//! from its value.

use std::fmt::Write as _;

use lsp_types::{Hover, MarkupContent, MarkupKind};
use serde_json::Value;
use slo_compiler::Options;
use slo_compiler::catalog::{self, Presence};
use slo_compiler::diagnostic::{FieldPath, Segment, Span};
use slo_compiler::model::{Objective, Window};
use slo_compiler::passes;
use slo_compiler::plan::burn_rate;
use slo_compiler::schema::Kind;
use slo_compiler::spec::to_json;

use crate::analysis::Analysis;
use crate::fields::Field;
use crate::promql;

/// The hover at `offset`, if there is anything to say.
pub(crate) fn hover(analysis: &Analysis, options: &Options, offset: usize) -> Option<Hover> {
    let (kind, path, mut span) = analysis.field_at(offset)?;
    let Some(Segment::Key(name)) = path.segments().last() else { return None };
    let json = analysis.here(offset).document.map(to_json).unwrap_or_default();
    let value = value_at(&json, &path);
    let mut text = String::new();
    if promql::is_query(name)
        && let Some((word, meaning)) = word(analysis, offset)
    {
        span = word;
        let _ = write!(text, "{meaning}\n\n---\n\n");
    }
    match option(&json, &path) {
        Some(option) => text.push_str(&option),
        None => describe(&mut text, name, Field::at(kind, &path)?, about(kind, &path)),
    }
    match (name.as_ref(), value) {
        ("objective" | "target", Some(value)) => objective(&mut text, kind, &json, value, options),
        ("id", Some(Value::String(id))) => text.push_str(&plugin(id).unwrap_or_default()),
        (name, Some(Value::String(query))) if promql::is_query(name) => {
            let shape = promql::describe_query(query).map(|shape| format!("\n\nThe query\n\n{shape}"));
            text.push_str(&shape.unwrap_or_default());
        }
        _ => {}
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: text };
    Some(Hover { contents: contents.into(), range: Some(analysis.text.range(span)) })
}

/// What a field is, in general.
fn describe(text: &mut String, name: &str, field: Field, about: &str) {
    let required = if field.required { ", required" } else { "" };
    let _ = write!(text, "**{name}** ({}{required})\n\n{about}", field.holds());
}

/// What a field means; for an entry that the user named, such as a label, what it is an entry of.
fn about(kind: Kind, path: &FieldPath) -> &'static str {
    let own = Field::at(kind, path).map(Field::description).filter(|about| !about.is_empty());
    own.or_else(|| Field::at(kind, &path.parent()?).map(Field::description)).unwrap_or_default()
}

/// A function, aggregation, keyword or window of a query.
fn word(analysis: &Analysis, offset: usize) -> Option<(Span, String)> {
    let span = analysis.text.word_at(offset, |letter| letter.is_alphanumeric() || "_:.{}".contains(letter));
    let word = analysis.text.slice(span);
    if word.contains("{{") && word.contains(".window") {
        return Some((
            span,
            "`{{.window}}` becomes each window of the rules in turn: `5m`, `30m`, `1h` …".to_owned(),
        ));
    }
    let span = analysis.text.word_at(offset, |letter| letter.is_alphanumeric() || letter == '_');
    Some((span, promql::describe_word(analysis.text.slice(span))?))
}

fn value_at<'j>(json: &'j Value, path: &FieldPath) -> Option<&'j Value> {
    path.segments().iter().try_fold(json, |value, segment| match segment {
        Segment::Key(key) => {
            let fields = value.as_object()?;
            let same =
                || fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
            fields.get(key.as_ref()).or_else(same)
        }
        Segment::Index(index) => value.get(index),
    })
}

/// The error budget, and when the alerts of the objective fire.
fn objective(text: &mut String, kind: Kind, json: &Value, value: &Value, options: &Options) {
    let Some(number) = value.as_f64() else { return };
    let percent = if kind == Kind::OpenSlo { number * 100.0 } else { number };
    let Ok(objective) = Objective::from_percent(percent) else { return };
    let days = json.pointer("/spec/timeWindows/0/count").and_then(Value::as_u64);
    let period = days.map_or(options.default_period, Window::days);
    let budget = objective.error_budget();
    let minutes = budget * period.as_hours() * 60.0;
    let _ = write!(
        text,
        "\n\nError budget: {} % of all events, or {} without any good event in {period}.",
        rounded(budget * 100.0),
        length(minutes)
    );
    let Some(windows) = options.windows.get(period) else { return };
    text.push_str("\n\n| alert | windows | burn rate | error ratio above | budget used by then |\n|---|---|---|---|---|\n");
    let names = ["page, quick", "page, slow", "ticket, quick", "ticket, slow"];
    for (name, pair) in names.into_iter().zip(windows.pairs()) {
        let rate = burn_rate(pair, period);
        let _ = writeln!(
            text,
            "| {name} | {} and {} | {}× | {} % | {} % |",
            pair.long,
            pair.short,
            rounded(rate),
            rounded(rate * budget * 100.0),
            rounded(pair.error_budget_percent)
        );
    }
}

fn length(minutes: f64) -> String {
    if minutes < 1.0 {
        format!("{} seconds", rounded(minutes * 60.0))
    } else {
        format!("{} minutes", rounded(minutes))
    }
}

/// With up to four digits behind the point, for people.
fn rounded(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a plugin does, and its options.
fn plugin(id: &str) -> Option<String> {
    if let Some(summary) = passes::summary(id) {
        return Some(format!("\n\n`{id}`: {summary}"));
    }
    let plugin = catalog::find(id)?;
    let mut text = format!("\n\n`{id}`: {}\n", plugin.summary);
    for option in plugin.options {
        let required = if matches!(option.presence, Presence::Required { .. }) { " (required)" } else { "" };
        let _ = write!(text, "\n- `{}`{required}", option.name);
    }
    Some(text)
}

/// What an option of the SLI plugin beside it means.
fn option(json: &Value, path: &FieldPath) -> Option<String> {
    let [before @ .., Segment::Key(options), Segment::Key(name)] = path.segments() else { return None };
    let plugin = before.iter().try_fold(json, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_ref()),
        Segment::Index(index) => value.get(index),
    })?;
    let id = plugin.get("id")?.as_str().filter(|_| options == "options")?;
    Some(format!("**{name}**: {}", crate::fields::plugin_option(id, name)?))
}
