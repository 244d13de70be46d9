//! From an object in a cluster to an alert that fires: the rules that the controller made are evaluated over sample data, by
//! Prometheus' own engine over six hours, and by a running Prometheus now.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use program::{Program, cluster, object};
use serde_json::{Value, json};
use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::tools;

#[test]
fn an_object_becomes_an_alert_that_fires_when_it_should() {
    let (Some(promtool), Some(cluster)) = (tools::binary("promtool"), cluster()) else { return };
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    cluster.apply_yaml(&[object("shop", "99.9"), object("calm", "99.9")].join("---\n"));
    let count = || cluster.kubectl(&["get", "prometheusrules", "--output=name"]).lines().count();
    program.eventually("the rules are written", || count() == 2);

    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for name in ["shop", "calm"] {
        let rules = cluster.kubectl(&["get", "prometheusrule", name, "--output=jsonpath={.spec}"]);
        fs::write(folder.path().join(name), rules).unwrap(); // JSON is YAML
        files.push(name);
    }
    let tests = folder.path().join("tests.yml");
    fs::write(&tests, unit_test(&files).to_string()).unwrap();
    let output = Command::new(promtool).args(["test", "rules"]).arg(&tests).output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

/// A running Prometheus, with samples of the last two hours.
#[test]
fn an_object_becomes_an_alert_in_a_running_prometheus() {
    let (Some(_), Some(cluster)) = (tools::binary("prometheus"), cluster()) else { return };
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    cluster.apply_yaml(&[object("shop", "99.9"), object("calm", "99.9")].join("---\n"));
    let count = || cluster.kubectl(&["get", "prometheusrules", "--output=name"]).lines().count();
    program.eventually("the rules are written", || count() == 2);
    let rules = |name| cluster.kubectl(&["get", "prometheusrule", name, "--output=jsonpath={.spec}"]);
    let setup = Setup {
        rules: vec![rules("shop"), rules("calm")],
        samples: samples(),
        evaluation_interval: "1s".into(),
        ..Setup::default()
    };
    let prometheus = Prometheus::start(&setup).unwrap();
    let groups = prometheus.rule_groups();
    assert_eq!(groups.len(), 6, "{groups:#?}");
    let firing = || {
        let answer = prometheus.get("/api/v1/alerts", &[]);
        let alerts = answer["data"]["alerts"].as_array().unwrap().clone();
        let firing = alerts.into_iter().filter(|alert| alert["state"] == "firing");
        firing
            .map(|alert| {
                [&alert["labels"]["sloth_slo"], &alert["labels"]["sloth_severity"]]
                    .map(|label| label.as_str().unwrap().to_owned())
            })
            .collect::<Vec<_>>()
    };
    let page = ["shop".to_owned(), "page".to_owned()];
    program.eventually("the alert fires", || firing().contains(&page));
    assert!(firing().iter().all(|[slo, _]| slo == "shop"), "{:?}", firing());
    let rules =
        prometheus.rule_groups().into_iter().flat_map(|group| group["rules"].as_array().unwrap().clone());
    for rule in rules {
        assert_ne!(rule["health"], "err", "{rule:#}");
    }
}

/// A sample a minute until now, of both services.
fn samples() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut text = String::new();
    for (metric, service, per_minute) in [
        ("errors", "calm", 1),
        ("errors", "shop", 200),
        ("requests", "calm", 10_000),
        ("requests", "shop", 10_000),
    ] {
        for minute in 0..=120 {
            let (value, time) = (minute * per_minute, now - 60 * (120 - minute));
            writeln!(text, "{metric}_total{{service=\"{service}\"}} {value} {time}").unwrap();
        }
    }
    text + "# EOF\n"
}

/// One request in fifty of the shop fails, 20 times what its objective allows; of the other service one in 10,000 does.
fn unit_test(files: &[&str]) -> Value {
    let firing = |name: &str, severity: &str| {
        format!("count(ALERTS{{alertstate=\"firing\", sloth_slo=\"{name}\", sloth_severity=\"{severity}\"}})")
    };
    let expects = |query: String, is_one: bool| {
        let samples = if is_one { json!([{ "labels": "{}", "value": 1 }]) } else { json!([]) };
        json!({ "expr": query, "eval_time": "6h", "exp_samples": samples })
    };
    json!({
        "rule_files": files,
        "evaluation_interval": "1m",
        "tests": [{
            "interval": "1m",
            "input_series": [
                { "series": "requests_total{service=\"shop\"}", "values": "0+10000x400" },
                { "series": "errors_total{service=\"shop\"}", "values": "0+200x400" },
                { "series": "requests_total{service=\"calm\"}", "values": "0+10000x400" },
                { "series": "errors_total{service=\"calm\"}", "values": "0+1x400" },
            ],
            "promql_expr_test": [
                expects(firing("shop", "page"), true),
                expects(firing("shop", "ticket"), true),
                expects(firing("calm", "page"), false),
                expects(firing("calm", "ticket"), false),
            ],
        }],
    })
}
