//! What a Prometheus would hold that has evaluated the rules for as long as the overview looks back.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use slo_compiler::model::AlertKind;
use slo_compiler::promql::{self, ExprKind};
use slo_compiler::rules::{RuleKind, naming};
use slo_compiler::{Compiled, CompiledSlo};
use slo_testkit::fill::Series;

use super::{NOW, Question};

/// How often groups are evaluated that do not say so: Prometheus' own default.
const INTERVAL: u64 = 60;
/// What is read of the time before a query's: the five minutes for which a sample counts, and a subquery of one.
const BEFORE: u64 = 600;

/// The series that the questions name.
pub(super) fn of(questions: &[Question], compiled: &[Compiled]) -> Result<Vec<Series>> {
    let lengths = lengths(questions)?;
    let slos = compiled.iter().flat_map(Compiled::slos);
    Ok((0..).zip(slos).flat_map(|(number, slo)| of_slo(number, slo, &lengths)).collect())
}

/// How many seconds back each metric is read.
fn lengths(questions: &[Question]) -> Result<BTreeMap<String, u64>> {
    let mut lengths = BTreeMap::new();
    for question in questions {
        let expr = promql::parse(&question.expr, promql::Options::default());
        let expr = expr.ok().with_context(|| question.expr.clone())?;
        let length = BEFORE + question.range.map_or(0, |(length, _)| length);
        for part in expr.walk() {
            let selector = match &part.kind {
                ExprKind::Selector(selector) => selector,
                ExprKind::Range(range) => &range.selector,
                _ => continue,
            };
            let metric = selector.metric().context("a selector without a metric")?.value().into_owned();
            let known = lengths.entry(metric).or_insert(length);
            *known = length.max(*known);
        }
    }
    Ok(lengths)
}

fn of_slo(number: u32, slo: &CompiledSlo, lengths: &BTreeMap<String, u64>) -> Vec<Series> {
    let mut all = Vec::new();
    for group in slo.rules.groups() {
        let step = group.interval.map_or(INTERVAL, |interval| interval.as_millis() / 1000);
        for rule in &group.rules {
            let RuleKind::Record(name) = &rule.kind else { continue };
            let Some(length) = lengths.get(&**name) else { continue };
            let labels = rule.labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let (first, last, noise) = values(name, number, slo.plan.error_budget);
            all.push(series(name, labels.collect(), *length, step, [first, last, noise]));
        }
    }
    // A fiftieth of the SLOs page, and a twenty-fifth has a ticket.
    for (kind, every) in [(AlertKind::Page, 50), (AlertKind::Ticket, 25)] {
        if let (0, Some(length)) = (number % every, lengths.get("ALERTS")) {
            let mut labels: BTreeMap<String, String> = naming::identity(&slo.slo)
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            labels.insert("alertname".into(), "HighErrorRate".into());
            labels.insert("alertstate".into(), "firing".into());
            labels.insert(naming::LABEL_SEVERITY.into(), kind.as_str().into());
            all.push(series("ALERTS", labels, (*length).min(6 * 3600), INTERVAL, [1.0, 1.0, 0.0]));
        }
    }
    all
}

fn series(
    name: &str,
    mut labels: BTreeMap<String, String>,
    length: u64,
    step: u64,
    [first, last, noise]: [f64; 3],
) -> Series {
    labels.insert("__name__".into(), name.to_owned());
    Series { labels, start: NOW - length, end: NOW, step, first, last, noise }
}

/// First and last value, and how far others are off the line between them. Facts do not change; one SLO in a hundred has
/// overspent, and all differ.
fn values(metric: &str, number: u32, budget: f64) -> (f64, f64, f64) {
    let share = f64::from(number % 100) / 100.0;
    match metric {
        naming::BUDGET_REMAINING => (1.0, share - 0.01, 0.002),
        naming::CURRENT_BURN_RATE | naming::PERIOD_BURN_RATE => (1.0, 1.01 - share, 0.1),
        naming::ERROR_BUDGET_RATIO => (budget, budget, 0.0),
        naming::OBJECTIVE_RATIO => (1.0 - budget, 1.0 - budget, 0.0),
        naming::TIME_PERIOD_DAYS => (30.0, 30.0, 0.0),
        naming::SLO_INFO => (1.0, 1.0, 0.0),
        _ => (budget, budget * (1.01 - share), budget * (1.01 - share) / 10.0), // an error ratio
    }
}
