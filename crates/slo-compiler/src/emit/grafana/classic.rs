//! The classic format: one flat list of panels, each with its place.

use super::fields::{color, link};
use super::grid::{Place, places};
use super::json::{Json, object};
use super::queries::{datasource, lettered, prometheus};
use super::views::{Transformation, Visual};
use crate::dashboard::model::{
    Annotation, Dashboard, DashboardLink, Panel, Query, Row, Size, Variable, VariableKind, View,
};

/// The last version of the format.
const SCHEMA_VERSION: u8 = 42;

/// The dashboard as a tree.
pub(super) fn dashboard(dashboard: &Dashboard) -> Json<'_> {
    let annotations: Json<'_> = dashboard.annotations.iter().map(annotation).collect();
    let variables: Json<'_> = dashboard.variables.iter().map(variable).collect();
    object! {
        "annotations": object! { "list": annotations },
        "description": &dashboard.description,
        "editable": true,
        "graphTooltip": 1,
        "links": dashboard.links.iter().map(dashboard_link).collect::<Json<'_>>(),
        "panels": Panels::default().of(&dashboard.rows),
        "refresh": dashboard.refresh.map_or_else(String::new, |every| every.to_string()),
        "schemaVersion": SCHEMA_VERSION,
        "tags": texts(&dashboard.tags),
        "templating": object! { "list": variables },
        "time": object! { "from": &dashboard.time.from, "to": &dashboard.time.to },
        "timezone": if dashboard.utc { "utc" } else { "browser" },
        "title": &dashboard.title,
        "uid": dashboard.uid.as_str(),
    }
}

/// A list of texts.
pub(super) fn texts(texts: &[String]) -> Json<'_> {
    texts.iter().collect()
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
    fn of(mut self, rows: &[Row]) -> Json<'_> {
        rows.iter().flat_map(|row| self.row(row)).collect()
    }

    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    fn row<'a>(&mut self, row: &'a Row) -> Vec<Json<'a>> {
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
        let header = object! {
            "collapsed": row.collapsed,
            "gridPos": place.to_json(),
            "id": id,
            "panels": inside,
            "title": &row.title,
            "type": "row",
        };
        [header].into_iter().chain(beside).collect()
    }
}

fn panel(panel: &Panel, place: Place, id: u32) -> Json<'_> {
    let Visual { kind, options, field_config, transformations } = Visual::of(&panel.view);
    let is_text = matches!(panel.view, View::Text(_));
    let mut json = object! {
        "description": &panel.description,
        "fieldConfig": field_config,
        "gridPos": place.to_json(),
        "id": id,
        "links": panel.links.iter().map(link).collect::<Json<'_>>(),
        "options": options,
        "title": &panel.title,
        "transparent": panel.title.is_empty() && is_text,
        "type": kind,
    };
    if !is_text {
        json.insert("datasource", datasource());
        json.insert(
            "targets",
            lettered(panel).map(|(letter, query)| target(letter, query, panel)).collect::<Json<'_>>(),
        );
        let steps = transformations.into_iter();
        let steps = steps.map(|Transformation { id, options }| object! { "id": id, "options": options });
        json.insert("transformations", steps.collect::<Json<'_>>());
        if let Some(points) = panel.points {
            json.insert("maxDataPoints", u32::from(points));
        }
        if let Some(last) = panel.last {
            json.insert("timeFrom", last.to_string());
        }
    }
    json
}

fn target<'a>(letter: String, query: &'a Query, panel: &Panel) -> Json<'a> {
    let mut target = prometheus(query, &panel.view);
    target.insert("datasource", datasource());
    target.insert("refId", letter);
    target
}

fn variable(variable: &Variable) -> Json<'_> {
    let mut json = match &variable.kind {
        VariableKind::Datasource => object! {
            "includeAll": false,
            "multi": false,
            "options": Json::List(Vec::new()),
            "query": "prometheus",
            "refresh": 1,
            "regex": "",
            "type": "datasource",
        },
        VariableKind::LabelValues { label, selector } => object! {
            "allValue": ".*",
            "allowCustomValue": true,
            "current": all_chosen(),
            "datasource": datasource(),
            "includeAll": true,
            "multi": true,
            "options": Json::List(Vec::new()),
            "query": variable_query(label_query(label, selector)),
            "refresh": 2,
            "regex": "",
            "sort": 1,
            "type": "query",
        },
        VariableKind::Results { expr, label } => object! {
            "current": all_chosen(),
            "datasource": datasource(),
            "includeAll": true,
            "multi": true,
            "options": Json::List(Vec::new()),
            "query": variable_query(results_query(expr)),
            "refresh": 2,
            "regex": label_pattern(label),
            "sort": 0,
            "type": "query",
        },
        VariableKind::AdHoc => object! { "datasource": datasource(), "type": "adhoc" },
    };
    let is_hidden = is_hidden(&variable.kind);
    json.insert("hide", if is_hidden { 2 } else { 0 });
    json.insert("label", &variable.label);
    json.insert("name", &variable.name);
    json.insert("skipUrlSync", is_hidden);
    json
}

/// What is chosen at first: all values.
pub(super) fn all_chosen<'a>() -> Json<'a> {
    object! { "selected": true, "text": vec!["All"], "value": vec!["$__all"] }
}

/// The query for the values of a label.
pub(super) fn label_query(label: &str, selector: &str) -> String {
    format!("label_values({selector}, {label})")
}

/// The query for the results of an expression: texts that begin with their labels.
pub(super) fn results_query(expr: &str) -> String {
    format!("query_result({expr})")
}

/// What finds the value of a label in such a text.
pub(super) fn label_pattern(label: &str) -> String {
    format!("/\\b{label}=\"([^\"]+)\"/")
}

/// Whether nobody sees the variable; what it stands for is no part of an address then, either.
pub(super) fn is_hidden(kind: &VariableKind) -> bool {
    matches!(kind, VariableKind::Results { .. })
}

/// The query with the number by which Grafana's editor knows its kind.
pub(super) fn variable_query<'a>(query: String) -> Json<'a> {
    object! { "qryType": 5, "query": query, "refId": "PrometheusVariableQueryEditor-VariableQuery" }
}

/// The letters of the query of an annotation.
pub(super) const ANNOTATION: &str = "Anno";

/// A link keeps the time of the dashboard, unless it names one.
pub(super) fn keeps_time(url: &str) -> bool {
    !url.contains("from=")
}

/// A link of a whole dashboard, which is the same in both formats.
pub(super) fn dashboard_link(link: &DashboardLink) -> Json<'_> {
    let (kind, title, url, tags, keep_time) = match link {
        DashboardLink::Url(link) => {
            ("link", &link.title, link.url.as_str(), Vec::new(), keeps_time(&link.url))
        }
        DashboardLink::Tagged { title, tag } => ("dashboards", title, "", vec![tag.as_str()], true),
    };
    object! {
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
    }
}

fn annotation(annotation: &Annotation) -> Json<'_> {
    object! {
        "datasource": datasource(),
        "enable": true,
        "expr": &annotation.expr,
        "hide": false,
        "iconColor": color(annotation.color),
        "name": &annotation.name,
        "step": annotation.step.to_string(),
        "target": object! { "expr": &annotation.expr, "refId": ANNOTATION },
        "titleFormat": &annotation.title,
        "useValueForTime": false,
    }
}
