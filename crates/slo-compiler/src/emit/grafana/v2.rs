//! The v2 resource: panels by name, and beside them a layout that says where each stands.

use serde_json::{Map, Value, json};

use super::classic::{ANNOTATION, dashboard_link, label_values};
use super::fields::{color, link};
use super::grid::{Place, places};
use super::queries::{lettered, prometheus};
use super::views::{Transformation, Visual};
use crate::dashboard::model::{Annotation, Dashboard, Panel, Query, Row, Variable, VariableKind, View};

/// The version of Grafana's API that the resource is written for.
pub(super) const API_VERSION: &str = "dashboard.grafana.app/v2beta1";

/// The dashboard as a resource of Grafana's API; `folder` is the uid of its folder.
pub(super) fn resource(dashboard: &Dashboard, folder: Option<&str>) -> Value {
    let mut metadata = json!({ "name": dashboard.uid.as_str() });
    if let (Value::Object(fields), Some(folder)) = (&mut metadata, folder) {
        fields.insert("annotations".into(), json!({ "grafana.app/folder": folder }));
    }
    json!({ "apiVersion": API_VERSION, "kind": "Dashboard", "metadata": metadata, "spec": spec(dashboard) })
}

fn spec(dashboard: &Dashboard) -> Value {
    let mut elements = Map::new();
    let rows: Vec<Value> = dashboard.rows.iter().map(|one| row(one, &mut elements)).collect();
    json!({
        "annotations": dashboard.annotations.iter().map(annotation).collect::<Vec<_>>(),
        "cursorSync": "Crosshair",
        "description": dashboard.description,
        "editable": true,
        "elements": elements,
        "layout": { "kind": "RowsLayout", "spec": { "rows": rows } },
        "links": dashboard.links.iter().map(dashboard_link).collect::<Vec<_>>(),
        "liveNow": false,
        "preload": false,
        "tags": dashboard.tags,
        "timeSettings": {
            "autoRefresh": dashboard.refresh.map_or_else(String::new, |every| every.to_string()),
            "autoRefreshIntervals": ["30s", "1m", "5m", "15m", "1h"],
            "fiscalYearStartMonth": 0,
            "from": dashboard.time.from,
            "hideTimepicker": false,
            "timezone": if dashboard.utc { "utc" } else { "browser" },
            "to": dashboard.time.to,
        },
        "title": dashboard.title,
        "variables": dashboard.variables.iter().map(variable).collect::<Vec<_>>(),
    })
}

fn row(row: &Row, elements: &mut Map<String, Value>) -> Value {
    let (places, _) = places(row.panels.iter().map(|panel| panel.size), 0);
    let item = |(panel, Place { x, y, size }): (&Panel, Place)| {
        let id = elements.len() + 1;
        let name = format!("panel-{id}");
        elements.insert(name.clone(), element(panel, id));
        json!({
            "kind": "GridLayoutItem",
            "spec": {
                "element": { "kind": "ElementReference", "name": name },
                "height": size.height,
                "width": size.width,
                "x": x,
                "y": y,
            },
        })
    };
    let items: Vec<Value> = row.panels.iter().zip(places).map(item).collect();
    json!({
        "kind": "RowsLayoutRow",
        "spec": {
            "collapse": row.collapsed,
            "hideHeader": row.title.is_empty(),
            "layout": { "kind": "GridLayout", "spec": { "items": items } },
            "title": row.title,
        },
    })
}

fn element(panel: &Panel, id: usize) -> Value {
    let Visual { kind, options, field_config, transformations } = Visual::of(&panel.view);
    let queries = lettered(panel).map(|(letter, query)| panel_query(&letter, query, &panel.view));
    let steps = transformations.into_iter();
    let steps = steps.map(
        |Transformation { id, options }| json!({ "kind": id, "spec": { "id": id, "options": options } }),
    );
    let range = panel.last.map_or_else(|| json!({}), |last| json!({ "timeFrom": last.to_string() }));
    json!({
        "kind": "Panel",
        "spec": {
            "data": {
                "kind": "QueryGroup",
                "spec": {
                    "queries": queries.collect::<Vec<_>>(),
                    "queryOptions": range,
                    "transformations": steps.collect::<Vec<_>>(),
                },
            },
            "description": panel.description,
            "id": id,
            "links": panel.links.iter().map(link).collect::<Vec<_>>(),
            "title": panel.title,
            "transparent": panel.title.is_empty() && matches!(panel.view, View::Text(_)),
            "vizConfig": {
                "group": kind,
                "kind": "VizConfig",
                "spec": { "fieldConfig": field_config, "options": options },
                "version": "",
            },
        },
    })
}

fn panel_query(letter: &str, query: &Query, view: &View) -> Value {
    let query = data_query(&prometheus(query, view));
    json!({ "kind": "PanelQuery", "spec": { "hidden": false, "query": query, "refId": letter } })
}

fn data_query(spec: &Value) -> Value {
    json!({
        "datasource": { "name": "${datasource}" },
        "group": "prometheus",
        "kind": "DataQuery",
        "spec": spec,
        "version": "v0",
    })
}

fn variable(variable: &Variable) -> Value {
    let mut spec = json!({
        "allowCustomValue": true,
        "hide": "dontHide",
        "label": variable.label,
        "name": variable.name,
        "skipUrlSync": false,
    });
    let (kind, own) = match &variable.kind {
        VariableKind::Datasource => (
            "DatasourceVariable",
            json!({
                "current": { "text": "", "value": "" },
                "includeAll": false,
                "multi": false,
                "options": [],
                "pluginId": "prometheus",
                "refresh": "onDashboardLoad",
                "regex": "",
            }),
        ),
        VariableKind::LabelValues { label, selector } => {
            let query = label_values(label, selector);
            (
                "QueryVariable",
                json!({
                    "allValue": ".*",
                    "current": { "selected": true, "text": ["All"], "value": ["$__all"] },
                    "definition": query.get("query"),
                    "includeAll": true,
                    "multi": true,
                    "options": [],
                    "query": data_query(&query),
                    "refresh": "onTimeRangeChanged",
                    "regex": "",
                    "sort": "alphabeticalAsc",
                }),
            )
        }
        VariableKind::AdHoc => {
            ("AdhocVariable", json!({ "baseFilters": [], "defaultKeys": [], "filters": [] }))
        }
    };
    if let (Value::Object(spec), Value::Object(own)) = (&mut spec, own) {
        spec.extend(own);
    }
    let mut variable = json!({ "kind": kind, "spec": spec });
    if let (Value::Object(variable), "AdhocVariable") = (&mut variable, kind) {
        variable.insert("datasource".into(), json!({ "name": "${datasource}" }));
        variable.insert("group".into(), "prometheus".into());
    }
    variable
}

fn annotation(annotation: &Annotation) -> Value {
    json!({
        "kind": "AnnotationQuery",
        "spec": {
            "builtIn": false,
            "enable": true,
            "hide": false,
            "iconColor": color(annotation.color),
            "legacyOptions": { "step": "60s", "titleFormat": annotation.title },
            "name": annotation.name,
            "query": data_query(&json!({ "expr": annotation.expr, "refId": ANNOTATION })),
        },
    })
}
