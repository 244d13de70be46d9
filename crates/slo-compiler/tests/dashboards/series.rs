//! Every expression of every dashboard is read with the parser of queries, and every series that it names is looked for among
//! those that the rules record: a panel that asks for a window, a label or an alert that does not exist fails here.

use regex::Regex;
use serde_json::Value;
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::promql::ast::{MatchOp, Selector};
use slo_compiler::promql::{self, ExprKind};
use slo_compiler::rules::{Rule, RuleKind};
use slo_compiler::{Compiled, CompiledSlo};

use super::specs::{PLAIN, compiled, corpus, json, options, settings};
use slo_compiler::rules::Profile;

/// The labels that Prometheus itself adds, in these tests.
const EXTERNAL: &str = "cluster";

#[test]
fn every_expression_names_only_what_the_rules_record() {
    let (mut wrong, mut expressions, mut specs) = (Vec::new(), 0, 0);
    for (name, compiled) in corpus() {
        specs += 1;
        let dashboards =
            [Settings::default(), settings()].map(|settings| dashboard::all(compiled.slos(), &settings));
        for dashboard in dashboards.iter().flatten() {
            for text in texts(&json(dashboard)) {
                expressions += 1;
                wrong.extend(
                    problems(&text, &compiled)
                        .into_iter()
                        .map(|problem| format!("{name}: {}: {problem} in {text}", dashboard.title)),
                );
            }
        }
    }
    assert!(
        specs > 300 && expressions > 20_000,
        "{expressions} expressions of {specs} specs are not the corpus"
    );
    assert!(
        wrong.is_empty(),
        "{} problems, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
}

/// The test itself: it does see names that nothing records.
#[test]
fn names_that_nothing_records_are_found() {
    let compiled = compiled(PLAIN, &options(Profile::Sloth));
    for wrong in [
        "slo:sli_error:ratio_rate4w",
        r#"slo:objective:ratio{sloth_id="checkout-latency"}"#,
        r#"slo:objective:ratio{tier=~"$tier"}"#,
        r#"ALERTS{sloth_id="checkout-availability", sloth_severity="critical"}"#,
        r#"prometheus_rule_group_last_duration_seconds{rule_group=~".*;sloth-slo-sli-recordings-other"}"#,
        "slo:sli_total_events:rate30m",
        "up",
        "sum(",
    ] {
        assert_eq!(problems(wrong, &compiled).len(), 1, "{wrong}");
    }
    assert_eq!(problems("slo:sli_error:ratio_rate30d", &compiled), Vec::<String>::new());
}

/// Every text of a dashboard that Prometheus gets to see.
fn texts(dashboard: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = vec![dashboard];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match (name.as_str(), value.as_str()) {
                        ("expr", Some(expr)) => found.push(expr.to_owned()),
                        // Of a variable.
                        ("query", Some(query)) => found.extend(of_variable(query)),
                        _ => rest.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What a query of Grafana's own, for the values of a variable, asks of Prometheus.
fn of_variable(query: &str) -> Option<String> {
    let values = query.strip_prefix("label_values(").map(|inner| inner.rsplit_once(", ").unwrap().0);
    let results = || Some(query.strip_prefix("query_result(")?.strip_suffix(')').unwrap());
    values.or_else(results).map(str::to_owned)
}

fn problems(text: &str, compiled: &Compiled) -> Vec<String> {
    // What Grafana fills in where no text is: the length of its range.
    let text = text.replace("$__range", "2592000s");
    let expr = match promql::parse(&text, promql::Options::default()) {
        Ok(expr) => expr,
        Err(problem) => return vec![format!("it is no query, {problem}")],
    };
    let selectors = expr.walk().filter_map(|expr| match &expr.kind {
        ExprKind::Selector(selector) => Some(&**selector),
        ExprKind::Range(range) => Some(&range.selector),
        _ => None,
    });
    selectors.filter_map(|selector| problem(selector, compiled)).collect()
}

fn problem(selector: &Selector, compiled: &Compiled) -> Option<String> {
    let metric = selector.metric().unwrap().value().into_owned();
    let exists =
        if metric == "ALERTS" && !selector.matchers.iter().any(|matcher| matcher.label_is("sloth_id")) {
            true // counted over all SLOs: none fires where none exists, which is true
        } else if metric.starts_with("prometheus_rule_") {
            compiled.groups().any(|group| matches_group(selector, &group.name))
        } else {
            compiled.slos().any(|slo| slo.rules.rules().any(|rule| makes(rule, &metric, selector, slo)))
        };
    (!exists).then(|| format!("nothing records {metric} as it is asked for"))
}

fn matches_group(selector: &Selector, group: &str) -> bool {
    let pattern = selector.matchers.iter().find(|matcher| matcher.label_is("rule_group")).unwrap();
    let pattern = Regex::new(&format!("^(?:{})$", pattern.value.value())).unwrap();
    pattern.is_match(&format!("/etc/prometheus/rules/slo.yml;{group}"))
}

/// Whether `rule` makes a series that the selector takes.
fn makes(rule: &Rule, metric: &str, selector: &Selector, slo: &CompiledSlo) -> bool {
    let is_alert = match &rule.kind {
        RuleKind::Record(name) if **name == *metric => false,
        RuleKind::Alert(_) if metric == "ALERTS" => true,
        _ => return false,
    };
    selector.matchers.iter().all(|matcher| {
        let label = matcher.label.as_ref().unwrap().value().into_owned();
        let value = matcher.value.value();
        let own = rule.labels.get(&label).or(match label.as_str() {
            "alertstate" if is_alert => Some("firing"),
            // An alert has the labels of the ratio that raises it.
            "sloth_id" if is_alert => Some(&*slo.slo.id),
            "sloth_service" if is_alert => Some(&*slo.slo.service),
            "sloth_slo" if is_alert => Some(&*slo.slo.name),
            _ => None,
        });
        match matcher.op {
            MatchOp::Equal => own == Some(&*value),
            // A variable: the label must exist, in the rule, in the results of the user's query, or everywhere.
            MatchOp::Regex if ["$lowest", "$fastest"].contains(&&*value) => label == "sloth_id",
            MatchOp::Regex if *value == *format!("${label}") || *value == *"$service" => {
                own.is_some() || label == EXTERNAL || has_group(slo, &label)
            }
            _ => false,
        }
    })
}

/// Whether the label is one of those that the query of the SLO keeps.
fn has_group(slo: &CompiledSlo, label: &str) -> bool {
    dashboard::queries::Queries::of(slo).group_labels().iter().any(|group| group == label)
}
