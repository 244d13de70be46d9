//! Units, colours and words of values.

use super::NO_DATA;
use super::json::{Json, object};
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
pub(super) fn thresholds<'a>(thresholds: &Thresholds) -> Json<'a> {
    let base = object! { "color": color(thresholds.base), "value": Json::Null };
    let steps =
        thresholds.steps.iter().map(|step| object! { "color": color(step.color), "value": step.from });
    let steps: Vec<Json<'_>> = [base].into_iter().chain(steps).collect();
    object! { "mode": "absolute", "steps": steps }
}

/// Words for values. What is no number is as good as missing, so it has the same word.
pub(super) fn mappings(mappings: &[Mapping]) -> Json<'_> {
    let result = object! { "color": color(Color::Grey), "index": 0, "text": NO_DATA };
    let nothing = object! { "options": object! { "match": "null+nan", "result": result }, "type": "special" };
    let words = (1..).zip(mappings).map(|(index, mapping)| word(mapping, index));
    [nothing].into_iter().chain(words).collect()
}

fn word(mapping: &Mapping, index: u32) -> Json<'_> {
    let mut result = object! { "index": index, "text": &mapping.text };
    if let Some(chosen) = mapping.color {
        result.insert("color", color(chosen));
    }
    match mapping.matches {
        Matches::Value(value) => {
            let mut options = object! {};
            options.insert(value.to_string(), result);
            object! { "options": options, "type": "value" }
        }
        Matches::From(from) => {
            let options = object! { "from": from, "result": result, "to": Json::Null };
            object! { "options": options, "type": "range" }
        }
    }
}

/// What holds for every field of a panel.
pub(super) fn defaults<'a>(format: &'a Format, color_mode: &'static str, custom: Json<'a>) -> Json<'a> {
    let mut defaults = object! {
        "color": object! { "mode": color_mode },
        "custom": custom,
        "mappings": mappings(&format.mappings),
        "noValue": NO_DATA,
        "thresholds": thresholds(&format.thresholds),
    };
    for (name, value) in scale(format) {
        defaults.insert(name, value);
    }
    defaults
}

/// Unit, digits and the ends of the scale.
pub(super) fn scale<'a>(format: &Format) -> impl Iterator<Item = (&'static str, Json<'a>)> {
    let optional = [
        ("decimals", format.decimals.map(Json::from)),
        ("max", format.max.map(Json::from)),
        ("min", format.min.map(Json::from)),
    ];
    let given = optional.into_iter().filter_map(|(name, value)| Some((name, value?)));
    given.chain([("unit", Json::from(unit(format.unit)))])
}

/// A link of a cell or a panel.
pub(super) fn link(link: &Link) -> Json<'_> {
    object! { "targetBlank": false, "title": &link.title, "url": &link.url }
}
