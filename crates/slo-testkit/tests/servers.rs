//! An SLO's alert goes all the way: rules in a real Prometheus, the alert in a real Alertmanager, and its end. And a real Prometheus
//! has the past that it was given.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use slo_compiler::{Options, Source, compile};
use slo_testkit::alertmanager::Alertmanager;
use slo_testkit::fill::{self, Series};
use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::wait;

const SPEC: &str = r#"
version: prometheus/v1
service: shop
slos:
  - name: requests
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(requests_total{code="500"}[{{.window}}]))
        total_query: sum(rate(requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      labels: {team: shop}
      page_alert: {labels: {severity: page}}
      ticket_alert: {disable: true}
"#;

/// Requests a second.
const TRAFFIC: u64 = 10;
/// How long all requests failed: more than 1.44 % of an hour, where the page's quick pair fires, and less than 0.6 %
/// of six hours, where the slow pair does.
const OUTAGE: u64 = 60;
/// Below 1.44 % of five minutes the quick pair no longer fires.
const QUIET: u64 = 4;

#[test]
fn an_alert_reaches_alertmanager_and_ends() {
    let Some(alertmanager) = Alertmanager::start() else { return };
    let compiled = compile(&Source::new("slo.yml", SPEC.as_bytes()), &Options::default()).compiled.unwrap();
    let rules = compiled.to_prometheus();
    // The five-minute window has all but left the outage behind: the alert fires as soon as the server runs and
    // ends `rest` seconds after the samples were made. A start that takes too much of them is repeated with more.
    let mut rest = 12;
    let prometheus = loop {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let setup = Setup {
            rules: vec![rules.clone()],
            samples: samples(now.as_secs(), now.as_secs() + rest + QUIET - 300),
            evaluation_interval: "1s".into(),
            alertmanager: Some(alertmanager.address().to_owned()),
            ..Setup::default()
        };
        let Some(prometheus) = Prometheus::start(&setup) else { return };
        if SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
            < now + std::time::Duration::from_secs(rest / 2)
        {
            break prometheus;
        }
        rest *= 2;
        assert!(rest < 200, "the server takes minutes to start");
    };
    let alert = wait::until("the page at Alertmanager", || alertmanager.alerts().into_iter().next());
    let labels = ["alertname", "severity", "team", "sloth_service", "sloth_slo", "sloth_severity"];
    let labels = labels.map(|name| alert["labels"][name].as_str().unwrap_or_default());
    assert_eq!(labels, ["ShopErrors", "page", "shop", "shop", "requests", "page"]);
    wait::until("its end at Alertmanager", || alertmanager.alerts().is_empty().then_some(()));

    let rules: Vec<Value> = prometheus
        .rule_groups()
        .iter()
        .flat_map(|group| group["rules"].as_array().unwrap().clone())
        .collect();
    assert!(rules.iter().all(|rule| rule["health"] == "ok"), "{rules:?}");
    assert!(
        rules.iter().any(|rule| rule["name"] == "ShopErrors" && rule["state"] == "inactive"),
        "{rules:?}"
    );
}

/// Two counters over six hours until `now`; an outage ends at `end`. None is later than `now`: a server takes no
/// sample that is older than its blocks, and rules are to write theirs.
fn samples(now: u64, end: u64) -> String {
    let start = now - 6 * 3600;
    let far = (start..now - 600).step_by(60);
    let times: Vec<u64> = far.chain((now - 600..now).step_by(5)).collect();
    let failed = |time: u64| TRAFFIC * time.clamp(end - OUTAGE, end).abs_diff(end - OUTAGE);
    let mut text = String::from("# TYPE requests counter\n");
    for time in &times {
        writeln!(text, "requests_total{{code=\"500\"}} {} {time}", failed(*time)).unwrap();
    }
    for time in &times {
        let answered = TRAFFIC * (time - start) - failed(*time);
        writeln!(text, "requests_total{{code=\"200\"}} {answered} {time}").unwrap();
    }
    text.push_str("# EOF\n");
    text
}

/// A past that was filled in is there to the sample, across the borders of blocks.
#[test]
fn a_filled_past_is_there() {
    const HOUR: u64 = 3600;
    let end = 1_700_000_000;
    let series = |name: &str, start, step, [first, last]: [f64; 2]| Series {
        labels: [("__name__".to_owned(), name.to_owned())].into(),
        start,
        end,
        step,
        first,
        last,
        noise: 0.0,
    };
    let folder = tempfile::tempdir().unwrap();
    let all = [series("line", end - 100 * HOUR, 60, [0.0, 1.0]), series("fact", end - HOUR, 30, [2.0, 2.0])];
    if fill::blocks(all, folder.path()).unwrap().is_none() {
        return;
    }
    let setup = Setup { blocks: Some(folder.path().to_owned()), ..Setup::default() };
    let Some(prometheus) = Prometheus::start(&setup) else { return };
    for (query, expected) in [
        ("count_over_time(line[200h])", "6001"),
        ("count_over_time(fact[200h])", "121"),
        ("min_over_time(line[200h])", "0"),
        ("line offset 50h", "0.5"),
        ("line", "1"),
        ("fact", "2"),
    ] {
        let answer = prometheus.query(query, Some(1_700_000_000.0));
        assert_eq!(answer["data"]["result"][0]["value"][1], expected, "{query}: {answer}");
    }
}
