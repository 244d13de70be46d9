//! One test for each fault that people report of other dashboards for SLOs.

use std::collections::BTreeSet;

use serde_json::Value;
use slo_compiler::dashboard::model::{Color, Dashboard, DashboardLink, Thresholds, VariableKind, View};
use slo_compiler::dashboard::queries::{BurnState, Queries};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::model::Window;
use slo_compiler::promql::ast::{BinaryOp, DurationKind};
use slo_compiler::promql::{self, Expr, ExprKind};
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::{self, BUDGET_REMAINING};

use super::specs::{
    PLAIN, PROFILES, compiled, corpus, dashboards, data_panels, details, expr, json, options, panel, panels,
};

/// The queries of some dashboards, parsed.
fn parsed(dashboards: &[Dashboard]) -> impl Iterator<Item = (String, Expr)> {
    let panels = dashboards.iter().flat_map(panels);
    panels.flat_map(|panel| panel.view.queries()).map(|query| {
        let text = query.expr.replace("$__range", "2678400s");
        let parsed = promql::parse(&text, promql::Options::default());
        (text.clone(), parsed.unwrap_or_else(|problem| panic!("{text}: {problem}")))
    })
}

/// PLAIN with the SLI kept apart by region.
fn grouped() -> String {
    PLAIN.replace("sum(", "sum by (region) (")
}

/// Without a sample the SLI was 100 %, the burn rate 0 and the budget full: `or on() vector(1)`.
#[test]
fn missing_data_does_not_look_perfect() {
    for profile in PROFILES {
        for spec in [PLAIN, &grouped()] {
            for (text, expr) in parsed(&dashboards(spec, profile)) {
                for part in expr.walk() {
                    let ExprKind::Binary(binary) = &part.kind else { continue };
                    let stands_in = binary.op == BinaryOp::Or && !binary.rhs.walk().any(is_recorded);
                    assert!(!stands_in, "{text} has a value where nothing is recorded");
                }
            }
        }
    }
}

fn is_recorded(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Selector(_) | ExprKind::Range(_))
}

/// The same, seen from Grafana: every field has the words for what is not there, and for what is no number.
#[test]
fn missing_data_is_called_so() {
    for dashboard in dashboards(PLAIN, Profile::Native) {
        let json = json(&dashboard);
        let count = each_panel(&json, &mut |panel| {
            let defaults = &panel["fieldConfig"]["defaults"];
            assert_eq!(defaults["noValue"], "no data", "{panel}");
            let special = &defaults["mappings"][0];
            assert_eq!(special["options"]["match"], "null+nan", "{panel}");
            assert_eq!(special["options"]["result"]["text"], "no data", "{panel}");
        });
        assert_eq!(count, data_panels(&dashboard).count());
    }
}

/// Calls `look` with every panel that shows data, and tells how many there are.
fn each_panel(json: &Value, look: &mut impl FnMut(&Value)) -> usize {
    let panels = json["panels"].as_array().unwrap();
    let nested = panels.iter().flat_map(|panel| panel["panels"].as_array().into_iter().flatten());
    let all = panels.iter().chain(nested).filter(|panel| panel["type"] != "row" && panel["type"] != "text");
    all.map(look).count()
}

/// There was no way to see that an SLO has no data; one adopter wrote an alert of his own.
#[test]
fn slos_without_data_are_counted_and_listed() {
    for profile in PROFILES {
        let overview = &dashboards(PLAIN, profile)[0];
        let listed = expr(overview, "SLOs without data");
        assert!(listed.contains("unless on (sloth_id, sloth_service, sloth_slo)"));
        assert_eq!(expr(overview, "No data").split(" or ").next().unwrap(), format!("count({listed})"));
    }
}

/// What is left of the budget was green from 0 to 40 % and yellow above.
#[test]
fn much_budget_is_green_and_none_is_red() {
    for dashboard in details(PLAIN, Profile::Sloth) {
        let View::Stat(data) = &panel(&dashboard, "Error budget left").view else { panic!() };
        assert_scale(&data.format.thresholds);
    }
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    assert_scale(&Queries::of(compiled.slos().next().unwrap()).budget_remaining().unwrap().format.thresholds);
}

fn assert_scale(thresholds: &Thresholds) {
    let colors = [0.51, 0.49, 0.24, 0.0, -0.01, f64::NAN].map(|value| thresholds.color(value));
    let expected = [Color::Green, Color::Yellow, Color::Orange, Color::Orange, Color::Red, Color::Grey];
    assert_eq!(colors, expected);
}

/// The SLI has the colours of the budget that it leaves, not fixed percentages.
#[test]
fn colours_follow_the_objective() {
    let at = |objective: &str, sli: f64| {
        let compiled = compiled(&PLAIN.replace("99.9", objective), &options(Profile::Sloth));
        let queries = Queries::of(compiled.slos().next().unwrap());
        queries.sli(Window::days(30)).unwrap().format.thresholds.color(sli)
    };
    assert_eq!([at("99.9", 0.9989), at("99.9", 0.9996)], [Color::Red, Color::Green]);
    assert_eq!([at("95", 0.949), at("95", 0.9989)], [Color::Red, Color::Green]);
}

/// The list of windows was fixed; 28 days are recorded as `4w`, so that `30d` found nothing.
#[test]
fn windows_are_those_that_are_recorded() {
    let mut options = options(Profile::Sloth);
    options.default_period = Window::days(28);
    let compiled = compiled(PLAIN, &options);
    let text =
        dashboard::all(compiled.slos(), &Settings::default()).iter().map(json).collect::<Value>().to_string();
    assert!(text.contains(&naming::error_ratio(Window::days(28))));
    assert!(!text.contains("30d"), "a window of another period");
    let legends = |dashboard: &Dashboard| -> Vec<String> {
        panel(dashboard, "SLI and objective").view.queries().map(|query| query.legend.clone()).collect()
    };
    let dashboards = dashboard::all(compiled.slos(), &Settings::default());
    let expected = ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "4w", "Objective"];
    assert_eq!(legends(dashboards.last().unwrap()), expected);
}

/// `[32d:1h]` in a chart was too much for hosted Prometheus.
#[test]
fn subqueries_are_small() {
    let dashboards = PROFILES.into_iter().flat_map(|profile| dashboards(PLAIN, profile)).collect::<Vec<_>>();
    let mut seen = 0;
    for (text, expr) in parsed(&dashboards) {
        for part in expr.walk() {
            let ExprKind::Subquery(subquery) = &part.kind else { continue };
            let length = |kind: &DurationKind| match kind {
                DurationKind::Literal(number) => number.value,
                other => panic!("{text}: {other:?}"),
            };
            let range = length(&subquery.range.kind);
            let steps = range / length(&subquery.step.as_ref().unwrap().kind);
            assert!(range <= 31.0 * 86400.0 && steps <= 1500.0, "{text}");
            seen += 1;
        }
    }
    assert!(seen > 5);
}

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

/// New SLOs and idle services had budgets of NaN and ±Inf.
#[test]
fn what_is_no_number_has_no_state() {
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    let queries = Queries::of(compiled.slos().next().unwrap());
    let plan = queries.subject().plan;
    let state = queries.burn_state(&plan.page[0]).unwrap();
    assert_eq!(
        state.expr.matches(" >= 0) > bool ").count(),
        2,
        "a comparison with NaN would pass for acceptable"
    );
    let exhaustion = queries.exhaustion_seconds().unwrap();
    assert!(exhaustion.expr.contains("clamp_min("), "a division by zero would be ±Inf");
    assert_eq!(queries.budget_remaining().unwrap().format.thresholds.color(f64::NAN), Color::Grey);
}

/// With an objective of 100 % every burn rate divides by zero.
#[test]
fn an_objective_without_budget_says_so() {
    for profile in PROFILES {
        let dashboards = details(&PLAIN.replace("99.9", "100"), profile);
        let titles: Vec<&str> = panels(&dashboards[0]).map(|panel| panel.title.as_str()).collect();
        assert!(titles.contains(&"SLI") && !titles.iter().any(|title| title.contains("udget")), "{titles:?}");
        let View::Text(text) = &panels(&dashboards[0]).next().unwrap().view else { panic!() };
        assert!(text.contains("leaves no error budget"));
    }
}

/// "-4.69e-12 %": what float64 leaves over was shown with all its digits.
#[test]
fn budgets_are_rounded() {
    for profile in PROFILES {
        for (text, expr) in parsed(&dashboards(PLAIN, profile)) {
            let rounded: usize = expr
                .walk()
                .filter(|part| matches!(&part.kind, ExprKind::Call(call) if call.function.name == "round"))
                .count();
            let named = text.matches(BUDGET_REMAINING).count();
            assert!(named == 0 || rounded >= named, "{text}");
        }
    }
}

/// Compliance by calendar month could only be had with a script.
#[test]
fn months_can_be_looked_back_on() {
    for profile in PROFILES {
        let dashboards = dashboards(PLAIN, profile);
        let month = dashboards.iter().find(|dashboard| dashboard.uid.as_str() == "slo-month").unwrap();
        assert_eq!(
            (month.time.from.as_str(), month.time.to.as_str(), month.utc),
            ("now-1M/M", "now-1M/M", true)
        );
        let View::Table { columns, .. } = &panel(month, "Compliance").view else { panic!() };
        let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        assert!(
            ["SLI of the month", "Budget left", "Days missed", "Days measured"]
                .iter()
                .all(|title| titles.contains(title))
        );
        let url = |link: &DashboardLink| matches!(link, DashboardLink::Url(link) if link.url.contains("from=now/M"));
        assert!(month.links.iter().any(url));
    }
}

/// A month weighs by events where the rules record them.
#[test]
fn a_month_counts_events_where_there_are_any() {
    let weighs = |profile| {
        let dashboards = dashboards(PLAIN, profile);
        let month = dashboards.iter().find(|dashboard| dashboard.uid.as_str() == "slo-month").unwrap();
        panels(month).flat_map(|panel| panel.view.queries()).any(|query| query.expr.contains("_events:rate"))
    };
    assert_eq!([weighs(Profile::Sloth), weighs(Profile::Native)], [false, true]);
}

/// Two budgets side by side, one of the calendar month and one of the last 30 days, confused.
#[test]
fn a_service_shows_one_kind_of_budget() {
    for profile in PROFILES {
        for dashboard in details(PLAIN, profile) {
            assert!(!json(&dashboard).to_string().contains("$__range"));
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
    assert_eq!(names(&dashboards[0]), ["datasource", "cluster", "team", "service", "filters"]);
    assert_eq!(dashboards[0].variables[4].kind, VariableKind::AdHoc);
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
    assert!(target.starts_with(&format!("/d/{}?", dashboards[2].uid)), "{target}");
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

/// One burn rate for all, without the thresholds that the alerts have.
#[test]
fn each_alert_condition_has_a_chart_with_its_own_threshold() {
    let mut options = options(Profile::Sloth);
    for (period, expected) in [(30, [14.4, 6.0, 3.0, 1.0]), (28, [13.44, 5.6, 2.8, 0.933])] {
        options.default_period = Window::days(period);
        let compiled = compiled(PLAIN, &options);
        let dashboards = dashboard::all(compiled.slos(), &Settings::default());
        let charts =
            panels(dashboards.last().unwrap()).filter(|panel| panel.title.starts_with("Burn rate: "));
        let thresholds: Vec<f64> = charts
            .map(|panel| {
                let View::TimeSeries { series, format, threshold_lines: true } = &panel.view else {
                    panic!()
                };
                assert_eq!(series.len(), 2);
                format.thresholds.steps[0].from
            })
            .collect();
        assert_eq!(thresholds.len(), 4);
        assert!(
            thresholds.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.001),
            "{thresholds:?}"
        );
    }
}

/// Whether a burn has just begun, goes on or has ended could not be told.
#[test]
fn a_burn_has_four_states() {
    let names = BurnState::ALL.map(|state| (state.value(), state.as_str()));
    assert_eq!(names, [(0, "acceptable"), (1, "increasing"), (2, "recovering"), (3, "critical")]);
    let dashboards = details(PLAIN, Profile::Sloth);
    let View::Table { rows, columns } = &panel(&dashboards[0], "Burn state").view else { panic!() };
    assert_eq!(rows.expr.matches("label_replace(").count(), 4);
    let words: Vec<&str> = columns[1].format.mappings.iter().map(|mapping| mapping.text.as_str()).collect();
    assert_eq!(words, BurnState::ALL.map(BurnState::as_str));
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

/// An alert that is switched off was shown as one that does not fire.
#[test]
fn alerts_that_do_not_exist_are_not_shown() {
    let spec = PLAIN.replace("alerting: {", "alerting: {ticket_alert: {disable: true}, ");
    for profile in PROFILES {
        let dashboards = details(&spec, profile);
        let titles: Vec<&str> = panels(&dashboards[0]).map(|panel| panel.title.as_str()).collect();
        assert!(titles.contains(&"Page") && !titles.contains(&"Ticket"), "{titles:?}");
    }
}

/// Provisioning broke on `${DS_PROMETHEUS}`, and some panels were of kinds that Grafana gave up.
#[test]
fn nothing_has_to_be_edited() {
    let known = ["row", "stat", "table", "timeseries", "state-timeline", "bargauge", "text"];
    for dashboard in dashboards(PLAIN, Profile::Native) {
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

/// An SLO of which only alerts or nothing at all is recorded has dashboards, too: without the panels that would stay empty.
#[test]
fn rules_that_are_switched_off_are_not_asked_for() {
    let mut options = options(Profile::Native);
    options.recordings = false;
    let compiled = compiled(PLAIN, &options);
    for dashboard in dashboard::all(compiled.slos(), &Settings::default()) {
        let exprs: Vec<&str> = panels(&dashboard)
            .flat_map(|panel| panel.view.queries())
            .map(|query| query.expr.as_str())
            .collect();
        assert!(!exprs.iter().any(|expr| expr.contains("slo:")), "{exprs:?}");
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
