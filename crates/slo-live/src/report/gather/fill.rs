//! Answers become parts of the report.
//!
//! In: an answer about a batch. Out: the numbers in the [`SloReport`]s of the batch. Keeps: a value that is no number is
//! not known; a series of an SLO that was not asked for is left out.

use std::collections::{BTreeMap, HashMap};

use slo_compiler::CompiledSlo;
use slo_compiler::dashboard::queries::Queries;
use slo_compiler::model::{Alert, AlertKind, Window};
use slo_compiler::plan::BurnCondition;
use slo_compiler::rules::naming::{
    self, BUDGET_REMAINING, CURRENT_BURN_RATE, LABEL_ID, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO,
    LABEL_WINDOW,
};

use super::batch::{ALERTS, Answered, Batch, seconds};
use crate::prometheus::{Labels, Sample, Series};
use crate::report::model::{AlertSpan, GroupReport, PairReport, Report, SloReport};

/// Annotations that hold an address of something that helps.
const LINKS: [&str; 4] = ["runbook", "runbook_url", "dashboard", "dashboard_url"];

/// What is known without asking.
pub(super) fn facts(compiled: &CompiledSlo) -> SloReport {
    let CompiledSlo { slo, plan, .. } = compiled;
    let budget = Queries::of(compiled).budget_remaining();
    SloReport {
        id: slo.id.to_string(),
        service: slo.service.to_string(),
        name: slo.name.to_string(),
        description: slo.description.clone(),
        links: links(slo.page.iter().chain(&slo.ticket)),
        objective: slo.objective.percent(),
        error_budget: plan.error_budget,
        budget_scale: budget.map(|measure| measure.format.thresholds).unwrap_or_default(),
        period: plan.period,
        groups: Vec::new(),
        alerts: Vec::new(),
        firing: Vec::new(),
    }
}

/// Addresses in annotations, each once. Whatever else an annotation holds is no link: it may come from anybody.
fn links<'a>(alerts: impl Iterator<Item = &'a Alert>) -> Vec<(String, String)> {
    let mut links: Vec<(String, String)> = Vec::new();
    for (name, address) in alerts.flat_map(|alert| alert.annotations.iter()) {
        let is_address = address.starts_with("https://") || address.starts_with("http://");
        let is_new = links.iter().all(|(_, known)| known != address);
        if LINKS.contains(&name) && is_address && is_new && !address.contains("{{") {
            links.push((name.trim_end_matches("_url").to_owned(), address.to_owned()));
        }
    }
    links
}

/// Puts an answer about `batch` into the report.
pub(super) fn fill(report: &mut Report, slos: &[&CompiledSlo], batch: &Batch, answer: Answered) {
    let ids: HashMap<&str, usize> =
        batch.slos.iter().filter_map(|position| Some((&*slos.get(*position)?.slo.id, *position))).collect();
    let position = |labels: &Labels| labels.get(LABEL_ID).and_then(|id| ids.get(id.as_str())).copied();
    let warnings = match answer {
        Answered::Facts(answer) => {
            for sample in &answer.series {
                let Some(position) = position(&sample.labels) else { continue };
                let (Some(slo), Some(part)) = (slos.get(position), report.slos.get_mut(position)) else {
                    continue;
                };
                fact(part, slo, sample);
            }
            answer.warnings
        }
        Answered::Tiles(answer) => {
            for series in &answer.series {
                let Some(position) = position(&series.labels) else { continue };
                let (Some(slo), Some(part)) = (slos.get(position), report.slos.get_mut(position)) else {
                    continue;
                };
                let history = burn_down(series, slo, batch.tile);
                if let Some(group) = group(part, slo, &series.labels) {
                    group.history = history;
                }
            }
            answer.warnings
        }
        Answered::Alerts(answer, step) => {
            for series in &answer.series {
                let Some(part) = position(&series.labels).and_then(|position| report.slos.get_mut(position))
                else {
                    continue;
                };
                part.alerts.extend(alerts(series, step));
            }
            answer.warnings
        }
    };
    for warning in warnings {
        if !report.warnings.contains(&warning) {
            report.warnings.push(warning);
        }
    }
}

/// Puts everything into an order that does not depend on the server.
pub(super) fn finish(report: &mut Report, slos: &[&CompiledSlo]) {
    for (part, slo) in report.slos.iter_mut().zip(slos) {
        part.groups.retain(|group| {
            group.remaining.is_some() || group.error_ratio.is_some() || group.burn_rate.is_some()
        });
        part.groups.sort_by(|a, b| a.labels.cmp(&b.labels));
        part.alerts.sort_by(|a, b| {
            (a.start, a.kind.map(AlertKind::as_str)).cmp(&(b.start, b.kind.map(AlertKind::as_str)))
        });
        merge(&mut part.alerts);
        for span in &mut part.alerts {
            span.firing = span.end >= report.at && span.kind.is_some_and(|kind| part.firing.contains(&kind));
        }
        for group in &mut part.groups {
            if group.remaining.is_none() {
                group.history.clear();
            }
        }
        debug_assert_eq!(part.id, *slo.slo.id, "reports and SLOs are in the same order");
    }
}

/// One span for alerts of the same kind that overlap: groups of an SLO alert one by one.
fn merge(alerts: &mut Vec<AlertSpan>) {
    let mut merged: Vec<AlertSpan> = Vec::new();
    for alert in alerts.drain(..) {
        let same = |other: &&mut AlertSpan| {
            other.kind == alert.kind && other.name == alert.name && alert.start <= other.end
        };
        match merged.iter_mut().rev().find(same) {
            Some(other) => {
                other.end = other.end.max(alert.end);
            }
            None => merged.push(alert),
        }
    }
    *alerts = merged;
}

fn fact(part: &mut SloReport, slo: &CompiledSlo, sample: &Sample) {
    let Some(name) = sample.labels.get("__name__") else { return };
    if sample.value.is_nan() {
        return;
    }
    if name == ALERTS {
        let is_firing = sample.labels.get("alertstate").is_some_and(|state| state == "firing");
        part.firing.extend(kind(&sample.labels).filter(|kind| is_firing && !part.firing.contains(kind)));
        return;
    }
    let plan = &slo.plan;
    let value = Some(sample.value);
    let Some(group) = group(part, slo, &sample.labels) else { return };
    if name == BUDGET_REMAINING {
        group.remaining = value;
    } else if name == CURRENT_BURN_RATE {
        group.burn_rate = value;
    } else {
        if *name == naming::error_ratio(plan.period) {
            group.error_ratio = value;
        }
        for pair in &mut group.pairs {
            let burn = Some(sample.value / plan.error_budget).filter(|burn| !burn.is_nan());
            if *name == naming::error_ratio(pair.short) {
                pair.short_burn = burn;
            }
            if *name == naming::error_ratio(pair.long) {
                pair.long_burn = burn;
            }
        }
    }
}

/// The group with these labels, made if it is new.
fn group<'p>(part: &'p mut SloReport, slo: &CompiledSlo, labels: &Labels) -> Option<&'p mut GroupReport> {
    const OF_EVERY_SERIES: [&str; 5] = ["__name__", LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW];
    let apart: BTreeMap<&String, &String> = labels
        .iter()
        .filter(|(name, _)| !OF_EVERY_SERIES.contains(&name.as_str()) && slo.slo.labels.get(name).is_none())
        .collect();
    let is_it = |group: &GroupReport| {
        group
            .labels
            .iter()
            .map(|(name, value)| (name, value))
            .eq(apart.iter().map(|(name, value)| (*name, *value)))
    };
    let position = part.groups.iter().position(is_it).unwrap_or_else(|| {
        let labels = apart.into_iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        part.groups.push(GroupReport { labels, pairs: pairs(slo), ..GroupReport::default() });
        part.groups.len() - 1
    });
    part.groups.get_mut(position)
}

fn pairs(CompiledSlo { slo, plan, .. }: &CompiledSlo) -> Vec<PairReport> {
    let alerts = [(AlertKind::Page, &slo.page, &plan.page), (AlertKind::Ticket, &slo.ticket, &plan.ticket)];
    let pair = |kind, alert: &Option<Alert>, condition: &BurnCondition| PairReport {
        alert: kind,
        enabled: alert.is_some(),
        short: condition.short,
        long: condition.long,
        threshold: condition.burn_rate,
        short_burn: None,
        long_burn: None,
    };
    alerts
        .into_iter()
        .flat_map(|(kind, alert, conditions)| {
            conditions.iter().map(move |condition| pair(kind, alert, condition))
        })
        .collect()
}

/// What was left of the budget after each window, had it been full at the start of the period.
fn burn_down(series: &Series, slo: &CompiledSlo, tile: Window) -> Vec<(i64, f64)> {
    let share = tile.as_hours() / slo.plan.period.as_hours() / slo.plan.error_budget;
    let mut left = 1.0;
    let mut line = Vec::with_capacity(series.points.len() + 1);
    for (time, ratio) in series.points.iter().filter(|(_, ratio)| !ratio.is_nan()) {
        if line.is_empty() {
            line.push((whole(*time) - seconds(tile), left));
        }
        left -= ratio * share;
        line.push((whole(*time), left));
    }
    line
}

/// The times at which an alert fired: points that follow each other are one span.
fn alerts(series: &Series, step: i64) -> Vec<AlertSpan> {
    let kind = kind(&series.labels);
    let name = series.labels.get("alertname").cloned().unwrap_or_default();
    let mut spans: Vec<AlertSpan> = Vec::new();
    for (time, _) in &series.points {
        let time = whole(*time);
        match spans.last_mut() {
            Some(span) if time - span.end <= step => span.end = time,
            _ => spans.push(AlertSpan {
                kind,
                name: name.clone(),
                start: time - step,
                end: time,
                firing: false,
            }),
        }
    }
    spans
}

fn kind(labels: &Labels) -> Option<AlertKind> {
    let severity = labels.get(LABEL_SEVERITY)?;
    [AlertKind::Page, AlertKind::Ticket].into_iter().find(|kind| kind.as_str() == severity)
}

#[allow(clippy::cast_possible_truncation, reason = "times in seconds")]
fn whole(time: f64) -> i64 {
    time as i64
}
