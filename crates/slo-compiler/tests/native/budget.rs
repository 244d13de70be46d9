//! What is divided by: no budget at all, and a constant that is no event.

use std::fmt::Write as _;

use slo_testkit::tools;

use super::{ALERT, EVENTS, rules, rules_of};

#[test]
fn without_a_budget_nothing_is_left_after_one_bad_event() {
    let Some(promtool) = tools::promtool() else { return };
    let rules = rules_of("100", &format!("{EVENTS}{ALERT}period: 1d\n"));
    for (bad, expected) in [
        ("0x450", ["0", "0", "1"]),
        ("0x200 1x250", ["0", ".inf", "0"]),
        ("0x417 1x33", [".inf", ".inf", "0"]),
    ] {
        let mut tests = format!(
            "evaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n  - {{series: all, values: '0+60x450'}}\n  \
             - {{series: bad, values: '{bad}'}}\n  promql_expr_test:\n"
        );
        let names = [
            "slo:current_burn_rate:ratio",
            "slo:period_burn_rate:ratio",
            "slo:period_error_budget_remaining:ratio",
        ];
        for (name, value) in names.iter().zip(expected) {
            writeln!(
                tests,
                "  - {{expr: sum({name}), eval_time: 7h, exp_samples: [{{labels: '{{}}', value: {value}}}]}}"
            )
            .unwrap();
        }
        assert_eq!(promtool.test_rules(&rules, &tests), Ok(()), "{bad}: {rules}");
    }
}

#[test]
fn a_constant_factor_of_a_query_counts_no_events() {
    let condition = |sli: &str| {
        let rules = rules(&format!("sli: {sli}\n{ALERT}min_events: 5\n"));
        let line = rules.lines().find(|line| line.contains("[1h:5m]")).unwrap().trim().to_owned();
        line.split_once("[1h:5m])").unwrap().1.trim().to_owned()
    };
    let events = |bad: &str| {
        format!("{{events: {{error_query: '{bad}', total_query: 'sum(rate(all[{{{{.window}}}}])) * 60'}}}}")
    };
    let rate = "rate(bad[{{.window}}])";
    for (bad, expected) in [
        (format!("sum({rate}) * 60"), "* 5 >= 5"),
        (format!("60 * (sum({rate}))"), "* 5 >= 5"),
        (format!("sum(60 * {rate})"), "* 5 >= 5"),
        (format!("sum({rate}) / 2"), "* 600 >= 5"),
        (format!("sum({rate})"), "* 300 >= 5"),
    ] {
        assert_eq!(condition(&events(&bad)), expected, "{bad}");
    }
    let ratio = format!(
        "{{raw: {{error_ratio_query: 'sum({rate}) * 60 / (sum(rate(all[{{{{.window}}}}])) * 60)'}}}}"
    );
    assert_eq!(condition(&ratio), "* 5 >= 5");
}
