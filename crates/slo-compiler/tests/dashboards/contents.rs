//! What is on dashboards, and that Grafana loads it as it is.

use std::collections::BTreeSet;

use slo_compiler::dashboard::model::VariableKind;
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::rules::Profile;

use super::specs::{PLAIN, PROFILES, all, corpus, dashboards, details, each_panel, expr, json, panels};

/// No counts of events, no budget in minutes or requests, no time until it is used up.
#[test]
fn the_budget_is_shown_in_time_in_events_and_as_a_date() {
    let titles = |profile| -> BTreeSet<String> {
        details(PLAIN, profile).iter().flat_map(panels).map(|panel| panel.title.clone()).collect()
    };
    for profile in PROFILES {
        let titles = titles(profile);
        assert!(
            titles.contains("Error budget left in time") && titles.contains("Budget used up in"),
            "{titles:?}"
        );
    }
    assert!(titles(Profile::Native).contains("Error budget left in events"));
    assert!(titles(Profile::Native).contains("Events"));
    // Sloth's rules record no events.
    assert!(!titles(Profile::Sloth).contains("Events"));
}

/// The number of alerts was 0 or 1, however many there were.
#[test]
fn alerts_are_counted() {
    for severity in ["page", "ticket"] {
        let title = if severity == "page" { "Paging" } else { "Ticketing" };
        let overview = &dashboards(PLAIN, Profile::Sloth)[0];
        assert!(expr(overview, title).starts_with("count(max by ("), "{}", expr(overview, title));
        assert!(expr(overview, title).contains(&format!("sloth_severity=\"{severity}\"")));
    }
}

/// Provisioning broke on `${DS_PROMETHEUS}`, and some panels were of kinds that Grafana gave up.
#[test]
fn nothing_has_to_be_edited() {
    let known = ["row", "stat", "table", "timeseries", "state-timeline", "bargauge", "text"];
    for dashboard in dashboards(PLAIN, Profile::Native) {
        assert_eq!(dashboard.variables[0].kind, VariableKind::Datasource);
        let json = json(&dashboard);
        assert!(json.get("__inputs").is_none() && json.get("id").is_none());
        assert_eq!(json["schemaVersion"], 42);
        assert_eq!(json["templating"]["list"][0]["type"], "datasource");
        each_panel(&json, &mut |panel| {
            assert_eq!(panel["datasource"]["uid"], "${datasource}");
            assert!(known.contains(&panel["type"].as_str().unwrap()), "{}", panel["type"]);
        });
    }
}

/// Panels of kinds that Grafana gave up showed nothing.
#[test]
fn heatmaps_of_old_are_gone() {
    for dashboard in dashboards(PLAIN, Profile::Native) {
        let tree = json(&dashboard);
        let mut kinds = Vec::new();
        all(&tree, "type", &mut kinds);
        assert!(kinds.iter().all(|kind| *kind != "heatmap" && *kind != "graph"));
    }
}

/// A dashboard with ids that are used twice, or panels that hide each other, does not load as it was meant.
#[test]
fn panels_have_ids_of_their_own() {
    for (name, compiled) in corpus().take(40) {
        for dashboard in dashboard::all(compiled.slos(), &Settings::default()) {
            let (mut ids, mut count) = (BTreeSet::new(), 0);
            let json = json(&dashboard);
            for panel in json["panels"].as_array().unwrap() {
                for panel in [panel].into_iter().chain(panel["panels"].as_array().into_iter().flatten()) {
                    ids.insert(panel["id"].as_u64().unwrap());
                    count += 1;
                }
            }
            assert_eq!(ids.len(), count, "{name}: {}", dashboard.title);
        }
    }
}
