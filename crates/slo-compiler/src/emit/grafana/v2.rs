//! The v2 resource: panels by name, and beside them a layout that says where each stands.

use super::classic::{
    ANNOTATION, all_chosen, dashboard_link, is_hidden, label_pattern, label_query, results_query, texts,
    variable_query,
};
use super::fields::{color, link};
use super::grid::{Place, places};
use super::json::{Json, object};
use super::queries::{lettered, prometheus};
use super::views::{Transformation, Visual};
use crate::dashboard::model::{Annotation, Dashboard, Panel, Query, Row, Variable, VariableKind, View};

/// The version of Grafana's API that the resource is written for.
pub(super) const API_VERSION: &str = "dashboard.grafana.app/v2beta1";

/// The dashboard as a resource of Grafana's API; `folder` is the uid of its folder.
pub(super) fn resource<'a>(dashboard: &'a Dashboard, folder: Option<&'a str>) -> Json<'a> {
    let mut metadata = object! { "name": dashboard.uid.as_str() };
    if let Some(folder) = folder {
        metadata.insert("annotations", object! { "grafana.app/folder": folder });
    }
    object! { "apiVersion": API_VERSION, "kind": "Dashboard", "metadata": metadata, "spec": spec(dashboard) }
}

fn spec(dashboard: &Dashboard) -> Json<'_> {
    let mut elements = Elements::default();
    let rows: Json<'_> = dashboard.rows.iter().map(|one| row(one, &mut elements)).collect();
    let time = object! {
        "autoRefresh": dashboard.refresh.map_or_else(String::new, |every| every.to_string()),
        "autoRefreshIntervals": vec!["30s", "1m", "5m", "15m", "1h"],
        "fiscalYearStartMonth": 0,
        "from": &dashboard.time.from,
        "hideTimepicker": false,
        "timezone": if dashboard.utc { "utc" } else { "browser" },
        "to": &dashboard.time.to,
    };
    object! {
        "annotations": dashboard.annotations.iter().map(annotation).collect::<Json<'_>>(),
        "cursorSync": "Crosshair",
        "description": &dashboard.description,
        "editable": true,
        "elements": elements.named(),
        "layout": object! { "kind": "RowsLayout", "spec": object! { "rows": rows } },
        "links": dashboard.links.iter().map(dashboard_link).collect::<Json<'_>>(),
        "liveNow": false,
        "preload": false,
        "tags": texts(&dashboard.tags),
        "timeSettings": time,
        "title": &dashboard.title,
        "variables": dashboard.variables.iter().map(variable).collect::<Json<'_>>(),
    }
}

/// The panels of all rows.
#[derive(Default)]
struct Elements<'a>(Vec<(String, Json<'a>)>);

impl<'a> Elements<'a> {
    /// Takes in a panel and gives it a name.
    fn add(&mut self, panel: &'a Panel) -> String {
        let id = u32::try_from(self.0.len()).unwrap_or(u32::MAX).saturating_add(1);
        let name = format!("panel-{id}");
        self.0.push((name.clone(), element(panel, id)));
        name
    }

    fn named(self) -> Json<'a> {
        let mut object = object! {};
        for (name, element) in self.0 {
            object.insert(name, element);
        }
        object
    }
}

fn row<'a>(row: &'a Row, elements: &mut Elements<'a>) -> Json<'a> {
    let (places, _) = places(row.panels.iter().map(|panel| panel.size), 0);
    let item = |(panel, Place { x, y, size }): (&'a Panel, Place)| {
        let place = object! {
            "element": object! { "kind": "ElementReference", "name": elements.add(panel) },
            "height": size.height,
            "width": size.width,
            "x": x,
            "y": y,
        };
        object! { "kind": "GridLayoutItem", "spec": place }
    };
    let items: Json<'_> = row.panels.iter().zip(places).map(item).collect();
    let spec = object! {
        "collapse": row.collapsed,
        "hideHeader": row.title.is_empty(),
        "layout": object! { "kind": "GridLayout", "spec": object! { "items": items } },
        "title": &row.title,
    };
    object! { "kind": "RowsLayoutRow", "spec": spec }
}

fn element(panel: &Panel, id: u32) -> Json<'_> {
    let Visual { kind, options, field_config, transformations } = Visual::of(&panel.view);
    let queries = lettered(panel).map(|(letter, query)| panel_query(letter, query, &panel.view));
    let step = |Transformation { id, options }| object! { "kind": id, "spec": object! { "id": id, "options": options } };
    let mut range = object! {};
    if let Some(points) = panel.points {
        range.insert("maxDataPoints", u32::from(points));
    }
    if let Some(last) = panel.last {
        range.insert("timeFrom", last.to_string());
    }
    let data = object! {
        "queries": queries.collect::<Json<'_>>(),
        "queryOptions": range,
        "transformations": transformations.into_iter().map(step).collect::<Json<'_>>(),
    };
    let visual = object! {
        "group": kind,
        "kind": "VizConfig",
        "spec": object! { "fieldConfig": field_config, "options": options },
        "version": "",
    };
    let spec = object! {
        "data": object! { "kind": "QueryGroup", "spec": data },
        "description": &panel.description,
        "id": id,
        "links": panel.links.iter().map(link).collect::<Json<'_>>(),
        "title": &panel.title,
        "transparent": panel.title.is_empty() && matches!(panel.view, View::Text(_)),
        "vizConfig": visual,
    };
    object! { "kind": "Panel", "spec": spec }
}

fn panel_query<'a>(letter: String, query: &'a Query, view: &View) -> Json<'a> {
    let spec = object! { "hidden": false, "query": data_query(prometheus(query, view)), "refId": letter };
    object! { "kind": "PanelQuery", "spec": spec }
}

fn data_query(spec: Json<'_>) -> Json<'_> {
    object! {
        "datasource": object! { "name": "${datasource}" },
        "group": "prometheus",
        "kind": "DataQuery",
        "spec": spec,
        "version": "v0",
    }
}

fn variable(variable: &Variable) -> Json<'_> {
    let (kind, mut spec) = match &variable.kind {
        VariableKind::Datasource => ("DatasourceVariable", datasources()),
        VariableKind::LabelValues { label, selector } => ("QueryVariable", label_values_of(label, selector)),
        VariableKind::Results { expr, label } => ("QueryVariable", values_of_results(expr, label)),
        VariableKind::AdHoc => {
            let none = || Json::List(Vec::new());
            ("AdhocVariable", object! { "baseFilters": none(), "defaultKeys": none(), "filters": none() })
        }
    };
    spec.insert("allowCustomValue", true);
    spec.insert("hide", if is_hidden(&variable.kind) { "hideVariable" } else { "dontHide" });
    spec.insert("label", &variable.label);
    spec.insert("name", &variable.name);
    spec.insert("skipUrlSync", is_hidden(&variable.kind));
    let mut json = object! { "kind": kind, "spec": spec };
    if variable.kind == VariableKind::AdHoc {
        json.insert("datasource", object! { "name": "${datasource}" });
        json.insert("group", "prometheus");
    }
    json
}

fn datasources<'a>() -> Json<'a> {
    object! {
        "current": object! { "text": "", "value": "" },
        "includeAll": false,
        "multi": false,
        "options": Json::List(Vec::new()),
        "pluginId": "prometheus",
        "refresh": "onDashboardLoad",
        "regex": "",
    }
}

fn label_values_of<'a>(label: &str, selector: &str) -> Json<'a> {
    let query = label_query(label, selector);
    object! {
        "allValue": ".*",
        "current": all_chosen(),
        "definition": query.clone(),
        "includeAll": true,
        "multi": true,
        "options": Json::List(Vec::new()),
        "query": data_query(variable_query(query)),
        "refresh": "onTimeRangeChanged",
        "regex": "",
        "sort": "alphabeticalAsc",
    }
}

fn values_of_results<'a>(expr: &str, label: &str) -> Json<'a> {
    let query = results_query(expr);
    object! {
        "current": all_chosen(),
        "definition": query.clone(),
        "includeAll": true,
        "multi": true,
        "options": Json::List(Vec::new()),
        "query": data_query(variable_query(query)),
        "refresh": "onTimeRangeChanged",
        "regex": label_pattern(label),
        "sort": "disabled",
    }
}

fn annotation(annotation: &Annotation) -> Json<'_> {
    let spec = object! {
        "builtIn": false,
        "enable": true,
        "hide": false,
        "iconColor": color(annotation.color),
        "legacyOptions": object! { "step": annotation.step.to_string(), "titleFormat": &annotation.title },
        "name": &annotation.name,
        "query": data_query(object! { "expr": &annotation.expr, "refId": ANNOTATION }),
    };
    object! { "kind": "AnnotationQuery", "spec": spec }
}
