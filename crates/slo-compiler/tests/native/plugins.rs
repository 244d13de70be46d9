//! What the SLO plugins of Sloth's specs do with rules that are not Sloth's.

use std::fmt::Write as _;

use slo_compiler::rules::RuleKind;
use slo_compiler::{Source, compile};

use super::{EVENTS, options};

/// The outcome of one SLO whose chain holds these plugins.
fn outcome(chain: &str) -> slo_compiler::Outcome {
    let mut spec = format!(
        "version: prometheus/v1\nservice: shop\nslos:\n- name: web\n  objective: 99\n  labels: {{team: a, tier: b}}\n  {EVENTS}  alerting: {{name: A}}\n  plugins:\n    chain:\n"
    );
    for plugin in chain.lines() {
        writeln!(spec, "    - {plugin}").unwrap();
    }
    compile(&Source::new("spec.yml", spec.as_bytes()), &options())
}

fn rules(chain: &str) -> String {
    let outcome = outcome(chain);
    outcome.compiled.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics)).to_prometheus()
}

fn remarks(chain: &str) -> Vec<String> {
    let problems = outcome(chain).diagnostics;
    problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

#[test]
fn intervals_are_those_of_the_groups_as_far_as_windows_allow() {
    let chain =
        |config: &str| format!("{{id: sloth.dev/contrib/rule_intervals/v1, config: {{interval: {config}}}}}");
    let short = chain("{default: 20s, metadata: 90s}");
    let text = rules(&short);
    assert!(text.contains("- name: slo-fast-shop-web\n  interval: 20s\n"), "{text}");
    assert!(text.contains("- name: slo-slow-shop-web\n  interval: 1m30s\n"), "{text}");
    assert_eq!(remarks(&short), Vec::<String>::new());

    let long = chain("{default: 5m}");
    let text = rules(&long);
    assert!(text.contains("- name: slo-fast-shop-web\n  interval: 1m\n"), "{text}");
    assert!(text.contains("- name: slo-slow-shop-web\n  interval: 2m\n"), "{text}");
    let expected = [
        "plugin/no-effect: `rule_intervals` asks for 5m for SLI and alerts: the rules of the profile `native` are evaluated every 1m",
        "plugin/no-effect: `rule_intervals` asks for 5m for metadata: the rules of the profile `native` are evaluated every 2m",
    ];
    assert_eq!(remarks(&long), expected);
}

#[test]
fn labels_go_from_every_recorded_series() {
    let text = rules("{id: sloth.dev/contrib/remove_labels/v1, config: {preserveLabels: [tier]}}");
    // Every recording, the info metric apart, which keeps what it says.
    assert_eq!(text.matches("team: a\n").count(), 1, "{text}");
    assert_eq!(text.matches("tier: b\n").count(), 19, "{text}");
}

#[test]
fn plugins_find_the_rules_that_they_change() {
    let text = rules(
        "{id: sloth.dev/contrib/info_labels/v1, config: {labels: {owner: web}}}\n{id: sloth.dev/contrib/error_budget_exhausted_alert/v1}",
    );
    let info = text.split("record: sloth_slo_info\n").nth(1).unwrap();
    assert!(info.split("- record").next().unwrap().contains("owner: web\n"), "{info}");
    let fast = text.split("- name: slo-slow").next().unwrap();
    assert!(fast.contains("- alert: ErrorBudgetExhausted\n"), "{fast}");
}

#[test]
fn other_ways_to_make_ratios_are_said_to_have_no_effect() {
    let usual = rules("{id: sloth.dev/core/noop/v1}");
    let corrected = "{id: sloth.dev/contrib/denominator_corrected_rules/v1}";
    let direct = "{id: sloth.dev/core/sli_rules/v1, config: {disableOptimized: true}}";
    for chain in [corrected, direct] {
        assert_eq!(rules(chain), usual);
        let remarks = remarks(chain);
        assert!(matches!(&*remarks, [only] if only.starts_with("plugin/no-effect: ")), "{remarks:?}");
    }
}

#[test]
fn recordings_or_alerts_alone_can_be_had() {
    let compiled = |change: fn(&mut slo_compiler::Options)| {
        let spec = format!(
            "version: prometheus/v1\nservice: shop\nslos:\n- name: web\n  objective: 99\n  {EVENTS}  alerting: {{name: A}}\n"
        );
        let mut options = options();
        change(&mut options);
        compile(&Source::new("spec.yml", spec.as_bytes()), &options).compiled.unwrap()
    };
    let kinds = |compiled: &slo_compiler::Compiled| {
        let is_alert = |rule: &slo_compiler::rules::Rule| matches!(rule.kind, RuleKind::Alert(_));
        let rules: Vec<bool> = compiled.groups().flat_map(|group| &group.rules).map(is_alert).collect();
        (rules.iter().filter(|alert| !**alert).count(), rules.iter().filter(|alert| **alert).count())
    };
    assert_eq!(kinds(&compiled(|_| ())), (19, 2));
    assert_eq!(kinds(&compiled(|options| options.alerts = false)), (19, 0));
    assert_eq!(kinds(&compiled(|options| options.recordings = false)), (0, 2));
}
