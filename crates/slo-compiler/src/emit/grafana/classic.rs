//! The classic format: one flat list of panels, each with its place.

use serde_json::{Value, json};

use super::fields::{color, link};
use super::grid::{Place, places};
use super::queries::{datasource, lettered, prometheus};
use super::views::{Transformation, Visual};
use crate::dashboard::model::{
    Annotation, Dashboard, DashboardLink, Panel, Row, Size, Variable, VariableKind, View,
};

/// The last version of the format.
const SCHEMA_VERSION: u8 = 42;

/// The dashboard as a tree.
pub(super) fn dashboard(dashboard: &Dashboard) -> Value {
    json!({
        "annotations": { "list": dashboard.annotations.iter().map(annotation).collect::<Vec<_>>() },
        "description": dashboard.description,
        "editable": true,
        "graphTooltip": 1,
        "links": dashboard.links.iter().map(dashboard_link).collect::<Vec<_>>(),
        "panels": Panels::default().of(&dashboard.rows),
        "refresh": dashboard.refresh.map_or_else(String::new, |every| every.to_string()),
        "schemaVersion": SCHEMA_VERSION,
        "tags": dashboard.tags,
        "templating": { "list": dashboard.variables.iter().map(variable).collect::<Vec<_>>() },
        "time": { "from": dashboard.time.from, "to": dashboard.time.to },
        "timezone": if dashboard.utc { "utc" } else { "browser" },
        "title": dashboard.title,
        "uid": dashboard.uid.as_str(),
    })
}

/// The list of panels while it grows.
#[derive(Default)]
struct Panels {
    /// The number of the last panel.
    last: u32,
    /// The first line that is free.
    line: u32,
}

impl Panels {
    fn of(mut self, rows: &[Row]) -> Vec<Value> {
        rows.iter().flat_map(|row| self.row(row)).collect()
    }

    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    fn row(&mut self, row: &Row) -> Vec<Value> {
        let header = (!row.title.is_empty()).then(|| {
            let place = Place { x: 0, y: self.line, size: Size::new(Size::COLUMNS, 1) };
            self.line += 1;
            (self.next(), place)
        });
        let (places, end) = places(row.panels.iter().map(|panel| panel.size), self.line);
        let panels =
            row.panels.iter().zip(places).map(|(one, place)| panel(one, place, self.next())).collect();
        let Some((id, place)) = header else {
            self.line = end;
            return panels;
        };
        // The panels of a closed row are part of it and need no room.
        let (inside, beside) = if row.collapsed { (panels, Vec::new()) } else { (Vec::new(), panels) };
        if !row.collapsed {
            self.line = end;
        }
        let header = json!({
            "collapsed": row.collapsed,
            "gridPos": place.to_json(),
            "id": id,
            "panels": inside,
            "title": row.title,
            "type": "row",
        });
        [header].into_iter().chain(beside).collect()
    }
}

fn panel(panel: &Panel, place: Place, id: u32) -> Value {
    let Visual { kind, options, field_config, transformations } = Visual::of(&panel.view);
    let mut value = json!({
        "description": panel.description,
        "fieldConfig": field_config,
        "gridPos": place.to_json(),
        "id": id,
        "links": panel.links.iter().map(link).collect::<Vec<_>>(),
        "options": options,
        "title": panel.title,
        "transparent": panel.title.is_empty() && matches!(panel.view, View::Text(_)),
        "type": kind,
    });
    if let (Value::Object(value), false) = (&mut value, matches!(panel.view, View::Text(_))) {
        value.insert("datasource".into(), datasource());
        value.insert("targets".into(), targets(panel));
        let steps = transformations.into_iter();
        let steps = steps.map(|Transformation { id, options }| json!({ "id": id, "options": options }));
        value.insert("transformations".into(), steps.collect());
        if let Some(last) = panel.last {
            value.insert("timeFrom".into(), last.to_string().into());
        }
    }
    value
}

fn targets(panel: &Panel) -> Value {
    let target = |(letter, query): (String, _)| {
        let mut target = prometheus(query, &panel.view);
        if let Value::Object(fields) = &mut target {
            fields.insert("datasource".into(), datasource());
            fields.insert("refId".into(), letter.into());
        }
        target
    };
    lettered(panel).map(target).collect()
}

fn variable(variable: &Variable) -> Value {
    let common = json!({ "hide": 0, "label": variable.label, "name": variable.name, "skipUrlSync": false });
    let own = match &variable.kind {
        VariableKind::Datasource => json!({
            "includeAll": false,
            "multi": false,
            "options": [],
            "query": "prometheus",
            "refresh": 1,
            "regex": "",
            "type": "datasource",
        }),
        VariableKind::LabelValues { label, selector } => {
            let query = label_values(label, selector);
            json!({
                "allValue": ".*",
                "allowCustomValue": true,
                "current": { "selected": true, "text": ["All"], "value": ["$__all"] },
                "datasource": datasource(),
                "includeAll": true,
                "multi": true,
                "options": [],
                "query": query,
                "refresh": 2,
                "regex": "",
                "sort": 1,
                "type": "query",
            })
        }
        VariableKind::AdHoc => json!({ "datasource": datasource(), "type": "adhoc" }),
    };
    merged(common, own)
}

/// The query for the values of a label, with the number by which Grafana's editor knows its kind.
pub(super) fn label_values(label: &str, selector: &str) -> Value {
    let query = format!("label_values({selector}, {label})");
    json!({ "qryType": 5, "query": query, "refId": "PrometheusVariableQueryEditor-VariableQuery" })
}

/// The letters of the query of an annotation.
pub(super) const ANNOTATION: &str = "Anno";

fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

/// A link keeps the time of the dashboard, unless it names one.
pub(super) fn keeps_time(url: &str) -> bool {
    !url.contains("from=")
}

/// A link of a whole dashboard, which is the same in both formats.
pub(super) fn dashboard_link(link: &DashboardLink) -> Value {
    let (kind, title, url, tags, keep_time) = match link {
        DashboardLink::Url(link) => {
            ("link", &link.title, link.url.as_str(), Vec::new(), keeps_time(&link.url))
        }
        DashboardLink::Tagged { title, tag } => ("dashboards", title, "", vec![tag.as_str()], true),
    };
    json!({
        "asDropdown": kind == "dashboards",
        "icon": "dashboard",
        "includeVars": true,
        "keepTime": keep_time,
        "tags": tags,
        "targetBlank": false,
        "title": title,
        "tooltip": "",
        "type": kind,
        "url": url,
    })
}

fn annotation(annotation: &Annotation) -> Value {
    json!({
        "datasource": datasource(),
        "enable": true,
        "expr": annotation.expr,
        "hide": false,
        "iconColor": color(annotation.color),
        "name": annotation.name,
        "step": "60s",
        "target": { "expr": annotation.expr, "refId": ANNOTATION },
        "titleFormat": annotation.title,
        "useValueForTime": false,
    })
}
