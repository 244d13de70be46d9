//! Units, colours and words of values.

use serde_json::{Map, Value, json};

use super::NO_DATA;
use crate::dashboard::model::{Color, Format, Link, Mapping, Matches, Thresholds, Unit};

/// Grafana's name of a unit.
pub(super) const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Number => "none",
        Unit::Ratio => "percentunit",
        Unit::BurnRate => "suffix:x",
        Unit::Seconds => "s",
        Unit::Events => "short",
        Unit::EventsPerSecond => "eps",
        Unit::Text => "string",
    }
}

/// Grafana's name of a colour, which suits its light and its dark theme.
pub(super) const fn color(color: Color) -> &'static str {
    match color {
        Color::Green => "green",
        Color::Yellow => "yellow",
        Color::Orange => "orange",
        Color::Red => "red",
        Color::Blue => "blue",
        Color::Grey => "text",
    }
}

/// The colours by value; the first step has no lower end.
pub(super) fn thresholds(thresholds: &Thresholds) -> Value {
    let base = json!({ "color": color(thresholds.base), "value": null });
    let steps = thresholds.steps.iter().map(|step| json!({ "color": color(step.color), "value": step.from }));
    let steps: Vec<Value> = [base].into_iter().chain(steps).collect();
    json!({ "mode": "absolute", "steps": steps })
}

/// Words for values. What is no number is as good as missing, so it has the same word.
pub(super) fn mappings(mappings: &[Mapping]) -> Value {
    let nothing = json!({
        "type": "special",
        "options": { "match": "null+nan", "result": { "color": color(Color::Grey), "index": 0, "text": NO_DATA } },
    });
    let words = mappings.iter().enumerate().map(|(at, mapping)| word(mapping, at + 1));
    Value::Array([nothing].into_iter().chain(words).collect())
}

fn word(mapping: &Mapping, index: usize) -> Value {
    let mut result = Map::new();
    result.insert("index".into(), index.into());
    result.insert("text".into(), mapping.text.as_str().into());
    if let Some(chosen) = mapping.color {
        result.insert("color".into(), color(chosen).into());
    }
    match mapping.matches {
        Matches::Value(value) => json!({ "type": "value", "options": { value.to_string(): result } }),
        Matches::From(from) => {
            json!({ "type": "range", "options": { "from": from, "to": null, "result": result } })
        }
    }
}

/// What holds for every field of a panel.
pub(super) fn defaults(format: &Format, color_mode: &str, custom: Value) -> Value {
    let mut defaults = Map::new();
    defaults.insert("color".into(), json!({ "mode": color_mode }));
    defaults.insert("custom".into(), custom);
    defaults.insert("mappings".into(), mappings(&format.mappings));
    defaults.insert("noValue".into(), NO_DATA.into());
    defaults.insert("thresholds".into(), thresholds(&format.thresholds));
    defaults.extend(scale(format).map(|(name, value)| (name.to_owned(), value)));
    Value::Object(defaults)
}

/// Unit, digits and the ends of the scale.
pub(super) fn scale(format: &Format) -> impl Iterator<Item = (&'static str, Value)> {
    let optional = [
        ("decimals", format.decimals.map(Value::from)),
        ("max", format.max.map(Value::from)),
        ("min", format.min.map(Value::from)),
    ];
    let given = optional.into_iter().filter_map(|(name, value)| Some((name, value?)));
    given.chain([("unit", Value::from(unit(format.unit)))])
}

/// A link of a cell or a panel.
pub(super) fn link(link: &Link) -> Value {
    json!({ "targetBlank": false, "title": link.title, "url": link.url })
}
