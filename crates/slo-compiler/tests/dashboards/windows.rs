//! Windows, months and how much a query looks at.

use serde_json::Value;
use slo_compiler::dashboard::model::{DashboardLink, View};
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::model::Window;
use slo_compiler::promql::ExprKind;
use slo_compiler::promql::ast::DurationKind;
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::{self, BUDGET_REMAINING};

use super::specs::{
    PLAIN, PROFILES, compiled, dashboards, details, everything, json, options, panel, panels, parsed,
    settings,
};

/// The list of windows was fixed; 28 days are recorded as `4w`, so that `30d` found nothing.
#[test]
fn windows_are_those_that_are_recorded() {
    for profile in PROFILES {
        let mut options = options(profile);
        options.default_period = Window::days(28);
        let compiled = compiled(PLAIN, &options);
        let dashboards = dashboard::all(compiled.slos(), &Settings::default());
        let text = dashboards.iter().map(json).collect::<Value>().to_string();
        assert!(text.contains(&naming::error_ratio(Window::days(28))));
        assert!(!text.contains("30d"), "a window of another period");
        let queries = panel(dashboards.last().unwrap(), "SLI and objective").view.queries();
        let legends: Vec<&str> = queries.map(|query| query.legend.as_str()).collect();
        assert_eq!(legends, ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "4w", "Objective"]);
    }
}

/// `[32d:1h]` in a chart was too much for hosted Prometheus.
#[test]
fn subqueries_are_small() {
    let mut seen = 0;
    for (name, compiled) in everything() {
        let longest =
            compiled.slos().map(|slo| slo.plan.period.as_hours() * 3600.0).fold(31.0 * 86400.0, f64::max);
        for (text, expr) in parsed(&dashboard::all(compiled.slos(), &settings())) {
            for part in expr.walk() {
                let ExprKind::Subquery(subquery) = &part.kind else { continue };
                let length = |kind: &DurationKind| match kind {
                    DurationKind::Literal(number) => number.value,
                    other => panic!("{text}: {other:?}"),
                };
                let range = length(&subquery.range.kind);
                let steps = range / length(&subquery.step.as_ref().unwrap().kind);
                assert!(range <= longest, "{name}: looks back further than the period: {text}");
                assert!(steps <= 1500.0, "{name}: {steps} steps: {text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "{seen}");
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
        panels(month)
            .flat_map(|panel| panel.view.queries())
            .any(|query| query.expr.contains("_events:rate") && query.expr.contains("[$__range:30m]"))
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
        for dashboard in dashboards(PLAIN, profile) {
            let text = json(&dashboard).to_string();
            assert!(!(text.contains("$__range:") && text.contains(BUDGET_REMAINING)), "{}", dashboard.uid);
        }
    }
}

/// A chart of a month that looks at thousands of SLOs at each pixel takes a server longer than people wait.
#[test]
fn charts_of_all_slos_ask_at_few_times() {
    for profile in PROFILES {
        let overview = &dashboards(PLAIN, profile)[0];
        let charts = panels(overview).filter(|panel| panel.view.queries().any(|query| !query.instant));
        let mut seen = 0;
        for chart in charts {
            assert!(chart.points.is_some_and(|points| points <= 300), "{}", chart.title);
            let tree = json(overview);
            let written =
                tree["panels"].as_array().unwrap().iter().find(|panel| panel["title"] == chart.title);
            assert_eq!(written.unwrap()["maxDataPoints"], chart.points.unwrap(), "{}", chart.title);
            for query in chart.view.queries() {
                // What is looked at each time are a hundred SLOs; which of them are shown is found once.
                let (each_time, once) = query.expr.split_once(" and on ").unwrap();
                let candidates = ["$lowest", "$fastest"].iter().any(|name| each_time.contains(name));
                assert!(candidates && once.contains("$team") && once.contains("@ end()"), "{}", query.expr);
            }
            seen += 1;
        }
        assert_eq!(seen, 2);
    }
}
