//! What users of other dashboards complain about, one test for each complaint.

use serde_json::Value;
use slo_compiler::dashboard::model::{Color, Dashboard, VariableKind, View};
use slo_compiler::dashboard::queries::Queries;
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::model::Window;
use slo_compiler::promql;
use slo_compiler::promql::ast::ExprKind;
use slo_compiler::rules::Profile;

use crate::corpus::{
    PROFILES, compiled, compiled_over, dashboards, everything, expressions, panels, sent, settings, spec,
};

fn of(text: &str, profile: Profile) -> Vec<Dashboard> {
    dashboards(&compiled(text, profile), &Settings::default())
}

fn tree(dashboard: &Dashboard) -> Value {
    serde_json::from_str(&grafana::json(dashboard, Schema::Classic)).unwrap()
}

/// Every value in `tree` whose key is `key`.
fn all<'v>(tree: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match tree {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|value| all(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| all(value, key, found)),
        _ => {}
    }
}

#[test]
fn missing_data_does_not_look_perfect() {
    for profile in PROFILES {
        for (_, compiled) in everything(profile) {
            for dashboard in dashboards(&compiled, &Settings::default()) {
                for expr in expressions(&dashboard) {
                    assert!(!expr.contains("or on() vector") && !expr.contains("or vector"), "{expr}");
                }
                for panel in tree(&dashboard)["panels"].as_array().unwrap() {
                    let is_filled = panel.get("targets").is_some();
                    let shown = &panel["fieldConfig"]["defaults"]["noValue"];
                    assert!(!is_filled || shown == "no data", "{panel:#}");
                }
            }
        }
    }
}

#[test]
fn an_slo_without_data_is_counted_as_such() {
    let dashboards = of(&spec("shop", "99.9", ""), Profile::Native);
    let counts: Vec<&str> = panels(&dashboards[0])
        .filter(|panel| matches!(panel.view, View::Stat(_)))
        .map(|panel| panel.title.as_str())
        .collect();
    assert_eq!(
        counts,
        [
            "SLOs",
            "Services",
            "Used up",
            "At risk",
            "Burning",
            "Paging",
            "Ticketing",
            "No data",
            "Oldest result"
        ]
    );
}

#[test]
fn colours_of_the_budget_are_not_the_wrong_way_round() {
    let compiled = compiled(&spec("shop", "99.9", ""), Profile::Native);
    let queries = Queries::of(compiled.slos().next().unwrap());
    let scale = queries.budget_remaining().unwrap().format.thresholds;
    let colors = [-0.1, 0.0, 0.2, 0.25, 0.4, 0.5, 1.0, f64::NAN].map(|left| scale.color(left));
    assert_eq!(
        colors,
        [
            Color::Red,
            Color::Orange,
            Color::Orange,
            Color::Yellow,
            Color::Yellow,
            Color::Green,
            Color::Green,
            Color::Grey
        ]
    );
}

#[test]
fn windows_are_those_of_the_period() {
    for profile in PROFILES {
        let compiled = compiled_over(Window::days(28), &spec("shop", "99.9", ""), profile);
        let dashboards = dashboards(&compiled, &Settings::default());
        let all: Vec<&str> = dashboards.iter().flat_map(expressions).collect();
        assert!(all.iter().any(|expr| expr.contains("slo:sli_error:ratio_rate4w")), "28d is recorded as 4w");
        assert!(all.iter().all(|expr| !expr.contains("rate30d") && !expr.contains("rate28d")));
    }
}

#[test]
fn no_subquery_exceeds_the_limits_of_servers() {
    for profile in PROFILES {
        for (_, compiled) in everything(profile) {
            let longest = compiled.slos().map(|slo| slo.plan.period.as_millis()).max().unwrap();
            let longest = longest.max(31 * 86_400_000);
            for dashboard in dashboards(&compiled, &Settings::default()) {
                for expr in expressions(&dashboard) {
                    let text = sent(expr);
                    for (range, step) in subqueries(&text) {
                        assert!(range <= longest, "looks back further than the period: {expr}");
                        assert!(range / step <= 1_500, "{} steps: {expr}", range / step);
                    }
                }
            }
        }
    }
}

/// Ranges and steps of the subqueries in `text`, in milliseconds.
fn subqueries(text: &str) -> Vec<(u64, u64)> {
    let long = |text: &str| Window::parse(text).unwrap().as_millis();
    let brackets = text.split('[').skip(1).filter_map(|rest| rest.split(']').next()?.split_once(':'));
    brackets.map(|(range, step)| (long(range), long(step))).collect()
}

#[test]
fn a_grouped_slo_has_one_value_and_its_groups_beside() {
    let dashboards = of(&spec("shop", "99.9", "region"), Profile::Native);
    let detail = &dashboards[2];
    for panel in panels(detail) {
        if let View::Stat(data) = &panel.view {
            let text = sent(&data.queries[0].expr);
            let parsed = promql::parse(&text, promql::Options::default()).unwrap();
            let has_one = matches!(&parsed.kind, ExprKind::Aggregate(call) if call.grouping.is_none())
                || matches!(parsed.kind, ExprKind::Binary(_));
            assert!(has_one, "{text}");
        }
    }
    assert!(detail.variables.iter().any(|variable| variable.name == "region"));
    let groups = panels(detail).find(|panel| matches!(panel.view, View::BarGauge(_))).unwrap();
    assert_eq!(groups.title, "Error budget left by group");
}

#[test]
fn what_is_no_number_is_no_data() {
    for dashboard in of(&spec("shop", "99.9", ""), Profile::Sloth) {
        let tree = tree(&dashboard);
        let (mut words, mut defaults) = (Vec::new(), Vec::new());
        all(&tree, "match", &mut words);
        all(&tree, "noValue", &mut defaults);
        assert!(words.len() >= defaults.len(), "each scale has a word for it");
        assert!(words.iter().all(|word| *word == "null+nan"));
    }
}

#[test]
fn an_untouched_budget_is_whole_and_not_almost_so() {
    let compiled = compiled(&spec("shop", "99.9", ""), Profile::Native);
    let left = Queries::of(compiled.slos().next().unwrap()).budget_remaining().unwrap();
    assert!(left.expr.starts_with("round(") && left.expr.ends_with(", 1e-05)"), "{}", left.expr);
    assert_eq!(left.format.decimals, Some(2));
}

#[test]
fn an_objective_of_100_percent_has_no_budget_to_divide_by() {
    for profile in PROFILES {
        let dashboards = of(&spec("shop", "100", ""), profile);
        let detail = dashboards.last().unwrap();
        for expr in expressions(detail) {
            assert!(!expr.contains("/ 0"), "{expr}");
        }
        let text = panels(detail).find_map(|panel| match &panel.view {
            View::Text(text) => Some(text.as_str()),
            _ => None,
        });
        assert!(text.unwrap().contains("leaves no error budget"));
    }
}

#[test]
fn months_can_be_looked_back_on() {
    let dashboards = of(&spec("shop", "99.9", ""), Profile::Native);
    let month = &dashboards[1];
    assert_eq!((month.time.from.as_str(), month.time.to.as_str()), ("now-1M/M", "now-1M/M"));
    assert!(expressions(month).iter().any(|expr| expr.contains("[$__range:30m]")));
}

#[test]
fn two_kinds_of_budget_do_not_stand_side_by_side() {
    for dashboard in of(&spec("shop", "99.9", ""), Profile::Native) {
        let has = |part: &str| expressions(&dashboard).iter().any(|expr| expr.contains(part));
        assert!(!(has("$__range:") && has("slo:period_error_budget_remaining:ratio")), "{}", dashboard.uid);
    }
}

#[test]
fn clusters_teams_and_services_can_be_chosen() {
    let compiled = compiled(&spec("shop", "99.9", ""), Profile::Native);
    let dashboards = dashboards(&compiled, &settings());
    let names: Vec<&str> = dashboards[0].variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(names, ["datasource", "cluster", "owner", "service", "filters"]);
    for dashboard in &dashboards {
        assert_eq!(dashboard.variables[0].kind, VariableKind::Datasource, "it is the only thing left open");
        assert!(!grafana::json(dashboard, Schema::Classic).contains("__inputs"));
    }
}

#[test]
fn the_overview_leads_to_the_service() {
    let dashboards = of(&spec("shop", "99.9", ""), Profile::Native);
    let url = "/d/slo-svc-${__data.fields.sloth_service}?${__url_time_range}&${datasource:queryparam}";
    assert!(grafana::json(&dashboards[0], Schema::Classic).contains(url));
    assert_eq!(dashboards[2].uid.as_str(), "slo-svc-shop");
}

#[test]
fn events_minutes_and_exhaustion_are_shown() {
    let dashboards = of(&spec("shop", "99.9", ""), Profile::Native);
    let titles: Vec<&str> = panels(&dashboards[2]).map(|panel| panel.title.as_str()).collect();
    for title in ["Error budget left in events", "Error budget left in time", "Budget used up in", "Events"] {
        assert!(titles.contains(&title), "{title} of {titles:?}");
    }
    let dashboards = of(&spec("shop", "99.9", ""), Profile::Sloth);
    let titles: Vec<&str> = panels(&dashboards[2]).map(|panel| panel.title.as_str()).collect();
    assert!(!titles.contains(&"Events"), "its rules record no events");
}

#[test]
fn each_pair_of_alert_windows_has_a_chart_with_its_threshold() {
    let compiled = compiled(&spec("shop", "99.9", ""), Profile::Native);
    let slo = compiled.slos().next().unwrap();
    let dashboards = dashboards(&compiled, &Settings::default());
    let charts: Vec<f64> = panels(&dashboards[2])
        .filter_map(|panel| match &panel.view {
            View::TimeSeries { format, threshold_lines: true, .. } => Some(format.thresholds.steps[0].from),
            _ => None,
        })
        .collect();
    let wanted: Vec<f64> = slo.plan.page.iter().chain(&slo.plan.ticket).map(|pair| pair.burn_rate).collect();
    assert_eq!(charts, wanted);
}

#[test]
fn heatmaps_of_old_are_gone() {
    for dashboard in of(&spec("shop", "99.9", ""), Profile::Native) {
        let tree = tree(&dashboard);
        let mut kinds = Vec::new();
        all(&tree, "type", &mut kinds);
        assert!(kinds.iter().all(|kind| *kind != "heatmap" && *kind != "graph"));
    }
}

#[test]
fn the_overview_does_not_grow_with_the_slos() {
    let one = compiled(&spec("shop", "99.9", ""), Profile::Native);
    let many: Vec<_> = (0..300)
        .map(|number| compiled(&spec(&format!("shop-{number}"), "99.9", ""), Profile::Native))
        .collect();
    let size = |dashboards: Vec<Dashboard>| grafana::json(&dashboards[0], Schema::Classic).len();
    let small = size(dashboard::all(one.slos(), &Settings::default()));
    let large =
        size(dashboard::all(many.iter().flat_map(slo_compiler::Compiled::slos), &Settings::default()));
    assert_eq!(small, large);
}
