//! The rules of the profile `native`, evaluated by the real engine over simulated series.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test fails")]

mod budget;
mod clashes;
mod expressions;
mod health;
mod missing;
mod past;
mod plugins;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::model::Window;
use slo_compiler::promql::{self, ExprKind};
use slo_compiler::rules::{Profile, RuleKind};
use slo_compiler::{Compiled, Options, Source, compile};
use slo_testkit::{conformance, repo, tools};

fn options() -> Options {
    let mut options = Options::default();
    options.profile = Profile::Native;
    options
}

/// The rules of one SLO with these fields.
fn rules(fields: &str) -> String {
    rules_of("99", fields)
}

fn rules_of(objective: &str, fields: &str) -> String {
    let mut spec =
        format!("version: prometheus/v1\nservice: shop\nslos:\n  - name: web\n    objective: {objective}\n");
    for line in fields.lines() {
        writeln!(spec, "    {line}").unwrap();
    }
    let outcome = compile(&Source::new("spec.yml", spec.as_bytes()), &options());
    outcome.compiled.unwrap_or_else(|| panic!("{:?}\n{spec}", outcome.diagnostics)).to_prometheus()
}

const EVENTS: &str = "sli: {events: {error_query: 'sum(rate(bad[{{.window}}]))', total_query: 'sum(rate(all[{{.window}}]))'}}\n";
const GROUPED: &str = "sli: {events: {error_query: 'sum by (z) (rate(bad[{{.window}}]))', total_query: 'sum by (z) (rate(all[{{.window}}]))'}}\n";
const RATIO: &str =
    "sli: {raw: {error_ratio_query: 'max(rate(bad[{{.window}}]) / rate(all[{{.window}}]))'}}\n";
const ALERT: &str = "alerting: {name: A}\n";

/// `window=value` of every error ratio at 7 hours, and of every group.
type Expected<'a> = &'a [(&'a str, &'a str)];

fn check(name: &str, rules: &str, series: &[(&str, &str)], windows: &[&str], expected: Expected<'_>) {
    let Some(promtool) = tools::promtool() else { return };
    let mut tests = "evaluation_interval: 30s\ntests:\n- interval: 1m\n  input_series:\n".to_owned();
    for (series, values) in series {
        writeln!(tests, "  - {{series: '{series}', values: '{values}'}}").unwrap();
    }
    tests += "  promql_expr_test:\n";
    for window in windows {
        writeln!(tests, "  - expr: sum by (z) (round(slo:sli_error:ratio_rate{window}, 1e-6))\n    eval_time: 7h\n    exp_samples:")
            .unwrap();
        for (labels, value) in expected {
            writeln!(tests, "    - {{labels: '{{{labels}}}', value: {value}}}").unwrap();
        }
    }
    assert_eq!(promtool.test_rules(rules, &tests), Ok(()), "{name}:\n{rules}");
}

/// That `condition` has one result at 7 hours.
fn holds(rules: &str, series: &[(&str, &str)], condition: &str) {
    let Some(promtool) = tools::promtool() else { return };
    let mut tests = "evaluation_interval: 30s\ntests:\n- interval: 1m\n  input_series:\n".to_owned();
    for (series, values) in series {
        writeln!(tests, "  - {{series: '{series}', values: '{values}'}}").unwrap();
    }
    writeln!(tests, "  promql_expr_test:\n  - expr: 'count({condition})'\n    eval_time: 7h\n    exp_samples: [{{labels: '{{}}', value: 1}}]")
        .unwrap();
    assert_eq!(promtool.test_rules(rules, &tests), Ok(()), "{condition}:\n{rules}");
}

/// The windows that have all they need after 7 hours, in each of the ways in which windows are read.
const WINDOWS: [&str; 5] = ["5m", "30m", "1h", "2h", "6h"];

#[test]
fn a_window_without_events_is_what_the_policy_says() {
    let flat: &[(&str, &str)] = &[("bad", "7x450"), ("all", "70x450")];
    for (kind, sli) in [("events", EVENTS), ("ratio", RATIO)] {
        let of = |policy: &str| rules(&format!("{sli}{ALERT}no_traffic: {policy}\n"));
        check(&format!("{kind}, good"), &of("good"), flat, &WINDOWS, &[("", "0")]);
        check(&format!("{kind}, absent"), &of("absent"), flat, &WINDOWS, &[]);
        check(&format!("{kind}, bad"), &of("bad"), flat, &WINDOWS, &[("", "1")]);
    }
}

#[test]
fn a_service_that_never_failed_has_a_ratio_of_zero() {
    for policy in ["good", "absent", "bad"] {
        let rules = rules(&format!("{EVENTS}{ALERT}no_traffic: {policy}\n"));
        check(policy, &rules, &[("all", "0+60x450")], &WINDOWS, &[("", "0")]);
        check(&format!("{policy}, no source"), &rules, &[("other", "0+60x450")], &WINDOWS, &[]);
    }
}

#[test]
fn each_group_has_its_own_ratio() {
    let rules = rules(&format!("{GROUPED}{ALERT}"));
    let series = [
        ("all{z=\"1\",pod=\"a\"}", "0+60x450"),
        ("all{z=\"1\",pod=\"b\"}", "0+60x450"),
        ("bad{z=\"1\",pod=\"a\"}", "0+12x450"),
        ("all{z=\"2\"}", "0+60x450"),
        ("all{z=\"3\"}", "0x450"),
    ];
    check("groups", &rules, &series, &WINDOWS, &[("z=\"1\"", "0.1"), ("z=\"2\"", "0"), ("z=\"3\"", "0")]);
}

/// Where a mean of ratios would say 0.5: half of the time idle traffic fails, and the other half busy traffic does not.
#[test]
fn long_windows_weigh_by_events() {
    let rules = rules(&format!("{EVENTS}{ALERT}"));
    let series = [("all", "0+6x420 0+600x279"), ("bad", "0+6x420 2520x279")];
    let truth = 6.0 * 180.0 / (6.0 * 180.0 + 600.0 * 180.0);
    let Some(promtool) = tools::promtool() else { return };
    // A counter that begins anew loses the increments of one scrape; the ratio of six hours is within a hundredth of a point.
    let tests = format!(
        "evaluation_interval: 30s\ntests:\n- interval: 1m\n  input_series:\n  - {{series: all, values: '{}'}}\n  - {{series: bad, values: '{}'}}\n  \
         promql_expr_test:\n  - expr: abs(slo:sli_error:ratio_rate6h - {truth}) < bool 0.001\n    eval_time: 10h\n    exp_samples:\n    \
         - {{labels: '{{sloth_id=\"shop-web\", sloth_service=\"shop\", sloth_slo=\"web\", sloth_window=\"6h\"}}', value: 1}}\n",
        series[0].1, series[1].1
    );
    assert_eq!(promtool.test_rules(&rules, &tests), Ok(()));
}

const HEALTH: &str = "health: {exhausted: true, vanished: true, never_seen: true, idle: true}\n";

#[test]
fn a_health_alert_fires_alone_in_its_situation() {
    let Some(promtool) = tools::promtool() else { return };
    let rules = rules(&format!("{EVENTS}{ALERT}{HEALTH}period: 1d\n"));
    let names = ["ABudgetExhausted", "ASourceVanished", "ASourceNeverSeen", "ASourceIdle"];
    let situations: [(&str, &[(&str, &str)]); 5] = [
        ("", &[("all", "0+60x2000")]),
        ("ABudgetExhausted", &[("all", "0+60x2000"), ("bad", "0+30x300 9000x1700")]),
        ("ASourceVanished", &[("all", "0+60x1300")]),
        ("ASourceNeverSeen", &[("other", "0+60x2000")]),
        ("ASourceIdle", &[("all", "0+60x60 3600x1940")]),
    ];
    for (firing, series) in situations {
        let mut tests = "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n".to_owned();
        for (series, values) in series {
            writeln!(tests, "  - {{series: '{series}', values: '{values}'}}").unwrap();
        }
        tests += "  promql_expr_test:\n";
        for name in names {
            let is_firing = format!(
                "count(ALERTS{{alertname=\"{name}\", alertstate=\"firing\", sloth_id=\"shop-web\"}})"
            );
            let samples = if name == firing { "\n    - {labels: '{}', value: 1}" } else { " []" };
            writeln!(tests, "  - expr: '{is_firing}'\n    eval_time: 27h\n    exp_samples:{samples}")
                .unwrap();
        }
        assert_eq!(promtool.test_rules(&rules, &tests), Ok(()), "{firing}");
    }
}

#[test]
fn few_bad_events_raise_no_alert_where_the_slo_says_so() {
    let Some(promtool) = tools::promtool() else { return };
    let firing = |fields: &str, bad: &str| {
        let rules = rules(&format!("{EVENTS}{ALERT}{fields}"));
        let tests = format!(
            "evaluation_interval: 30s\ntests:\n- interval: 1m\n  input_series:\n  - {{series: all, values: '0+1x300'}}\n  \
             - {{series: bad, values: '{bad}'}}\n  promql_expr_test:\n  \
             - expr: count(ALERTS{{alertname=\"A\", alertstate=\"firing\", sloth_severity=\"page\"}})\n    eval_time: 4h\n    \
             exp_samples: [{{labels: '{{}}', value: 1}}]\n"
        );
        promtool.test_rules(&rules, &tests).is_ok()
    };
    // A request a minute, of which one in two fails: some 30 bad events an hour.
    let half: String = (0..300).fold(String::from("0"), |text, minute| format!("{text} {}", minute / 2));
    assert!(firing("", &half));
    assert!(firing("min_events: 20\n", &half));
    assert!(!firing("min_events: 200\n", &half), "there are 120 in all");
}

#[test]
fn each_pair_of_windows_can_raise_an_alert_of_its_own() {
    let fields = "alerting:\n  name: A\n  per_window: true\n  for: 1m\n  keep_firing_for: 3m\n  page_alert: {slow: {for: 5m, labels: {speed: slow}}}\n";
    let rules = rules(&format!("{EVENTS}{fields}"));
    assert_eq!(rules.matches("- alert: A\n").count(), 4, "{rules}");
    for text in ["for: 5m", "speed: slow", "long_window: 6h", "short_window: 30m", "keep_firing_for: 3m"] {
        assert!(rules.contains(text), "{text}: {rules}");
    }
    let Some(promtool) = tools::promtool() else { return };
    assert_eq!(promtool.check_rules(&rules), Ok(()));
}

/// The times of the tiers hold where the user has none.
#[test]
fn a_time_to_hold_that_is_written_wins_over_that_of_a_tier() {
    let holds = |alerting: &str| {
        let rules = rules(&format!("{EVENTS}alerting: {{name: A, tiers: four{alerting}}}\n"));
        let holds = rules.lines().filter_map(|line| line.trim().strip_prefix("for: "));
        holds.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(holds(""), "2m 15m 1h 3h");
    assert_eq!(holds(", for: 9m"), "9m 9m 9m 9m");
    assert_eq!(holds(", ticket_alert: {for: 11m}"), "2m 15m 11m 11m");
    assert_eq!(holds(", for: 9m, ticket_alert: {for: 11m, slow: {for: 13m}}"), "9m 9m 11m 13m");
}

#[test]
fn an_slo_that_is_off_has_no_rules_and_others_stay() {
    let spec = format!(
        "version: prometheus/v1\nservice: shop\nslos:\n  - {{name: off, objective: 99, disabled: true, {}, alerting: {{name: A}}}}\n",
        EVENTS.trim_end()
    );
    let mut options = options();
    options.retention = Some(Window::days(7));
    let outcome = compile(&Source::new("spec.yml", spec.as_bytes()), &options);
    assert_eq!(outcome.compiled.unwrap().groups().count(), 0);
    assert_eq!(
        outcome.diagnostics.iter().count(),
        0,
        "nothing is too short for no rules: {:?}",
        outcome.diagnostics
    );
}

#[test]
fn samples_that_arrive_late_are_waited_for_in_both_groups() {
    let rules = rules(&format!("{EVENTS}{ALERT}query_offset: 2m\n"));
    assert_eq!(rules.matches("  query_offset: 2m\n").count(), 2, "{rules}");
}

/// The names of recorded series that `expr` reads.
fn reads(expr: &str) -> BTreeSet<String> {
    let expr = promql::parse(expr, promql::Options::all())
        .unwrap_or_else(|error| panic!("{}: {expr}", error.message));
    let name = |expr: &promql::Expr| match &expr.kind {
        ExprKind::Selector(selector) => selector.name.as_ref().map(|name| name.value().into_owned()),
        ExprKind::Range(range) => range.selector.name.as_ref().map(|name| name.value().into_owned()),
        _ => None,
    };
    expr.walk().filter_map(name).filter(|name| name.starts_with("slo:")).collect()
}

fn compiled() -> Vec<(String, Compiled)> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["examples/features", "examples/flux-platform/slos/specs"] {
        files.extend(fs::read_dir(repo::root().join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    for case in conformance::cases().filter(conformance::Case::succeeds) {
        files.extend(fs::read_dir(&case.dir).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml"));
    // Some of these make what no Prometheus loads, with any rules: MetricsQL, and labels that are not quoted.
    files.retain(|path| !path.to_string_lossy().contains("/slo-plugins/"));
    let compile = |path: &Path| {
        let source = Source::new("spec.yml", fs::read(path).unwrap());
        Some((path.display().to_string(), compile(&source, &options()).compiled?))
    };
    files.iter().filter_map(|path| compile(path)).collect()
}

/// A rule that stands before what it reads sees the sample before.
#[test]
fn a_rule_stands_behind_those_of_its_group_that_it_reads() {
    let all = compiled();
    assert!(all.len() > 200, "{} specs", all.len());
    for (path, compiled) in &all {
        for group in compiled.groups().filter(|group| group.name.starts_with("slo-")) {
            let mut later: BTreeSet<String> = group
                .rules
                .iter()
                .filter_map(|rule| match &rule.kind {
                    RuleKind::Record(name) => Some(name.to_string()),
                    _ => None,
                })
                .collect();
            for rule in &group.rules {
                if let RuleKind::Record(name) = &rule.kind
                    && name.starts_with("slo:")
                {
                    let read = reads(&rule.expr);
                    assert!(read.is_disjoint(&later), "{path}: {name} reads {read:?} before they are made");
                    later.remove(&**name);
                }
            }
        }
    }
}

#[test]
fn prometheus_loads_the_rules_of_every_spec() {
    let Some(promtool) = tools::promtool() else { return };
    let refused = promtool
        .check_all(compiled().iter().map(|(path, compiled)| (path.clone(), compiled.to_prometheus())));
    assert_eq!(refused, []);
}
