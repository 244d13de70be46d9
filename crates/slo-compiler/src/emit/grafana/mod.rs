//! Dashboards as Grafana reads them.
//!
//! In: a [`Dashboard`]. Out: JSON with a trailing newline, two spaces a level, keys in byte order, so that two versions differ
//! only where the dashboards do. Keeps: the text loads without being edited; the one thing that is left open is a variable for
//! the datasource. What has no value is shown as "no data", whatever the panel.

mod classic;
mod fields;
mod grid;
mod queries;
mod views;

use serde_json::Value;

use crate::dashboard::model::Dashboard;

/// What Grafana shows instead of a value that is not there.
const NO_DATA: &str = "no data";

/// The dashboard in the format that every Grafana since version 8 loads, with the last version number it ever had: 42.
#[must_use]
pub fn classic(dashboard: &Dashboard) -> String {
    text(&classic::dashboard(dashboard))
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}
