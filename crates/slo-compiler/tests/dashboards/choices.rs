//! Groups, variables, and the ways from one dashboard to another.

use regex::Regex;
use serde_json::{Value, json as value};
use slo_compiler::dashboard::model::{Dashboard, DashboardLink, VariableKind, View};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::promql::{self, Expr, ExprKind};
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::BUDGET_REMAINING;

use super::specs::{
    PLAIN, PROFILES, compiled, dashboards, details, expr, grouped, json, options, panel, panels,
};

/// A grouped SLO was several values on top of each other, or left out.
#[test]
fn groups_have_a_variable_a_breakdown_and_a_worst() {
    for profile in PROFILES {
        let dashboards = details(&grouped(), profile);
        let [dashboard] = dashboards.as_slice() else { panic!() };
        let names: Vec<&str> = dashboard.variables.iter().map(|variable| variable.name.as_str()).collect();
        assert_eq!(names, ["datasource", "region"]);
        assert!(expr(dashboard, "Error budget left").starts_with("min(round("));
        assert!(expr(dashboard, "Error budget left").contains(r#"region=~"$region""#));
        let breakdown = panel(dashboard, "Error budget left by group").view.queries().next().unwrap();
        assert_eq!(breakdown.legend, "{{region}}");
        let View::Table { rows, .. } = &panel(dashboard, "Burn state").view else { panic!() };
        assert!(rows.expr.starts_with("max by (condition, region) ("));
        // On the overview the group that is worst off stands for the SLO.
        let overview = &super::specs::dashboards(&grouped(), profile)[0];
        assert!(expr(overview, "Used up").contains("min by (sloth_id, sloth_service, sloth_slo)"));
    }
}

/// A large number is one number, whatever the groups.
#[test]
fn a_grouped_slo_has_one_value_in_each_stat() {
    for profile in PROFILES {
        for panel in details(&grouped(), profile).iter().flat_map(panels) {
            let View::Stat(data) = &panel.view else { continue };
            let [query] = data.queries.as_slice() else { panic!("{}", panel.title) };
            let parsed = promql::parse(&query.expr, promql::Options::default()).unwrap();
            let is_one =
                |expr: &Expr| matches!(&expr.kind, ExprKind::Aggregate(call) if call.grouping.is_none());
            let is_one = match &parsed.kind {
                // Whether an alert fires, or 0.
                ExprKind::Binary(binary) => is_one(&binary.lhs) && binary.rhs.walk().any(is_one),
                _ => is_one(&parsed),
            };
            assert!(is_one, "{}", query.expr);
        }
    }
}

/// There was no way to choose a cluster or a team.
#[test]
fn dashboards_are_filtered_by_datasource_cluster_team_and_any_label() {
    let mut settings = Settings::default();
    settings.external_labels = vec!["cluster".into()];
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    let dashboards = dashboard::all(compiled.slos(), &settings);
    let names = |dashboard: &Dashboard| -> Vec<String> {
        dashboard.variables.iter().map(|variable| variable.name.clone()).collect()
    };
    assert_eq!(
        names(&dashboards[0]),
        ["datasource", "cluster", "team", "service", "lowest", "fastest", "filters"]
    );
    assert_eq!(dashboards[0].variables[6].kind, VariableKind::AdHoc);
    assert_eq!(names(&dashboards[2]), ["datasource", "cluster"]);
    let used_up = expr(&dashboards[0], "Used up");
    assert!(used_up.contains(r#"cluster=~"$cluster", sloth_service=~"$service""#));
    assert!(used_up.contains(r#"team=~"$team""#), "{used_up}");
    assert!(used_up.contains("by (sloth_id, sloth_service, sloth_slo, cluster)"), "clusters are kept apart");
}

/// Overview and details did not link to each other.
#[test]
fn dashboards_lead_to_each_other() {
    let dashboards = dashboards(PLAIN, Profile::Native);
    let View::Table { columns, .. } =
        &panels(&dashboards[0]).find(|panel| matches!(panel.view, View::Table { .. })).unwrap().view
    else {
        panic!()
    };
    let url = &columns[0].links[0].url;
    let target = url.replace("${__data.fields.sloth_service}", "checkout");
    assert_eq!(target, format!("/d/{}?${{__url_time_range}}&${{datasource:queryparam}}", dashboards[2].uid));
    let back = dashboards[2]
        .links
        .iter()
        .any(|link| matches!(link, DashboardLink::Url(link) if link.url == "/d/slo-overview"));
    assert!(back);
}

/// A service whose name says nothing about the id of its dashboard is found by its tag.
#[test]
fn dashboards_of_services_with_odd_names_are_found() {
    let dashboards = dashboards(&PLAIN.replace("service: checkout", "service: check.out"), Profile::Native);
    let text = json(&dashboards[0]).to_string();
    assert!(text.contains("/dashboards?tag=service:${__data.fields.sloth_service}"));
    assert!(dashboards[2].tags.contains(&"service:check.out".to_owned()));
}

/// Labels that a plugin takes off the series, and leaves on the info metric, could not be chosen by.
#[test]
fn labels_that_only_the_info_metric_has_choose_through_it() {
    const PLUGIN: &str =
        "slo_plugins: {chain: [{id: sloth.dev/contrib/info_labels/v1, config: {labels: {team: web}}}]}";
    let by_info = PLAIN.replace("labels: {team: web}", PLUGIN);
    for profile in PROFILES {
        let used_up = |spec: &str| expr(&super::specs::dashboards(spec, profile)[0], "Used up").to_owned();
        assert!(
            !used_up(PLAIN).contains("sloth_slo_info{sloth_service=~\"$service\", team=~\"$team\"} @ end()")
        );
        let joined = format!(
            "({BUDGET_REMAINING}{{sloth_service=~\"$service\"}} and on (sloth_id, sloth_service, sloth_slo) \
             sloth_slo_info{{sloth_service=~\"$service\", team=~\"$team\"}} @ end())"
        );
        assert!(used_up(&by_info).contains(&joined), "{}", used_up(&by_info));
    }
}

/// SLOs that are drawn are found by the server: no person has to choose a few of thousands.
#[test]
fn candidates_are_found_and_not_chosen() {
    for profile in PROFILES {
        let overview = json(&dashboards(PLAIN, profile)[0]);
        let list = overview["templating"]["list"].as_array().unwrap();
        let hidden: Vec<&Value> = list.iter().filter(|variable| variable["hide"] == 2).collect();
        let names: Vec<&str> = hidden.iter().map(|variable| variable["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["lowest", "fastest"]);
        for variable in hidden {
            assert_eq!((&variable["refresh"], &variable["skipUrlSync"]), (&value!(2), &value!(true)));
            // As Grafana writes a result: labels, value, time.
            let result = r#"{ sloth_id="checkout-availability" } 0.25 1700000000000"#;
            let pattern = variable["regex"].as_str().unwrap();
            let pattern = pattern.strip_prefix('/').unwrap().strip_suffix('/').unwrap();
            let found = Regex::new(pattern).unwrap().captures(result).unwrap();
            assert_eq!(&found[1], "checkout-availability");
        }
    }
}
