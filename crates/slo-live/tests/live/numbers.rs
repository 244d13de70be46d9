//! The report says what the rules recorded.

use std::time::Duration;

use slo_compiler::dashboard::Subject;
use slo_compiler::dashboard::queries::{Many, Queries};
use slo_compiler::rules::Profile;
use slo_live::prometheus::{Client, Endpoint, QueryError, Tls};
use slo_live::report::{GroupReport, Survey, page};
use slo_testkit::prometheus::Prometheus;

use crate::agree::{agrees, curves_agree, drawn};
use crate::demo;
use crate::server::{client, prometheus, prometheus_that_takes, report};

/// The one value that `query` has at the time of the report.
fn value(prometheus: &Prometheus, query: &str) -> Option<f64> {
    let answer = prometheus.query(query, Some(demo::AT as f64));
    let results = answer["data"]["result"].as_array().unwrap();
    assert!(results.len() < 2, "{query}: {answer}");
    results.first().map(|result| result["value"][1].as_str().unwrap().parse().unwrap())
}

const PROFILES: [Profile; 2] = [Profile::Sloth, Profile::Native];

#[test]
fn every_figure_is_that_of_the_dashboards() {
    let Some(prometheus) = prometheus() else { return };
    for profile in PROFILES {
        let groups = agrees(prometheus, &demo::compiled(profile), &report(prometheus, profile));
        assert_eq!(groups, 10); // eight SLOs, one of them with three regions
    }
}

#[test]
fn events_are_left_where_events_are_recorded() {
    let Some(prometheus) = prometheus() else { return };
    for profile in PROFILES {
        for slo in report(prometheus, profile).slos {
            let counts = profile == Profile::Native && slo.id != "storefront-probe";
            assert_eq!(slo.records_events, counts, "{}", slo.id);
            for group in &slo.groups {
                assert_eq!(
                    (group.total_events.is_some(), group.events_left.is_some()),
                    (counts, counts),
                    "{}",
                    slo.id
                );
            }
        }
    }
}

#[test]
fn the_curve_of_a_budget_ends_where_the_rules_say() {
    let Some(prometheus) = prometheus() else { return };
    for profile in PROFILES {
        for slo in report(prometheus, profile).slos {
            for group in &slo.groups {
                let (first, last) = (group.history.first().unwrap(), group.history.last().unwrap());
                assert_eq!(*first, (demo::AT - 30 * 86_400, 1.0), "{}", slo.id);
                assert_eq!((last.0, group.history.len()), (demo::AT, 121), "{}", slo.id);
                assert!((last.1 - group.remaining.unwrap()).abs() < 1e-5, "{}: {last:?}", slo.id);
            }
        }
    }
}

/// The end of `tile` long pieces of a month, and the error ratio of each.
fn ratios(prometheus: &Prometheus, metric: &str, group: &GroupReport, tile: i64) -> Vec<(i64, f64)> {
    let last = demo::AT - demo::AT % tile;
    let first = last - 30 * 86_400 + tile;
    drawn(prometheus, metric, group, [first, last], tile as f64).into_iter().collect()
}

#[test]
fn dashboards_draw_the_curve_of_the_report_where_events_are_recorded() {
    let Some(prometheus) = prometheus() else { return };
    let draws = |profile| curves_agree(prometheus, &demo::compiled(profile), &report(prometheus, profile));
    assert_eq!(PROFILES.map(draws), [0, 9]); // seven SLOs count events, one of them in three regions
}

#[test]
fn where_only_ratios_are_recorded_the_curve_is_their_mean() {
    let Some(prometheus) = prometheus() else { return };
    let compiled = demo::compiled(Profile::Sloth);
    let report = report(prometheus, Profile::Sloth);
    let mut curves = 0;
    for slo in compiled.slos() {
        let (queries, id) = (Queries::of(slo), &*slo.slo.id);
        assert!(!queries.burn_down_weighs_events());
        let part = report.slos.iter().find(|part| part.id == id).unwrap();
        for group in &part.groups {
            let metric = format!("slo:sli_error:ratio_rate6h{{sloth_id={id:?}}}");
            let ratios = ratios(prometheus, &metric, group, 6 * 3600);
            assert_eq!(ratios.len(), 120, "{id}");
            let range = [demo::AT - 30 * 86_400, demo::AT];
            let drawn = drawn(prometheus, &queries.burn_down().unwrap().expr, group, range, 3600.0);
            assert!(drawn.len() > 700, "{id}: {} points", drawn.len());
            for (time, left) in drawn {
                let spent: f64 = ratios.iter().filter(|(end, _)| *end <= time).map(|(_, ratio)| ratio).sum();
                let expected = 1.0 - spent / 120.0 / slo.plan.error_budget;
                assert!((left - expected).abs() < 1e-9, "{id} at {time}: {left} {expected}");
            }
            curves += 1;
        }
    }
    assert_eq!(curves, 10);
}

#[test]
fn an_slo_without_series_has_no_data_and_never_all_of_its_budget() {
    let Some(prometheus) = prometheus() else { return };
    let report = report(prometheus, Profile::Native);
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
    for slo in report(prometheus, Profile::Native).slos {
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
    let compiled = demo::compiled(Profile::Native);
    let is_any_firing = |at| {
        let report = Survey::new(compiled.slos(), at).run(&client(prometheus), "", &|| {}).unwrap();
        report.slos.iter().any(|slo| !slo.firing.is_empty())
    };
    assert!(is_any_firing(demo::AT));
    assert!(!is_any_firing(demo::AT - 600 * 3600));
}

#[test]
fn requests_do_not_grow_with_slos() {
    let compiled = demo::compiled(Profile::Native);
    let all: Vec<_> = compiled.slos().collect();
    let slos = || all.iter().copied().cycle();
    // Six about 200 SLOs that record events, three about 200 that do not.
    assert_eq!(Survey::new(slos().take(9), demo::AT).requests(), 6 + 3);
    assert_eq!(Survey::new(slos().take(1800), demo::AT).requests(), 8 * 6 + 3);
}

#[test]
fn what_is_too_much_for_a_server_is_asked_in_parts() {
    let Some(prometheus) = prometheus() else { return };
    // Enough for the three regions of one SLO, and not for all SLOs: 9 series of 1,452 half hours.
    let Some(small) = prometheus_that_takes(6000) else { return };
    let compiled = demo::compiled(Profile::Native);
    let subjects: Vec<Subject<'_>> = compiled.slos().map(Subject::from).collect();
    let (_, question) = Many::of(&subjects, 200).iter().find_map(Many::event_tiles).unwrap();
    let refused = client(&small).instant(&format!("({question})[30d:6h]"), demo::AT).unwrap_err();
    assert!(matches!(refused, QueryError::TooMuch(_)), "{refused}");
    let page_of = |prometheus| page(&report(prometheus, Profile::Native));
    assert!(page_of(&small) == page_of(prometheus), "the page is the same");
}

#[test]
fn an_slo_that_cannot_be_asked_for_even_by_itself_is_named() {
    let Some(prometheus) = prometheus_that_takes(1000) else { return };
    let compiled = demo::compiled(Profile::Native);
    let survey = Survey::new(compiled.slos(), demo::AT);
    let error = survey.run(&client(&prometheus), "", &|| {}).unwrap_err();
    let told = error.to_string();
    assert!(matches!(error, QueryError::TooMuch(_)), "{told}");
    assert!(told.contains("would load too many samples"), "{told}");
    let (_, named) = told.split_once("; that was about the SLO ").unwrap();
    assert!(compiled.slos().any(|slo| *slo.slo.id == *named), "{told}");
}

#[test]
fn what_keeps_a_server_from_answering_is_said() {
    let Some(prometheus) = prometheus() else { return };
    let failure = |base: &str| {
        let client = Client::new(Endpoint::parse(base).unwrap(), Duration::from_secs(5), Tls::default());
        client.instant("up", demo::AT).unwrap_err()
    };
    let elsewhere = failure(&format!("{}/nowhere", prometheus.url()));
    assert!(matches!(elsewhere, QueryError::NotFound(_)), "{elsewhere}");
    assert!(matches!(failure("http://127.0.0.1:1"), QueryError::Transport(_)));
    let bad = client(prometheus).instant("up(", demo::AT).unwrap_err();
    assert!(bad.to_string().contains("unclosed left parenthesis"), "{bad}");
}
