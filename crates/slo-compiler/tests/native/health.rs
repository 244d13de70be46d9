//! Health alerts over time: at every moment of a situation one of them fires, and never two.

use std::fmt::Write as _;

use slo_testkit::tools;

use super::{ALERT, EVENTS, GROUPED, HEALTH, rules};

/// The firing health alerts on the source, for each moment and group.
const FIRING: &str = "sum by (alertname, z) (ALERTS{alertname=~\"ASource.*\", alertstate=\"firing\"})";

/// That at each of these minutes exactly these alerts fire: an alert's name and the labels of its group.
fn fires(rules: &str, series: &[(&str, String)], expected: &[(u32, &[(&str, &str)])]) {
    let Some(promtool) = tools::promtool() else { return };
    let mut tests = "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n".to_owned();
    for (series, values) in series {
        writeln!(tests, "  - {{series: '{series}', values: '{values}'}}").unwrap();
    }
    tests += "  promql_expr_test:\n";
    for (minute, alerts) in expected {
        writeln!(tests, "  - expr: '{FIRING}'\n    eval_time: {minute}m\n    exp_samples:").unwrap();
        for (name, group) in *alerts {
            writeln!(tests, "    - {{labels: '{{alertname=\"A{name}\"{group}}}', value: 1}}").unwrap();
        }
    }
    assert_eq!(promtool.test_rules(rules, &tests), Ok(()), "{rules}");
}

const VANISHED: &[(&str, &str)] = &[("SourceVanished", "")];
const NEVER_SEEN: &[(&str, &str)] = &[("SourceNeverSeen", "")];
const HOUR: u32 = 60;

#[test]
fn a_source_that_died_is_told_of_at_every_time() {
    let died = [("all", "0+60x60".to_owned())];
    let rules = rules(&format!("{EVENTS}{ALERT}{HEALTH}period: 1d\n"));
    // The last sample is of the first hour; the rate of 5 minutes lasts some minutes longer.
    let first: Vec<u32> = (2..=25).map(|hour| hour * HOUR).collect();
    let later: Vec<u32> = (27..=40).map(|hour| hour * HOUR).collect();
    let mut expected: Vec<(u32, &[(&str, &str)])> = first.into_iter().map(|at| (at, VANISHED)).collect();
    expected.extend(later.into_iter().map(|at| (at, NEVER_SEEN)));
    fires(&rules, &died, &expected);
    // From one to the other in a minute.
    let names = "count(ALERTS{alertname=~\"ASource.*\", alertstate=\"firing\"}) == 1";
    let Some(promtool) = tools::promtool() else { return };
    let mut tests = "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n  - {series: all, values: '0+60x60'}\n  promql_expr_test:\n".to_owned();
    for minute in 25 * HOUR + 55..26 * HOUR + 25 {
        writeln!(
            tests,
            "  - {{expr: '{names}', eval_time: {minute}m, exp_samples: [{{labels: '{{}}', value: 1}}]}}"
        )
        .unwrap();
    }
    assert_eq!(promtool.test_rules(&rules, &tests), Ok(()));
}

#[test]
fn a_group_that_died_is_told_of_for_a_day() {
    let rules = rules(&format!("{GROUPED}{ALERT}{HEALTH}period: 1d\n"));
    let series = [("all{z=\"1\"}", "0+60x2400".to_owned()), ("all{z=\"2\"}", "0+60x60".to_owned())];
    let vanished: &[(&str, &str)] = &[("SourceVanished", ", z=\"2\"")];
    let at = [2, 8, 14, 20, 25].map(|hour| (hour * HOUR, vanished));
    fires(&rules, &series, &at);
    fires(&rules, &series, &[(28 * HOUR, &[]), (36 * HOUR, &[])]);
}

/// Three scrapes in each run of a canary, and nothing until the next.
fn runs(every: u32, until: u32) -> String {
    let pause = every - 4;
    (0..until / every).fold(String::new(), |text, _| text + &format!("0 30 60 stale _x{pause} "))
}

#[test]
fn between_two_runs_of_a_sparse_source_no_alert_fires() {
    for (sparse, every) in [("30m", 30), ("6h", 360)] {
        let rules = rules(&format!("{EVENTS}{ALERT}{HEALTH}period: 2d\nsparse: {sparse}\n"));
        let series = [("all", runs(every, 18 * HOUR))];
        let working = (12 * HOUR..18 * HOUR).step_by(10).map(|at| (at, [].as_slice()));
        let mut expected: Vec<_> = working.collect();
        expected.extend([(26 * HOUR, VANISHED), (36 * HOUR, VANISHED)]);
        expected.push((50 * HOUR, NEVER_SEEN));
        fires(&rules, &series, &expected);
    }
}

#[test]
fn health_alerts_are_named_after_the_slo_even_alone() {
    let alerting = "alerting: {name: A, page_alert: {disable: true}, ticket_alert: {disable: true}}\n";
    let rules = rules(&format!("{EVENTS}{alerting}{HEALTH}"));
    assert!(rules.contains("- alert: ASourceVanished\n"), "{rules}");
}
