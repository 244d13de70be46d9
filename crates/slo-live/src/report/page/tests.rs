//! What a page never does, whatever is in the report.

use slo_compiler::dashboard::model::{Color, Thresholds};
use slo_compiler::model::{AlertKind, Window};

use super::page;
use crate::report::model::{AlertSpan, GroupReport, PairReport, Report, SloReport};

const HOSTILE: &str = "</script><script>alert('\"&x\")</script>";

fn pair(short_burn: Option<f64>, long_burn: Option<f64>) -> PairReport {
    let (short, long) = (Window::minutes(5), Window::hours(1));
    PairReport { alert: AlertKind::Page, short, long, threshold: 14.4, enabled: true, short_burn, long_burn }
}

fn slo(text: &str, group: GroupReport) -> SloReport {
    SloReport {
        id: text.into(),
        service: text.into(),
        name: text.into(),
        description: text.into(),
        links: vec![(text.into(), "https://example.com/\"><script>".into())],
        objective: 99.9,
        error_budget: 0.001,
        budget_scale: Thresholds::new(Color::Red, [(0.0, Color::Orange), (0.5, Color::Green)]),
        period: Window::days(30),
        groups: vec![group],
        alerts: Vec::new(),
        firing: Vec::new(),
    }
}

fn html(slos: Vec<SloReport>) -> String {
    page(&Report {
        title: "SLOs".into(),
        server: "http://x".into(),
        at: 1_795_426_200,
        slos,
        warnings: Vec::new(),
    })
}

#[test]
fn every_text_is_escaped() {
    let group = GroupReport {
        labels: vec![(HOSTILE.into(), HOSTILE.into())],
        remaining: Some(0.5),
        pairs: vec![pair(None, None)],
        ..GroupReport::default()
    };
    let mut slo = slo(HOSTILE, group.clone());
    slo.groups.push(GroupReport { labels: vec![("a".into(), "b".into())], ..group });
    slo.alerts.push(AlertSpan { kind: None, name: HOSTILE.into(), start: 0, end: 60, firing: false });
    let report = Report {
        title: HOSTILE.into(),
        server: HOSTILE.into(),
        at: 0,
        slos: vec![slo],
        warnings: vec![HOSTILE.into()],
    };
    let html = page(&report);
    assert_eq!(html.matches("<script").count(), 1, "only our own");
    assert_eq!(html.matches("alert('").count(), html.matches("&lt;script&gt;alert('").count());
}

#[test]
fn numbers_that_are_none_are_never_drawn() {
    for odd in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e300, -1e300] {
        let known = Some(odd).filter(|value| !value.is_nan());
        let group = GroupReport {
            error_ratio: known,
            remaining: known,
            burn_rate: known,
            pairs: vec![pair(known, known)],
            history: vec![(0, 1.0), (21_600, odd), (43_200, 0.5)],
            ..GroupReport::default()
        };
        let html = html(vec![slo("odd", group)]);
        for number in ["NaN", "inf"] {
            assert!(
                !html.contains(&format!(">{number}")) && !html.contains(&format!("\"{number}\"")),
                "{odd}: {number}"
            );
        }
    }
}

#[test]
fn what_is_not_known_is_no_data() {
    let group =
        GroupReport { remaining: Some(1.0), pairs: vec![pair(None, Some(0.0))], ..GroupReport::default() };
    let html = html(vec![slo("half-known", group)]);
    // SLI and burn rate of the line and of the section, and the short window with its state.
    assert_eq!(html.matches("no data").count(), 6);
    assert_eq!(html.matches("<span class=\"badge grey\">no data</span>").count(), 1);
}

#[test]
fn an_objective_of_everything_has_no_budget_to_show() {
    let group =
        GroupReport { error_ratio: Some(0.001), remaining: None, burn_rate: None, ..GroupReport::default() };
    let mut slo = slo("all", group);
    (slo.objective, slo.error_budget) = (100.0, 0.0);
    assert!(html(vec![slo]).contains("99.90"));
}
