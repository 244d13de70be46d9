//! The expressions of each kind of SLI under each policy, as a snapshot to read.

use std::fmt::Write as _;

use slo_compiler::rules::RuleKind;
use slo_compiler::{Source, compile};

use super::options;

const KINDS: [(&str, &str); 10] = [
    (
        "events",
        "events: {error_query: 'sum(rate(bad[{{.window}}]))', total_query: 'sum(rate(all[{{.window}}]))'}",
    ),
    (
        "grouped events",
        "events: {error_query: 'sum by (z, \"a.b\") (rate(bad[{{.window}}]))', total_query: 'sum by (z, \"a.b\") (rate(all[{{.window}}]))'}",
    ),
    (
        "events of unknown groups",
        "events: {error_query: 'sum without (pod) (rate(bad[{{.window}}]))', total_query: 'sum without (pod) (rate(all[{{.window}}]))'}",
    ),
    (
        "events of different groups",
        "events: {error_query: 'sum by (z) (rate(bad[{{.window}}]))', total_query: 'sum(rate(all[{{.window}}]))'}",
    ),
    (
        "a difference of grouped events",
        "events: {error_query: 'sum by (z) (rate(all[{{.window}}])) - sum by (z) (rate(good[{{.window}}]))', total_query: 'sum by (z) (rate(all[{{.window}}]))'}",
    ),
    (
        "sums of events",
        "events: {error_query: 'sum(rate(failed[{{.window}}])) + sum(rate(late[{{.window}}]))', total_query: 'sum(rate(good[{{.window}}])) + sum(rate(failed[{{.window}}])) + sum(rate(late[{{.window}}]))'}",
    ),
    (
        "a ratio of sums",
        "raw: {error_ratio_query: '1 - sum(rate(good[{{.window}}])) / sum(rate(all[{{.window}}]))'}",
    ),
    ("a mean", "raw: {error_ratio_query: '1 - avg by (z) (avg_over_time(up[{{.window}}]))'}"),
    (
        "what does not add up",
        "raw: {error_ratio_query: 'max(rate(bad[{{.window}}]) / rate(all[{{.window}}]))'}",
    ),
    (
        "events that do not add up",
        "events: {error_query: 'max(increase(bad[{{.window}}]))', total_query: 'max(increase(all[{{.window}}]))'}",
    ),
];

/// Name and expression of each rule of an SLI.
fn sli_rules(sli: &str, policy: &str) -> Vec<(String, String)> {
    let spec = format!(
        "version: prometheus/v1\nservice: shop\nslos:\n- {{name: web, objective: 99, no_traffic: {policy}, sli: {{{sli}}}, alerting: {{name: A}}}}\n"
    );
    let compiled = compile(&Source::new("spec.yml", spec.as_bytes()), &options()).compiled.unwrap();
    let selector = r#"{sloth_id="shop-web", sloth_service="shop", sloth_slo="web"}"#;
    let rule = |rule: &slo_compiler::rules::Rule| match &rule.kind {
        RuleKind::Record(name) if name.starts_with("slo:sli") => {
            Some((name.to_string(), rule.expr.replace(selector, "{S}")))
        }
        _ => None,
    };
    compiled.groups().flat_map(|group| &group.rules).filter_map(rule).collect()
}

#[test]
fn each_kind_of_sli_has_its_expressions() {
    let mut text = String::new();
    for (kind, sli) in KINDS {
        writeln!(text, "\n{kind}").unwrap();
        for (name, expr) in sli_rules(sli, "good") {
            writeln!(text, "  {name} = {expr}").unwrap();
        }
        for policy in ["absent", "bad"] {
            writeln!(text, " {policy} without traffic").unwrap();
            let shown = |name: &str| {
                ["ratio_rate5m", "ratio_rate1h", "ratio_rate30d"].iter().any(|end| name.ends_with(end))
            };
            for (name, expr) in sli_rules(sli, policy).into_iter().filter(|(name, _)| shown(name)) {
                writeln!(text, "  {name} = {expr}").unwrap();
            }
        }
    }
    insta::with_settings!({omit_expression => true}, { insta::assert_snapshot!(text) });
}

/// `x * on (…) group_left () info` counts events if `info` is always 1, which only the user knows.
#[test]
fn queries_add_up_if_the_user_says_so() {
    let joined = "sum(rate(bad[{{.window}}]) * on (pod) group_left () info)";
    let all = "sum(rate(all[{{.window}}]))";
    let kinds = [
        format!("raw: {{error_ratio_query: '{joined} / {all}'}}"),
        format!("events: {{error_query: '{joined}', total_query: '{all}'}}"),
    ];
    for sli in kinds {
        let records_events =
            |policy: &str| sli_rules(&sli, policy).iter().any(|(name, _)| name.contains("events"));
        assert!(!records_events("good"), "{sli}");
        assert!(records_events("good, additive: true"), "{sli}");
    }
}

#[test]
fn rates_begin_at_the_last_scrape_before_their_window_where_that_is_known() {
    let of = |range: &str, more: &str| {
        let fields = format!(
            "scrape_interval: 30s\n{more}{}{}",
            super::EVENTS.replace("rate(", &format!("{range}(")),
            super::ALERT
        );
        super::rules(&fields)
    };
    let rates = of("rate", "");
    for expr in ["sum(rate(all[5m30s]))", "sum(rate(bad[5m30s]))", "sum(rate(all[30m30s]))"] {
        assert!(rates.contains(expr), "{expr} is not in\n{rates}");
    }
    assert!(!rates.contains("all[5m]") && rates.contains("slo:sli_total_events:rate5m"), "{rates}");
    // These see all of their range, or count events: a longer one would count more of them.
    for range in ["increase", "sum_over_time"] {
        assert!(of(range, "").contains(&format!("sum({range}(all[5m]))")), "{range}");
    }
    assert!(of("rate", "additive: true\n").contains("sum(rate(all[5m]))"), "queries that are trusted stay");
}
