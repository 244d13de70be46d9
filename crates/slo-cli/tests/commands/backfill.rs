//! The past of new rules, made by the command that is printed, from samples of a real server.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::tools;

use crate::scene::{Scene, spec};

const SPEC: &str = "\
version: prometheus/v1
service: shop
slos:
  - name: web
    objective: 99.9
    period: 7d
    description: Pages are delivered without an error.
    sli:
      events:
        error_query: sum(rate(requests_total{job=\"web\",code=\"500\"}[{{.window}}]))
        total_query: sum(rate(requests_total{job=\"web\"}[{{.window}}]))
    alerting: {name: WebErrors, labels: {team: shop}, annotations: {runbook: none}}
";

/// When the rules are loaded, and how long before that they look. It is a minute before a block begins, so the past begins at such
/// a time as well: promtool makes nothing at all where its first block has no evaluation.
const END: u64 = 1_700_006_340;
const WEEK: u64 = 7 * 86_400;

/// Requests and failed requests in the minute that ends at `time`: busy by day, an incident in one of the nights.
fn minute(time: u64) -> (u64, u64) {
    let hour = time % 86_400 / 3600;
    let requests = if (8..20).contains(&hour) { 600 } else { 20 };
    let in_incident = (END - 4 * 86_400..END - 4 * 86_400 + 3 * 3600).contains(&time);
    let failed = if in_incident && !(8..20).contains(&hour) { 10 } else { time / 60 % 7 / 6 };
    (requests, failed.min(requests))
}

/// Two counters, scraped once a minute, from an hour before the week on; and the error ratio of the week.
fn history() -> (String, f64) {
    let times: Vec<u64> = (END - WEEK - 3600..=END).step_by(60).collect();
    let (mut good, mut bad) = (String::new(), String::new());
    let (mut all, mut failed) = (0, 0);
    let mut at_start = (0, 0);
    for time in times {
        let (requests, errors) = minute(time);
        (all, failed) = (all + requests, failed + errors);
        if time == END - WEEK {
            at_start = (all, failed);
        }
        writeln!(bad, "requests_total{{job=\"web\",code=\"500\"}} {failed} {time}").unwrap();
        writeln!(good, "requests_total{{job=\"web\",code=\"200\"}} {} {time}", all - failed).unwrap();
    }
    let of_week = u32::try_from(failed - at_start.1).unwrap();
    let truth = f64::from(of_week) / f64::from(u32::try_from(all - at_start.0).unwrap());
    (format!("# TYPE requests counter\n{bad}{good}# EOF\n"), truth)
}

/// The expression of the rule that records `name`.
fn expression(rules: &str, name: &str) -> String {
    let rules: serde_json::Value = serde_yaml::from_str(rules).unwrap();
    let groups = rules["groups"].as_array().unwrap();
    let mut rules = groups.iter().flat_map(|group| group["rules"].as_array().unwrap());
    rules.find(|rule| rule["record"] == name).unwrap()["expr"].as_str().unwrap().to_owned()
}

fn value(server: &Prometheus, query: &str) -> f64 {
    let answer = server.query(query, Some(f64::from(u32::try_from(END).unwrap())));
    answer["data"]["result"][0]["value"][1].as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

#[test]
fn rules_have_a_past_after_the_printed_command() {
    let (samples, truth) = history();
    let Some(server) = Prometheus::start(&Setup { samples, ..Setup::default() }) else { return };
    let scene = Scene::new([("slo.yml", SPEC.into())]);
    let run = scene.run(&["backfill", "slo.yml", "--url", &server.url(), "--end", &END.to_string()]);
    assert_eq!(run.exit, Some(0), "{}", run.stderr);
    execute(&scene, &run.stdout);
    let setup = Setup { blocks: Some(scene.path("slo-backfill")), ..Setup::default() };
    let filled = Prometheus::start(&setup).unwrap();
    let rules = scene.run(&["build", "slo.yml", "--profile", "native"]).stdout;
    let query = expression(&rules, "slo:sli_error:ratio_rate1w");
    let ratio = value(&filled, &query);
    assert!((ratio / truth - 1.0).abs() < 0.01, "{ratio} instead of {truth}: {query}");
    assert!(value(&server, &query).is_nan(), "before, the rules have no past");
}

/// Runs the command that was printed.
fn execute(scene: &Scene, printed: &str) {
    // The words have no need of quotes here, so a shell would take them apart at the spaces.
    let words: Vec<&str> = printed.split_whitespace().collect();
    assert_eq!(words.first(), Some(&"promtool"), "{printed}");
    let mut promtool = Command::new(tools::folder().join("promtool"));
    let output = promtool.args(&words[1..]).current_dir(scene.path("")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A block that reaches into the head makes a server drop what is older there, of all series, at its next start.
#[test]
fn no_sample_of_a_live_server_is_lost() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let count = |time: u64| (time + 86_400 - now) / 60;
    let mut old = String::new();
    for time in (now - 43_200..now - 10_800).step_by(60) {
        writeln!(old, "requests_total{{job=\"web\",code=\"200\"}} {} {time}", count(time)).unwrap();
    }
    let setup = Setup {
        samples: format!("# TYPE requests counter\n{old}# EOF\n"),
        flags: vec!["--web.enable-remote-write-receiver".to_owned()],
        ..Setup::default()
    };
    let Some(server) = Prometheus::start(&setup) else { return };
    let mut head = "# TYPE requests_total counter\n".to_owned();
    for time in (now - 10_000..now).step_by(60) {
        writeln!(head, "requests_total{{code=\"200\"}} {} {time}000", count(time)).unwrap();
    }
    server.push("web", &head);

    let scene = Scene::new([("slo.yml", SPEC.replace("7d", "1d"))]);
    let run = scene.run(&["backfill", "slo.yml", "--url", &server.url()]);
    assert_eq!(run.exit, Some(0), "{}", run.stderr);
    execute(&scene, &run.stdout);
    let value = |server: &Prometheus, query: &str| {
        let answer = server.query(query, Some(f64::from(u32::try_from(now).unwrap())));
        answer["data"]["result"][0]["value"][1].as_str().map(str::to_owned)
    };
    let in_head = "count_over_time(requests_total[10030s])";
    assert_eq!(value(&server, in_head).as_deref(), Some("167"));
    let server = server.restart_with(&scene.path("slo-backfill"));
    assert_eq!(value(&server, in_head).as_deref(), Some("167"));
    let filled = value(&server, "count_over_time(slo:sli_total_events:rate5m[1d])");
    assert!(filled.is_some(), "the rules have a past");
}

#[test]
fn what_would_do_harm_is_refused() {
    let scene = Scene::new([("slo.yml", SPEC.into())]);
    for (words, why) in [
        (["--end", "2100-01-01T00:00:00Z"], "is less than 4 hours ago"),
        (["--profile", "sloth"], "need no past"),
        (["--eval-interval", "10m"], "at most 5m"),
        (["--eval-interval", "0s"], "above 0"),
    ] {
        let run = scene.run(&[&["backfill", "slo.yml"], words.as_slice()].concat());
        assert_eq!((run.exit, run.stdout.as_str()), (Some(2), ""), "{words:?}: {}", run.stderr);
        assert!(run.stderr.contains(why), "{words:?}: {}", run.stderr);
    }
    scene.write("slo.toml", "[build]\nprofile = \"sloth\"\n");
    let run = scene.run(&["backfill", "slo.yml"]);
    assert_eq!(run.exit, Some(2), "{}", run.stderr);
    assert!(!scene.path("slo-backfill.yml").exists());
}

#[test]
fn slos_that_record_no_events_are_named() {
    let direct = spec("quick").replace(" / (sum(rate(requests{job=\"web\"}[{{.window}}])) > 0)", " > 0");
    let scene = Scene::new([("direct.yml", direct)]);
    let run = scene.run(&["backfill", "direct.yml"]);
    assert_eq!((run.exit, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    assert!(run.stderr.contains("quick-web records no events"), "{}", run.stderr);
    assert!(!scene.path("slo-backfill.yml").exists());
}

#[test]
fn a_start_after_the_end_is_refused() {
    let scene = Scene::new([("slo.yml", SPEC.into())]);
    let run = scene.run(&["backfill", "slo.yml", "--start", "1700000001", "--end", "1700000000"]);
    assert_eq!(run.exit, Some(2), "{}", run.stderr);
    assert!(!scene.path("slo-backfill.yml").exists());
}
