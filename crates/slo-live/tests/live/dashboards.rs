//! Every expression of the dashboards, asked from a Prometheus that evaluates the rules themselves, for both profiles.
//!
//! In: raw counters of the last hours, and the rules of three SLOs in each profile. Out: panels that have data, without an
//! error or a warning, and numbers that are those of the rules.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use slo_compiler::dashboard::model::{Dashboard, Variable, VariableKind};
use slo_compiler::dashboard::queries::Queries;
use slo_compiler::dashboard::{self, Settings};
use slo_compiler::model::{AlertKind, Window};
use slo_compiler::rules::Profile;
use slo_compiler::rules::naming::{self, BUDGET_REMAINING};
use slo_compiler::{Compiled, Options, Source, compile};
use slo_testkit::prometheus::{Prometheus, Setup};
use slo_testkit::wait;

/// One spec a profile; the name of the service tells them apart.
fn compiled(profile: Profile, service: &str) -> Compiled {
    let slo = |name: &str, by: &str, labels: &str| {
        format!(
            "  - name: {name}\n    objective: 99\n    description: Requests are answered.\n    sli: {{ events: {{ error_query: 'sum{by} (rate(http_requests_total{{{labels}code=\"500\"}}[{{{{.window}}}}]))', total_query: 'sum{by} (rate(http_requests_total{{{labels}}}[{{{{.window}}}}]))' }} }}\n    alerting: {{ name: Errors{name}, annotations: {{ runbook: \"https://example.com\" }} }}\n"
        )
    };
    // In one profile all series have the label of the team, in the other only the info metric has.
    let team = match profile {
        Profile::Native => "labels: { team: web }",
        _ => {
            "slo_plugins: { chain: [{ id: sloth.dev/contrib/info_labels/v1, config: { labels: { team: web } } }] }"
        }
    };
    let spec = format!(
        "version: \"prometheus/v1\"\nservice: {service}\n{team}\nslos:\n{}{}{}",
        slo("good", "", "job=\"a\","),
        slo("grouped", " by (region)", ""),
        slo("burning", "", "job=\"b\",")
    );
    let mut options = Options::default();
    options.profile = profile;
    let outcome = compile(&Source::new("slos.yml", spec.as_bytes()), &options);
    assert!(outcome.compiled.is_some(), "{:?}", outcome.diagnostics);
    outcome.compiled.unwrap()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Counters of the last three hours, of which job `b` fails in a fifth of all requests; and what our own rules would have
/// recorded of them, because a period is put together from half hours, for which no test can wait.
fn samples(compiled: &Compiled) -> String {
    let end = now();
    let mut text = "# TYPE http_requests counter\n".to_owned();
    for (job, region, code, rate) in [
        ("a", "eu", "200", 10.0),
        ("a", "eu", "500", 0.02),
        ("a", "us", "200", 5.0),
        ("a", "us", "500", 0.01),
        ("b", "eu", "200", 4.0),
        ("b", "eu", "500", 1.0),
    ] {
        for age in (0..360_u32).rev() {
            let value = f64::from(360 - age) * 30.0 * rate;
            let time = end - u64::from(age) * 30;
            writeln!(
                text,
                "http_requests_total{{job={job:?},region={region:?},code={code:?}}} {value} {time}"
            )
            .unwrap();
        }
    }
    for metric in [naming::bad_events, naming::total_events] {
        for window in [Window::minutes(5), Window::minutes(30)] {
            let name = metric(window);
            writeln!(text, "# TYPE {name} gauge").unwrap();
            for slo in compiled.slos() {
                for (region, bad, total) in rates(&slo.slo.name) {
                    let mut labels = naming::identity(&slo.slo);
                    labels.merge(&slo.slo.labels);
                    labels.set("region", *region);
                    labels.retain(|name| name != "region" || !region.is_empty());
                    let selector = naming::selector(&labels).replace(", ", ",");
                    let value = if name == naming::bad_events(window) { bad } else { total };
                    for age in (0..90_u64).rev() {
                        let time = end - age * 120;
                        writeln!(text, "{name}{selector} {value} {time}").unwrap();
                    }
                }
            }
        }
    }
    text + "# EOF\n"
}

/// Region, bad and all events a second of the groups of an SLO.
fn rates(slo: &str) -> &'static [(&'static str, f64, f64)] {
    match slo {
        "good" => &[("", 0.03, 15.03)],
        "grouped" => &[("eu", 1.02, 15.02), ("us", 0.01, 5.01)],
        _ => &[("", 1.0, 5.0)],
    }
}

fn start(compiled: &Compiled) -> Option<Prometheus> {
    let rules = vec![compiled.to_prometheus().replace("interval: 2m", "interval: 1s")];
    let setup =
        Setup { rules, samples: samples(compiled), evaluation_interval: "1s".into(), ..Setup::default() };
    let prometheus = Prometheus::start(&setup)?;
    let query = format!(
        "count(last_over_time({BUDGET_REMAINING}[10s:10s])) == 4 and on () count(ALERTS{{alertstate=\"firing\"}}) > 0"
    );
    wait::until("budgets of all SLOs and groups", || {
        (!results(&prometheus.query(&query, None)).is_empty()).then_some(())
    });
    Some(prometheus)
}

fn results(answer: &Value) -> &[Value] {
    assert_eq!(answer["status"], "success", "{answer}");
    assert!(answer["warnings"].is_null(), "{answer}");
    answer["data"]["result"].as_array().unwrap()
}

/// The variables of a dashboard, all of their values chosen: what Grafana writes for each.
fn variables(prometheus: &Prometheus, dashboard: &Dashboard) -> BTreeMap<String, String> {
    let of_grafana = [("$__rate_interval", "1m"), ("$__range", "1800s"), ("$__interval", "15s")];
    let mut known: BTreeMap<_, _> =
        of_grafana.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    for Variable { name, kind, .. } in &dashboard.variables {
        let values = match kind {
            VariableKind::LabelValues { label, selector } => {
                let answer = prometheus
                    .get(&format!("/api/v1/label/{label}/values"), &[("match[]", &filled(selector, &known))]);
                texts(answer["data"].as_array().unwrap().iter())
            }
            VariableKind::Results { expr, label } => {
                let answer = prometheus.query(&filled(expr, &known), None);
                texts(results(&answer).iter().map(|result| &result["metric"][label]))
            }
            _ => continue,
        };
        assert!(!values.is_empty(), "{}: ${name} has nothing to choose from: {kind:?}", dashboard.title);
        let all = if values.len() == 1 { values[0].clone() } else { format!("({})", values.join("|")) };
        known.insert(format!("${name}"), all);
    }
    known
}

fn texts<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<String> {
    values.map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// An expression with the values of variables. Longer names first: `$service` must not cut `$service_group`.
fn filled(expr: &str, variables: &BTreeMap<String, String>) -> String {
    variables.iter().rev().fold(expr.to_owned(), |expr, (name, value)| expr.replace(name, value))
}

/// The curve of a budget, of which the first point is hours old.
fn is_curve(expr: &str) -> bool {
    expr.contains("[30d:6h]")
}

/// Panels that are rightly empty here: the rules are seconds old, no SLO is without data, and Prometheus does not scrape itself.
fn may_be_empty(title: &str) -> bool {
    ["month", "failed evaluations", "evaluation takes", "without data"]
        .iter()
        .any(|word| title.to_lowercase().contains(word))
}

fn every_panel_is_answered(profile: Profile, service: &str) {
    let compiled = compiled(profile, service);
    let Some(prometheus) = start(&compiled) else { return };
    let (mut asked, mut faults) = (0, Vec::new());
    for dashboard in dashboard::all(compiled.slos(), &Settings::default()) {
        let variables = variables(&prometheus, &dashboard);
        for (row, panel) in
            dashboard.rows.iter().flat_map(|row| row.panels.iter().map(move |panel| (row, panel)))
        {
            for query in panel.view.queries() {
                let expr = filled(&query.expr, &variables);
                let end = now() as f64;
                let answer = if query.instant {
                    prometheus.query(&expr, Some(end))
                } else {
                    prometheus.query_range(&expr, end - 1800.0, end, 15.0)
                };
                let place = format!("{} / {} / {}: {expr}", dashboard.title, row.title, panel.title);
                asked += 1;
                if answer["status"] != "success" || !answer["warnings"].is_null() {
                    faults.push(format!("{place}\n    {answer}"));
                } else if results(&answer).is_empty()
                    && !may_be_empty(&panel.title)
                    && !may_be_empty(&dashboard.title)
                    && !is_curve(&expr)
                {
                    faults.push(format!("{place}\n    has no data"));
                }
            }
        }
    }
    assert!(asked > 100, "{asked} expressions");
    assert!(faults.is_empty(), "{} of {asked} fail:\n{}", faults.len(), faults.join("\n"));
    numbers_match(&prometheus, &compiled);
    choosing_leaves_out(&prometheus, &compiled);
}

/// A team that has no SLO leaves nothing on the overview, and no panel shows zero for it.
fn choosing_leaves_out(prometheus: &Prometheus, compiled: &Compiled) {
    let overview = &dashboard::all(compiled.slos(), &Settings::default())[0];
    let mut variables = variables(prometheus, overview);
    let count = |variables: &BTreeMap<String, String>| {
        let panels = overview.rows.iter().flat_map(|row| &row.panels);
        let queries = panels.flat_map(|panel| panel.view.queries());
        let answers = queries.map(|query| prometheus.query(&filled(&query.expr, variables), None));
        // The age of the oldest result is that of all rules.
        answers.filter(|answer| !results(answer).is_empty()).count()
    };
    assert!(count(&variables) > 15);
    variables.insert("$team".into(), "nobody".into());
    assert_eq!(count(&variables), 1, "only the age of the rules");
}

/// Values by the label of the group.
fn values(prometheus: &Prometheus, expr: &str, time: f64) -> BTreeMap<String, f64> {
    let answer = prometheus.query(expr, Some(time));
    let value = |result: &Value| {
        let region = result["metric"]["region"].as_str().unwrap_or_default().to_owned();
        (region, result["value"][1].as_str().unwrap().parse().unwrap())
    };
    results(&answer).iter().map(value).collect()
}

fn numbers_match(prometheus: &Prometheus, compiled: &Compiled) {
    let time = now() as f64;
    for slo in compiled.slos() {
        let queries = Queries::of(slo);
        let selector = naming::selector(&naming::identity(&slo.slo));
        let recorded = |metric: &str| values(prometheus, &[metric, &selector].concat(), time);
        let ask = |measure: Option<slo_compiler::dashboard::queries::Measure>| {
            values(prometheus, &measure.expect("its rules record it").expr, time)
        };
        let same = |what: &str, shown: &BTreeMap<String, f64>, expected: BTreeMap<String, f64>| {
            assert!(!shown.is_empty() && shown.keys().eq(expected.keys()), "{what}: {shown:?} {expected:?}");
            for (shown, expected) in shown.values().zip(expected.values()) {
                assert!(
                    (shown - expected).abs() <= 1e-5 * expected.abs().max(1.0),
                    "{what}: {shown} {expected}"
                );
            }
        };
        let map = |values: BTreeMap<String, f64>, f: &dyn Fn(f64) -> f64| {
            values.into_iter().map(|(k, v)| (k, f(v))).collect()
        };
        let remaining = recorded(BUDGET_REMAINING);
        same("budget", &ask(queries.budget_remaining()), remaining.clone());
        let budget = slo.plan.error_budget;
        let in_time = map(remaining, &|left: f64| (left * 1e5).round() / 1e5 * budget * 30.0 * 86_400.0);
        same("time", &ask(queries.seconds_left()), in_time);
        for window in queries.windows() {
            let ratio = recorded(&naming::error_ratio(window));
            same("SLI", &ask(queries.sli(window)), map(ratio.clone(), &|ratio: f64| 1.0 - ratio));
            same("burn rate", &ask(queries.burn_rate(window)), map(ratio, &|ratio: f64| ratio / budget));
        }
        let firing = values(prometheus, &queries.firing(AlertKind::Page).unwrap(), time);
        assert_eq!(
            ask(queries.alert_state(AlertKind::Page)).values().any(|state| *state > 0.0),
            !firing.is_empty()
        );
    }
}

#[test]
fn every_panel_is_answered_with_the_rules_of_sloth() {
    every_panel_is_answered(Profile::Sloth, "old");
}

#[test]
fn every_panel_is_answered_with_our_own_rules() {
    every_panel_is_answered(Profile::Native, "new");
}
