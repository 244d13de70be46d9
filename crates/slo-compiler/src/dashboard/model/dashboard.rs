//! A dashboard: rows of panels, and what surrounds them.

use super::{Color, Link, Panel, Uid};
use crate::model::Window;

/// A dashboard.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Dashboard {
    /// What links and later versions know it by.
    pub uid: Uid,
    /// Its title.
    pub title: String,
    /// What it shows, in one or two sentences.
    pub description: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What its users choose; the datasource is the first.
    pub variables: Vec<Variable>,
    /// Its panels, from top to bottom.
    pub rows: Vec<Row>,
    /// The time that it shows at first.
    pub time: TimeRange,
    /// Whether days begin at midnight UTC, and not at that of the browser.
    pub utc: bool,
    /// How often it reads its data anew.
    pub refresh: Option<Window>,
    /// Links at its top.
    pub links: Vec<DashboardLink>,
    /// What is marked in its charts.
    pub annotations: Vec<Annotation>,
}

/// Panels below one title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The title; a row without one has no header, and is always open.
    pub title: String,
    /// Whether it is closed at first. Panels of a closed row ask for no data.
    pub collapsed: bool,
    /// Left to right, then on.
    pub panels: Vec<Panel>,
}

/// From when to when, in Grafana's words, such as `now-1d` and `now`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The start.
    pub from: String,
    /// The end.
    pub to: String,
}

impl TimeRange {
    /// The last `length`, up to now.
    #[must_use]
    pub fn last(length: &str) -> Self {
        Self { from: format!("now-{length}"), to: "now".into() }
    }
}

/// Something that users choose at the top of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// How expressions name it, without the `$`.
    pub name: String,
    /// How people name it.
    pub label: String,
    /// What there is to choose from.
    pub kind: VariableKind,
}

/// What there is to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VariableKind {
    /// The Prometheus datasources of the Grafana.
    Datasource,
    /// The values that `label` has in the series of `selector`; any number of them, all at first.
    LabelValues {
        /// The label.
        label: String,
        /// The series.
        selector: String,
    },
    /// The values that `label` has in the results of a query. Nobody sees it or chooses: it stands for all of them, so that
    /// what a query finds can be a matcher in another.
    Results {
        /// The query, for the end of the time range.
        expr: String,
        /// The label.
        label: String,
    },
    /// Conditions on any label, added to every query.
    AdHoc,
}

/// A link at the top of a dashboard. It keeps time and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DashboardLink {
    /// To one place.
    Url(Link),
    /// To every dashboard with a tag, as a menu.
    Tagged {
        /// The text of the menu.
        title: String,
        /// The tag.
        tag: String,
    },
}

/// Times to mark in every chart: those at which a query has a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The name of its switch.
    pub name: String,
    /// The query.
    pub expr: String,
    /// How far apart the times are at which it is asked, at least.
    pub step: Window,
    /// The text of a mark, in which `{{label}}` stands for a label.
    pub title: String,
    /// The colour of the marks.
    pub color: Color,
}
