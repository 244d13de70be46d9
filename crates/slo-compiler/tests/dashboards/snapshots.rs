//! The dashboards of one SLO, in outline: what stands where, and what it asks.

use std::fmt::Write as _;

use slo_compiler::dashboard::model::{Dashboard, View};
use slo_compiler::emit::grafana::{Schema, json};
use slo_compiler::rules::Profile;

use crate::specs::{dashboards, shop};

fn outline(dashboard: &Dashboard) -> String {
    let mut text = format!("{} — {}\n", dashboard.uid, dashboard.title);
    for variable in &dashboard.variables {
        writeln!(text, "variable {}: {:?}", variable.name, variable.kind).unwrap();
    }
    for row in &dashboard.rows {
        writeln!(text, "\n{}{}", row.title, if row.collapsed { " (closed)" } else { "" }).unwrap();
        for panel in &row.panels {
            let kind = match &panel.view {
                View::Text(_) => "text",
                View::Stat(_) => "stat",
                View::TimeSeries { .. } => "lines",
                View::StateTimeline(_) => "bands",
                View::BarGauge(_) => "bars",
                View::Table { .. } => "table",
                _ => "other",
            };
            writeln!(text, "  {kind} {}x{} {}", panel.size.width, panel.size.height, panel.title).unwrap();
            for query in panel.view.queries() {
                writeln!(text, "    {}: {}", query.legend, query.expr).unwrap();
            }
        }
    }
    text
}

#[test]
fn dashboards_in_outline() {
    for (name, profile) in [("native", Profile::Native), ("sloth", Profile::Sloth)] {
        for dashboard in dashboards(&shop("region"), profile) {
            insta::assert_snapshot!(format!("{name}_{}", dashboard.uid), outline(&dashboard));
        }
    }
}

#[test]
fn the_months_as_json() {
    let dashboards = dashboards(&shop(""), Profile::Native);
    insta::assert_snapshot!("month_classic", json(&dashboards[1], Schema::Classic));
    insta::assert_snapshot!("month_v2", json(&dashboards[1], Schema::V2));
}
