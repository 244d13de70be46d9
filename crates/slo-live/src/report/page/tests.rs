//! What a page never does, whatever is in the report.

use slo_compiler::dashboard::model::{Color, Format, Thresholds};
use slo_compiler::dashboard::queries::BurnState;
use slo_compiler::model::{AlertKind, Window};

use super::page;
use crate::report::model::{AlertSpan, GroupReport, PairReport, Report, SloReport};

const HOSTILE: &str = "</script><script>alert('\"&x\")</script>";

fn pair(short_burn: Option<f64>, long_burn: Option<f64>) -> PairReport {
    let (short, long) = (Window::minutes(5), Window::hours(1));
    let state = short_burn.and(long_burn).map(|_| BurnState::Acceptable);
    PairReport {
        alert: AlertKind::Page,
        short,
        long,
        threshold: 14.4,
        enabled: true,
        short_burn,
        long_burn,
        state,
    }
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
        budget: Format {
            thresholds: Thresholds::new(Color::Red, [(0.0, Color::Orange), (0.5, Color::Green)]),
            ..Format::default()
        },
        exhaustion: Format::default(),
        period: Window::days(30),
        pace: Window::hours(1),
        records_events: true,
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
        disabled: 0,
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
        disabled: 2,
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
            sli: known,
            remaining: known,
            seconds_left: known,
            exhaustion_seconds: known,
            total_events: known,
            events_left: known,
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
    // SLI, burn rate and lifetime of the line and of the section, its events, and the short window with its state.
    assert_eq!(html.matches("no data").count(), 9);
    assert_eq!(html.matches("<span class=\"badge grey\">no data</span>").count(), 1);
}

#[test]
fn an_objective_of_everything_has_no_budget_to_show() {
    let group = GroupReport { sli: Some(0.999), ..GroupReport::default() };
    let mut slo = slo("all", group);
    (slo.objective, slo.error_budget) = (100.0, 0.0);
    let html = html(vec![slo]);
    assert!(html.contains("99.90") && html.contains("Breached"), "{html}");
    assert!(html.contains("no budget") && !html.contains("no data"), "{html}");
}

#[test]
fn what_rules_do_not_record_is_told_from_what_has_no_data() {
    let group = || GroupReport { remaining: Some(0.5), ..GroupReport::default() };
    let mut ratios_only = slo("ratios", group());
    ratios_only.records_events = false;
    assert!(html(vec![ratios_only]).contains("not recorded"));
    let counted = GroupReport { events_left: Some(8_034.9), total_events: Some(1.6e7), ..group() };
    let html = html(vec![slo("events", counted)]);
    assert!(
        html.contains(">8\u{202f}034<") && html.contains("of 16\u{202f}000, with 16.0\u{202f}M events"),
        "{html}"
    );
}

#[test]
fn a_gap_breaks_the_line_and_is_told() {
    let drawn = |times: &[i64]| {
        let at = 1_795_426_200;
        let history = times.iter().map(|hours| (at - hours * 3600, 1.0)).collect();
        let group = GroupReport { remaining: Some(1.0), history, ..GroupReport::default() };
        html(vec![slo("gaps", group)])
    };
    let whole: Vec<i64> = (0..=120).rev().map(|tile| tile * 6).collect();
    let gap: Vec<i64> = whole.iter().copied().filter(|hours| !(100..130).contains(hours)).collect();
    let lines = |html: &str| html.matches("<path class=\"line\"").count();
    let (whole, gap) = (drawn(&whole), drawn(&gap));
    // One in the overview, one in the section.
    assert_eq!((lines(&whole), lines(&gap)), (2, 4));
    assert!(
        !whole.contains("is recorded") && gap.contains("Of 1\u{202f}d 6\u{202f}h nothing is recorded"),
        "{gap}"
    );
    assert!(drawn(&[12, 6, 0]).contains("Nothing is recorded before 22 Nov, 21:30"));
}

#[test]
fn slos_that_are_left_out_are_counted() {
    let report = Report { title: "SLOs".into(), disabled: 2, ..Report::default() };
    assert!(page(&report).contains("2 SLOs are disabled"));
}

#[test]
fn the_worst_of_many_groups_come_first_and_the_others_are_counted() {
    let group = |number: u32| GroupReport {
        labels: vec![("pod".into(), format!("p{number:02}"))],
        remaining: Some(1.0 - 0.01 * f64::from(number)),
        ..GroupReport::default()
    };
    let mut slo = slo("many", group(0));
    slo.groups.extend((1..60).map(group));
    let html = html(vec![slo]);
    assert!(html.contains("<code>pod=p59</code>, which is worst off of 60 groups"), "{html}");
    assert!(html.contains("10 more are better off"));
    assert!(html.contains("<code>pod=p10</code>") && !html.contains("<code>pod=p09</code>"));
}

#[test]
fn a_burn_rate_without_a_budget_is_explained() {
    let burning = |rate| GroupReport { burn_rate: Some(rate), ..GroupReport::default() };
    let mut slo = slo("young", burning(0.5));
    slo.groups.push(GroupReport { labels: vec![("a".into(), "b".into())], ..burning(2.0) });
    let html = html(vec![slo]);
    assert!(html.contains("<code>a=b</code>, which is worst off of 2 groups"), "{html}");
    assert!(html.contains("No budget is recorded") && html.contains(">No data<"), "{html}");
}
