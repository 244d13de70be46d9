//! The report says what the rules recorded.

use std::time::Duration;

use slo_compiler::rules::naming::{self, BUDGET_REMAINING, CURRENT_BURN_RATE};
use slo_live::prometheus::{Client, Endpoint, QueryError};
use slo_live::report::{GroupReport, Survey, page};
use slo_testkit::prometheus::Prometheus;

use crate::demo;
use crate::server::{client, prometheus, report};

/// The one value that `query` has at the time of the report.
fn value(prometheus: &Prometheus, query: &str) -> Option<f64> {
    let answer = prometheus.query(query, Some(demo::AT as f64));
    let results = answer["data"]["result"].as_array().unwrap();
    assert!(results.len() < 2, "{query}: {answer}");
    results.first().map(|result| result["value"][1].as_str().unwrap().parse().unwrap())
}

fn selector(id: &str, group: &GroupReport) -> String {
    let labels = group.labels.iter().map(|(name, value)| format!(", {name}={value:?}"));
    format!("{{sloth_id={id:?}{}}}", labels.collect::<String>())
}

#[test]
fn every_number_is_that_of_the_rules() {
    let Some(prometheus) = prometheus() else { return };
    let mut groups = 0;
    for slo in report(prometheus).slos {
        for group in &slo.groups {
            let series = selector(&slo.id, group);
            let ask = |metric: &str| value(prometheus, &[metric, &series].concat());
            assert_eq!(group.remaining, ask(BUDGET_REMAINING), "{series}");
            assert_eq!(group.burn_rate, ask(CURRENT_BURN_RATE), "{series}");
            assert_eq!(group.error_ratio, ask(&naming::error_ratio(slo.period)), "{series}");
            for pair in &group.pairs {
                let burn = |window| ask(&naming::error_ratio(window)).map(|ratio| ratio / slo.error_budget);
                assert_eq!(
                    (pair.short_burn, pair.long_burn),
                    (burn(pair.short), burn(pair.long)),
                    "{series}"
                );
            }
            groups += 1;
        }
    }
    assert_eq!(groups, 10); // eight SLOs, one of them with three regions
}

#[test]
fn the_curve_of_a_budget_ends_where_the_rules_say() {
    let Some(prometheus) = prometheus() else { return };
    for slo in report(prometheus).slos {
        for group in &slo.groups {
            let (first, last) = (group.history.first().unwrap(), group.history.last().unwrap());
            assert_eq!(*first, (demo::AT - 30 * 86_400, 1.0), "{}", slo.id);
            assert_eq!(last.0, demo::AT, "{}", slo.id);
            assert!((last.1 - group.remaining.unwrap()).abs() < 1e-9, "{}: {last:?}", slo.id);
        }
    }
}

#[test]
fn an_slo_without_series_has_no_data_and_never_all_of_its_budget() {
    let Some(prometheus) = prometheus() else { return };
    let report = report(prometheus);
    let silent = report.slos.iter().find(|slo| slo.id == "exports-deliveries").unwrap();
    assert_eq!((silent.groups.len(), silent.alerts.len(), silent.firing.len()), (0, 0, 0));
    let html = page(&report);
    let line = html.split("</tr>").find(|line| line.contains("deliveries")).unwrap();
    assert_eq!(line.matches("no data").count(), 4, "{line}");
    assert!(!line.contains("100"), "{line}");
}

#[test]
fn alerts_are_those_that_prometheus_keeps() {
    let Some(prometheus) = prometheus() else { return };
    for slo in report(prometheus).slos {
        for kind in [slo_compiler::model::AlertKind::Page, slo_compiler::model::AlertKind::Ticket] {
            let labels =
                format!("sloth_id={:?}, sloth_severity={:?}, alertstate=\"firing\"", slo.id, kind.as_str());
            let firing = value(prometheus, &format!("max(ALERTS{{{labels}}})")).is_some();
            assert_eq!(slo.firing.contains(&kind), firing, "{labels}");
            let spans: Vec<_> = slo.alerts.iter().filter(|span| span.kind == Some(kind)).collect();
            assert_eq!(spans.iter().any(|span| span.firing), firing, "{labels}");
            // Samples of alerts are five minutes apart.
            let times =
                value(prometheus, &format!("max(count_over_time(ALERTS{{{labels}}}[30d]))")).unwrap_or(0.0);
            let seconds: i64 = spans.iter().map(|span| span.end - span.start).sum();
            assert!(seconds as f64 >= times * 300.0, "{labels}: {seconds} s, {times} samples");
        }
    }
}

#[test]
fn another_time_gives_another_report() {
    let Some(prometheus) = prometheus() else { return };
    let compiled = demo::compiled();
    let is_any_firing = |at| {
        let report = Survey::new(compiled.slos(), at).run(&client(prometheus), "", &|| {}).unwrap();
        report.slos.iter().any(|slo| !slo.firing.is_empty())
    };
    assert!(is_any_firing(demo::AT));
    assert!(!is_any_firing(demo::AT - 600 * 3600));
}

#[test]
fn requests_do_not_grow_with_slos() {
    let compiled = demo::compiled();
    let all: Vec<_> = compiled.slos().collect();
    let slos = || all.iter().copied().cycle();
    assert_eq!(Survey::new(slos().take(9), demo::AT).requests(), 3);
    assert_eq!(Survey::new(slos().take(2000), demo::AT).requests(), 30);
}

#[test]
fn what_keeps_a_server_from_answering_is_said() {
    let Some(prometheus) = prometheus() else { return };
    let failure = |base: &str| {
        let client = Client::new(Endpoint::parse(base).unwrap(), Duration::from_secs(5));
        client.instant("up", demo::AT).unwrap_err()
    };
    let elsewhere = failure(&format!("{}/nowhere", prometheus.url()));
    assert!(matches!(elsewhere, QueryError::NotFound(_)), "{elsewhere}");
    assert!(matches!(failure("http://127.0.0.1:1"), QueryError::Transport(_)));
    let bad = client(prometheus).instant("up(", demo::AT).unwrap_err();
    assert!(bad.to_string().contains("unclosed left parenthesis"), "{bad}");
}
