//! What is in a panel: the name of its visualization, the options of it, and how its fields look.

use serde_json::{Value, json};

use super::fields::{color, defaults, link, mappings, scale, thresholds};
use super::queries::ref_id;
use crate::dashboard::model::{Column, ColumnSource, Data, Format, Query, Series, Stroke, Unit, View};

/// A visualization.
pub(super) struct Visual {
    /// Grafana's name of it.
    pub(super) kind: &'static str,
    /// Its options.
    pub(super) options: Value,
    /// How fields look.
    pub(super) field_config: Value,
    /// What happens to the results of the queries first.
    pub(super) transformations: Vec<Transformation>,
}

/// A step between queries and panel.
pub(super) struct Transformation {
    /// Grafana's name of it.
    pub(super) id: &'static str,
    /// Its options.
    pub(super) options: Value,
}

impl Visual {
    /// How `view` is drawn.
    pub(super) fn of(view: &View) -> Self {
        match view {
            View::Text(content) => text(content),
            View::Stat(data) => Self::plain("stat", stat_options(), &data.format),
            View::BarGauge(data) => Self::plain("bargauge", gauge_options(), &data.format),
            View::StateTimeline(data) => timeline(data),
            View::TimeSeries { series, format, threshold_lines } => lines(series, format, *threshold_lines),
            View::Table { rows, columns } => table(rows, columns),
        }
    }

    fn plain(kind: &'static str, options: Value, format: &Format) -> Self {
        let field_config = json!({ "defaults": defaults(format, "thresholds", json!({})), "overrides": [] });
        Self { kind, options, field_config, transformations: Vec::new() }
    }
}

fn text(content: &str) -> Visual {
    Visual {
        kind: "text",
        options: json!({
            "code": { "language": "plaintext", "showLineNumbers": false, "showMiniMap": false },
            "content": content,
            "mode": "markdown",
        }),
        field_config: json!({ "defaults": {}, "overrides": [] }),
        transformations: Vec::new(),
    }
}

/// The last value counts, also when it is no number: an older one would pass for a current one.
fn last() -> Value {
    json!({ "calcs": ["last"], "fields": "", "values": false })
}

fn stat_options() -> Value {
    json!({
        "colorMode": "value",
        "graphMode": "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": last(),
        "showPercentChange": false,
        "textMode": "value",
        "wideLayout": true,
    })
}

fn gauge_options() -> Value {
    json!({
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
    })
}

fn legend(shown: bool) -> Value {
    json!({ "calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": shown })
}

fn tooltip() -> Value {
    json!({ "hideZeros": false, "mode": "multi", "sort": "desc" })
}

fn timeline(data: &Data) -> Visual {
    let custom = json!({ "fillOpacity": 80, "lineWidth": 0, "spanNulls": false });
    Visual {
        kind: "state-timeline",
        options: json!({
            "alignValue": "left",
            "legend": legend(false),
            "mergeValues": true,
            "rowHeight": 0.9,
            "showValue": "auto",
            "tooltip": { "hideZeros": false, "mode": "single", "sort": "none" },
        }),
        field_config: json!({ "defaults": defaults(&data.format, "thresholds", custom), "overrides": [] }),
        transformations: Vec::new(),
    }
}

fn lines(series: &[Series], format: &Format, threshold_lines: bool) -> Visual {
    let custom = json!({
        "drawStyle": "line",
        "fillOpacity": 0,
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "showPoints": "auto",
        "spanNulls": false,
        "thresholdsStyle": { "mode": if threshold_lines { "dashed" } else { "off" } },
    });
    let mut overrides: Vec<Value> =
        series.iter().enumerate().filter_map(|(at, series)| stroke(at, series)).collect();
    overrides.extend(hidden(series));
    Visual {
        kind: "timeseries",
        options: json!({ "legend": legend(true), "tooltip": tooltip() }),
        field_config: json!({
            "defaults": defaults(format, "palette-classic", custom),
            "overrides": overrides,
        }),
        transformations: Vec::new(),
    }
}

fn stroke(at: usize, series: &Series) -> Option<Value> {
    let mut properties = Vec::new();
    if let Some(chosen) = series.color {
        let value = json!({ "fixedColor": color(chosen), "mode": "fixed" });
        properties.push(json!({ "id": "color", "value": value }));
    }
    if series.stroke == Stroke::Dashed {
        properties.push(json!({ "id": "custom.lineStyle", "value": { "dash": [10, 10], "fill": "dash" } }));
    }
    let matcher = json!({ "id": "byFrameRefID", "options": ref_id(at) });
    (!properties.is_empty()).then(|| json!({ "matcher": matcher, "properties": properties }))
}

/// Hides lines the way a click on a name of the legend does, so that another click shows them again.
fn hidden(series: &[Series]) -> Option<Value> {
    let names: Vec<&str> =
        series.iter().filter(|series| !series.hidden).map(|series| series.query.legend.as_str()).collect();
    (names.len() < series.len()).then(|| {
        json!({
            "__systemRef": "hideSeriesFrom",
            "matcher": {
                "id": "byNames",
                "options": { "mode": "exclude", "names": names, "prefix": "All except:", "readOnly": true },
            },
            "properties": [
                { "id": "custom.hideFrom", "value": { "legend": false, "tooltip": false, "viz": true } },
            ],
        })
    })
}

fn table(rows: &Query, columns: &[Column]) -> Visual {
    let _ = rows; // the first query, `A`, whatever it asks
    let mut letters = (1..).map(ref_id);
    let mut fields: Vec<(String, &Column)> = Vec::new();
    for column in columns {
        match &column.source {
            ColumnSource::Label(name) => fields.push((name.clone(), column)),
            // The field of a lone result is not called by its letter.
            ColumnSource::Rows => {
                fields.extend([("Value".to_owned(), column), ("Value #A".to_owned(), column)]);
            }
            ColumnSource::Value(_) => {
                fields.extend(letters.next().map(|letter| (["Value #", &letter].concat(), column)));
            }
        }
    }
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    let order: serde_json::Map<String, Value> =
        names.iter().enumerate().map(|(at, field)| ((*field).to_owned(), at.into())).collect();
    let titles: serde_json::Map<String, Value> =
        fields.iter().map(|(field, column)| (field.clone(), column.title.as_str().into())).collect();
    let transformation = |id, options| Transformation { id, options };
    let custom = json!({ "align": "auto", "cellOptions": { "type": "auto" }, "filterable": true });
    let default = Format { unit: Unit::Text, ..Format::default() };
    Visual {
        kind: "table",
        options: json!({ "cellHeight": "sm", "showHeader": true }),
        field_config: json!({
            "defaults": defaults(&default, "thresholds", custom),
            "overrides": columns.iter().map(column_override).collect::<Vec<_>>(),
        }),
        transformations: vec![
            transformation("merge", json!({})),
            transformation("filterFieldsByName", json!({ "include": { "names": names } })),
            transformation(
                "organize",
                json!({ "excludeByName": {}, "indexByName": order, "renameByName": titles }),
            ),
        ],
    }
}

fn column_override(column: &Column) -> Value {
    let format = &column.format;
    let property = |id: &str, value: Value| json!({ "id": id, "value": value });
    let mut properties: Vec<Value> = scale(format).map(|(name, value)| property(name, value)).collect();
    if !matches!(column.source, ColumnSource::Label(_)) {
        properties.push(property("mappings", mappings(&format.mappings)));
        properties.push(property("thresholds", thresholds(&format.thresholds)));
        if !format.thresholds.steps.is_empty() {
            properties.push(property("custom.cellOptions", json!({ "type": "color-text" })));
        }
    }
    if !column.links.is_empty() {
        properties.push(property("links", column.links.iter().map(link).collect()));
    }
    json!({ "matcher": { "id": "byName", "options": column.title }, "properties": properties })
}
