//! The report says what the dashboards say: each of its figures is the answer to the question of that name.

use std::collections::BTreeMap;

use serde_json::Value;
use slo_compiler::dashboard::queries::{Measure, Queries};
use slo_compiler::{Compiled, CompiledSlo};
use slo_live::report::{GroupReport, Report};
use slo_testkit::prometheus::Prometheus;

/// A question, and the figure of the report.
type Pair = (Option<Measure>, Option<f64>);

/// Compares all figures of all groups, and returns how many groups there are.
pub(crate) fn agrees(prometheus: &Prometheus, compiled: &Compiled, report: &Report) -> usize {
    let mut groups = 0;
    for slo in compiled.slos() {
        let part = report.slos.iter().find(|part| part.id == *slo.slo.id).unwrap();
        for group in &part.groups {
            groups += 1;
            for (measure, shown) in pairs(slo, group) {
                let asked = measure.as_ref().and_then(|measure| ask(prometheus, measure, group, report.at));
                let name = measure.map_or("a question without an answer", |measure| measure.title);
                let is_same = match (asked, shown) {
                    (Some(asked), Some(shown)) => (asked - shown).abs() <= 1e-9 * asked.abs().max(1.0),
                    (asked, shown) => asked.is_none() && shown.is_none(),
                };
                assert!(is_same, "{} {:?}, {name}: asked {asked:?}, shown {shown:?}", part.id, group.labels);
            }
        }
    }
    groups
}

fn pairs(slo: &CompiledSlo, group: &GroupReport) -> Vec<Pair> {
    let (queries, plan) = (Queries::of(slo), &slo.plan);
    let mut pairs = vec![
        (queries.budget_remaining(), group.remaining),
        (queries.seconds_left(), group.seconds_left),
        (queries.exhaustion_seconds(), group.exhaustion_seconds),
        (queries.sli(plan.period), group.sli),
        (queries.burn_rate(plan.current), group.burn_rate),
        (queries.total_events(), group.total_events),
        (queries.events_left(), group.events_left),
    ];
    for (condition, pair) in plan.page.iter().chain(&plan.ticket).zip(&group.pairs) {
        pairs.push((queries.burn_rate(condition.short), pair.short_burn));
        pairs.push((queries.burn_rate(condition.long), pair.long_burn));
        let state = pair.state.map(|state| f64::from(state.value()));
        pairs.push((queries.burn_state(condition), state));
    }
    pairs
}

/// Compares the curves of the budgets of SLOs whose rules record events, and returns how many there are.
pub(crate) fn curves_agree(prometheus: &Prometheus, compiled: &Compiled, report: &Report) -> usize {
    let mut curves = 0;
    for slo in compiled.slos() {
        let queries = Queries::of(slo);
        let part = report.slos.iter().find(|part| part.id == *slo.slo.id).unwrap();
        for group in part.groups.iter().filter(|_| queries.burn_down_weighs_events()) {
            let (start, end) = (group.history[0].0, report.at);
            let step = (group.history[1].0 - start) as f64;
            let drawn = drawn(prometheus, &queries.burn_down().unwrap().expr, group, [start, end], step);
            let shown: BTreeMap<i64, f64> = group.history.iter().copied().skip(1).collect();
            assert_eq!(drawn.keys().collect::<Vec<_>>(), shown.keys().collect::<Vec<_>>(), "{}", part.id);
            for (time, left) in &drawn {
                assert!((left - shown[time]).abs() < 1e-9, "{} at {time}: {left} {}", part.id, shown[time]);
            }
            let (last, remaining) = (drawn[&end], group.remaining.unwrap());
            assert!((last - remaining).abs() < 1e-5, "{}: {last} is drawn, {remaining} recorded", part.id);
            curves += 1;
        }
    }
    curves
}

/// The curve of a group, by time.
pub(crate) fn drawn(
    prometheus: &Prometheus,
    expr: &str,
    group: &GroupReport,
    [start, end]: [i64; 2],
    step: f64,
) -> BTreeMap<i64, f64> {
    let answer = prometheus.query_range(expr, start as f64, end as f64, step);
    assert_eq!(answer["status"], "success", "{answer}");
    let found: Vec<_> = of_group(&answer, group).collect();
    assert!(found.len() < 2, "{expr}: {answer}");
    let points = found.iter().flat_map(|result| result["values"].as_array().unwrap());
    let point = |point: &Value| (point[0].as_i64().unwrap(), point[1].as_str().unwrap().parse().unwrap());
    points.map(point).collect()
}

/// The results with the labels of the group.
fn of_group<'a>(answer: &'a Value, group: &'a GroupReport) -> impl Iterator<Item = &'a Value> {
    let is_it = |metric: &Value| group.labels.iter().all(|(name, value)| metric[name] == **value);
    answer["data"]["result"].as_array().unwrap().iter().filter(move |result| is_it(&result["metric"]))
}

/// The value of the series with the labels of the group, if it is a number.
fn ask(prometheus: &Prometheus, measure: &Measure, group: &GroupReport, at: i64) -> Option<f64> {
    let answer = prometheus.query(&measure.expr, Some(at as f64));
    assert_eq!(answer["status"], "success", "{answer}");
    let found: Vec<_> = of_group(&answer, group).collect();
    assert!(found.len() < 2, "{}: {answer}", measure.expr);
    let value: f64 = found.first()?["value"][1].as_str().unwrap().parse().unwrap();
    Some(value).filter(|value| !value.is_nan())
}
