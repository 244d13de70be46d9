//! Every expression of every dashboard parses, and names only series that the compiled rules record, under both profiles.

use std::collections::{BTreeMap, BTreeSet};

use slo_compiler::Compiled;
use slo_compiler::dashboard::Settings;
use slo_compiler::promql::ast::{ExprKind, MatchOp, Selector};
use slo_compiler::promql::{self, ast::Expr};
use slo_compiler::rules::RuleKind;

use crate::corpus::{PROFILES, dashboards, everything, expressions, sent, settings};

/// What Prometheus itself keeps.
const OF_PROMETHEUS: [&str; 3] =
    ["ALERTS", "prometheus_rule_evaluation_failures_total", "prometheus_rule_group_last_duration_seconds"];

/// The labels of every recorded series, by the metric's name.
fn recorded(compiled: &Compiled) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let mut recorded: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for rule in compiled.slos().flat_map(|slo| slo.rules.rules()) {
        if let RuleKind::Record(name) = &rule.kind {
            let labels = rule.labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            recorded.entry(name.to_string()).or_default().push(labels.collect());
        }
    }
    recorded
}

fn selectors(expr: &Expr) -> Vec<&Selector> {
    expr.walk()
        .filter_map(|expr| match &expr.kind {
            ExprKind::Range(range) => Some(&range.selector),
            ExprKind::Selector(selector) => Some(&**selector),
            _ => None,
        })
        .collect()
}

/// Whether any of `series` has what the selector wants. Labels of regular expressions are what variables stand for.
fn exists(selector: &Selector, series: &[BTreeMap<String, String>]) -> bool {
    series.iter().any(|labels| {
        selector.matchers.iter().filter(|matcher| matcher.op == MatchOp::Equal).all(|matcher| {
            let name = matcher.label.as_ref().unwrap().value();
            labels.get(&*name).is_some_and(|value| *value == *matcher.value.value())
        })
    })
}

#[test]
fn every_series_of_every_dashboard_is_recorded() {
    let (mut asked, mut files) = (BTreeSet::new(), 0);
    for profile in PROFILES {
        for (path, compiled) in everything(profile) {
            files += 1;
            let recorded = recorded(&compiled);
            for settings in [Settings::default(), settings()] {
                for dashboard in dashboards(&compiled, &settings) {
                    for expr in expressions(&dashboard) {
                        let context = || format!("{} {}: {expr}", path.display(), dashboard.uid);
                        let text = sent(expr);
                        let parsed = promql::parse(&text, promql::Options::default())
                            .unwrap_or_else(|error| panic!("{}\n{error:?}", context()));
                        for selector in selectors(&parsed) {
                            let name = selector.name.as_ref().unwrap().value();
                            if OF_PROMETHEUS.contains(&&*name) {
                                continue;
                            }
                            let series =
                                recorded.get(&*name).unwrap_or_else(|| panic!("{name}: {}", context()));
                            assert!(exists(selector, series), "{}", context());
                            asked.insert(name.into_owned());
                        }
                    }
                }
            }
        }
    }
    assert!(files > 100, "{files} files");
    // The test has not gone blind.
    for name in ["slo:sli_bad_events:rate30m", "slo:sli_error:ratio_rate4w", "sloth_slo_info"] {
        assert!(asked.contains(name), "{name} of {asked:?}");
    }
}
