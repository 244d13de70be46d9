//! What is in a panel: the name of its visualization, the options of it, and how its fields look.

use std::borrow::Cow;

use super::fields::{color, defaults, link, mappings, scale, thresholds};
use super::json::{Json, object};
use super::queries::ref_id;
use crate::dashboard::model::{
    Color, Column, ColumnSource, Data, Format, Series, Stroke, Thresholds, Unit, View,
};

/// A visualization.
pub(super) struct Visual<'a> {
    /// Grafana's name of it.
    pub(super) kind: &'static str,
    /// Its options.
    pub(super) options: Json<'a>,
    /// How fields look.
    pub(super) field_config: Json<'a>,
    /// What happens to the results of the queries first.
    pub(super) transformations: Vec<Transformation<'a>>,
}

/// A step between queries and panel.
pub(super) struct Transformation<'a> {
    /// Grafana's name of it.
    pub(super) id: &'static str,
    /// Its options.
    pub(super) options: Json<'a>,
}

impl<'a> Visual<'a> {
    /// How `view` is drawn.
    pub(super) fn of(view: &'a View) -> Self {
        match view {
            View::Text(content) => text(content),
            View::Stat(data) => Self::plain("stat", stat_options(), &data.format),
            View::BarGauge(data) => Self::plain("bargauge", gauge_options(), &data.format),
            View::StateTimeline(data) => timeline(data),
            View::TimeSeries { series, format, threshold_lines } => lines(series, format, *threshold_lines),
            View::Table { columns, .. } => table(columns),
        }
    }

    fn plain(kind: &'static str, options: Json<'a>, format: &'a Format) -> Self {
        let field_config = config(defaults(format, "thresholds", object! {}), Vec::new());
        Self { kind, options, field_config, transformations: Vec::new() }
    }
}

fn config<'a>(defaults: Json<'a>, overrides: Vec<Json<'a>>) -> Json<'a> {
    object! { "defaults": defaults, "overrides": overrides }
}

fn text(content: &str) -> Visual<'_> {
    Visual {
        kind: "text",
        options: object! {
            "code": object! { "language": "plaintext", "showLineNumbers": false, "showMiniMap": false },
            "content": content,
            "mode": "markdown",
        },
        field_config: config(object! {}, Vec::new()),
        transformations: Vec::new(),
    }
}

/// The last value counts, also when it is no number: an older one would pass for a current one.
fn last<'a>() -> Json<'a> {
    object! { "calcs": vec!["last"], "fields": "", "values": false }
}

fn stat_options<'a>() -> Json<'a> {
    object! {
        "colorMode": "value",
        "graphMode": "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": last(),
        "showPercentChange": false,
        "textMode": "value",
        "wideLayout": true,
    }
}

fn gauge_options<'a>() -> Json<'a> {
    object! {
        "displayMode": "basic",
        "legend": legend(false),
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "auto",
        "orientation": "horizontal",
        "reduceOptions": last(),
        "showUnfilled": true,
        "sizing": "auto",
        "valueMode": "color",
    }
}

fn legend<'a>(shown: bool) -> Json<'a> {
    object! { "calcs": Json::List(Vec::new()), "displayMode": "list", "placement": "bottom", "showLegend": shown }
}

fn tooltip<'a>(mode: &'static str, sort: &'static str) -> Json<'a> {
    object! { "hideZeros": false, "mode": mode, "sort": sort }
}

fn timeline(data: &Data) -> Visual<'_> {
    let custom = object! { "fillOpacity": 80, "lineWidth": 0, "spanNulls": false };
    Visual {
        kind: "state-timeline",
        options: object! {
            "alignValue": "left",
            "legend": legend(false),
            "mergeValues": true,
            "rowHeight": 0.9,
            "showValue": "auto",
            "tooltip": tooltip("single", "none"),
        },
        field_config: config(defaults(&data.format, "thresholds", custom), Vec::new()),
        transformations: Vec::new(),
    }
}

fn lines<'a>(series: &'a [Series], format: &'a Format, threshold_lines: bool) -> Visual<'a> {
    let custom = object! {
        "drawStyle": "line",
        "fillOpacity": 0,
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "showPoints": "auto",
        "spanNulls": false,
        "thresholdsStyle": object! { "mode": if threshold_lines { "dashed" } else { "off" } },
    };
    let mut overrides: Vec<Json<'_>> =
        series.iter().enumerate().filter_map(|(at, series)| stroke(at, series)).collect();
    overrides.extend(hidden(series));
    Visual {
        kind: "timeseries",
        options: object! { "legend": legend(true), "tooltip": tooltip("multi", "desc") },
        field_config: config(defaults(format, "palette-classic", custom), overrides),
        transformations: Vec::new(),
    }
}

fn property<'a>(id: &'static str, value: impl Into<Json<'a>>) -> Json<'a> {
    object! { "id": id, "value": value.into() }
}

fn stroke<'a>(at: usize, series: &Series) -> Option<Json<'a>> {
    let mut properties = Vec::new();
    if let Some(chosen) = series.color {
        properties.push(property("color", object! { "fixedColor": color(chosen), "mode": "fixed" }));
    }
    if series.stroke == Stroke::Dashed {
        properties.push(property("custom.lineStyle", object! { "dash": vec![10, 10], "fill": "dash" }));
    }
    let matcher = object! { "id": "byFrameRefID", "options": ref_id(at) };
    (!properties.is_empty()).then(|| object! { "matcher": matcher, "properties": properties })
}

/// Hides lines the way a click on a name of the legend does, so that another click shows them again.
fn hidden(series: &[Series]) -> Option<Json<'_>> {
    let names: Vec<&str> =
        series.iter().filter(|series| !series.hidden).map(|series| series.query.legend.as_str()).collect();
    if names.len() == series.len() {
        return None;
    }
    let options = object! { "mode": "exclude", "names": names, "prefix": "All except:", "readOnly": true };
    let hide = object! { "legend": false, "tooltip": false, "viz": true };
    Some(object! {
        "__systemRef": "hideSeriesFrom",
        "matcher": object! { "id": "byNames", "options": options },
        "properties": vec![property("custom.hideFrom", hide)],
    })
}

/// The lines of a table come from its first query, `A`, whatever that asks.
fn table(columns: &[Column]) -> Visual<'_> {
    let mut letters = (1..).map(ref_id);
    let mut fields: Vec<(Cow<'_, str>, &Column)> = Vec::new();
    for column in columns {
        match &column.source {
            ColumnSource::Label(name) => fields.push((name.into(), column)),
            // The field of a lone result is not called by its letter.
            ColumnSource::Rows => fields.extend([("Value".into(), column), ("Value #A".into(), column)]),
            ColumnSource::Value(_) => {
                fields.extend(letters.next().map(|letter| (["Value #", &letter].concat().into(), column)));
            }
        }
    }
    let names: Json<'_> = fields.iter().map(|(field, _)| field.clone()).collect();
    let (mut order, mut titles) = (object! {}, object! {});
    for (at, (field, column)) in (0_u32..).zip(fields) {
        order.insert(field.clone(), at);
        titles.insert(field, &column.title);
    }
    let transformation = |id, options| Transformation { id, options };
    let custom = object! { "align": "auto", "cellOptions": object! { "type": "auto" }, "filterable": true };
    let overrides = columns.iter().map(column_override).collect();
    Visual {
        kind: "table",
        options: object! { "cellHeight": "sm", "showHeader": true },
        field_config: config(defaults(&CELLS, "thresholds", custom), overrides),
        transformations: vec![
            transformation("merge", object! {}),
            transformation("filterFieldsByName", object! { "include": object! { "names": names } }),
            transformation(
                "organize",
                object! { "excludeByName": object! {}, "indexByName": order, "renameByName": titles },
            ),
        ],
    }
}

/// How cells look that no column decides about.
static CELLS: Format = Format {
    unit: Unit::Text,
    decimals: None,
    min: None,
    max: None,
    thresholds: Thresholds { base: Color::Grey, steps: Vec::new() },
    mappings: Vec::new(),
};

fn column_override(column: &Column) -> Json<'_> {
    let format = &column.format;
    let mut properties: Vec<Json<'_>> = scale(format).map(|(name, value)| property(name, value)).collect();
    if !matches!(column.source, ColumnSource::Label(_)) {
        properties.push(property("mappings", mappings(&format.mappings)));
        properties.push(property("thresholds", thresholds(&format.thresholds)));
        if !format.thresholds.steps.is_empty() {
            properties.push(property("custom.cellOptions", object! { "type": "color-text" }));
        }
    }
    if !column.links.is_empty() {
        properties.push(property("links", column.links.iter().map(link).collect::<Json<'_>>()));
    }
    object! { "matcher": object! { "id": "byName", "options": &column.title }, "properties": properties }
}
