//! What is known of each SLO, and the report that comes of it.
//!
//! In: SLOs, then answers. Out: [`SloReport`]s. Keeps: a value that is no number is not known; a series of an SLO that was
//! not asked for is left out; the order of answers, and of series within them, does not show.

use std::collections::{BTreeMap, HashMap};

use slo_compiler::CompiledSlo;
use slo_compiler::dashboard::queries::{ALERTS, Figures, Queries, Tile};
use slo_compiler::model::{Alert, AlertKind};
use slo_compiler::rules::naming::{LABEL_ID, LABEL_SEVERITY};

use super::question::{Kind, seconds};
use super::spans;
use crate::prometheus::{Labels, Series};
use crate::report::model::{AlertSpan, GroupReport, PairReport, SloReport};

/// Annotations that hold an address of something that helps.
const LINKS: [&str; 4] = ["runbook", "runbook_url", "dashboard", "dashboard_url"];

/// What is known of all SLOs.
pub(super) struct Known<'s> {
    slos: Vec<KnownSlo<'s>>,
    positions: HashMap<&'s str, usize>,
}

struct KnownSlo<'s> {
    compiled: &'s CompiledSlo,
    queries: Queries<'s>,
    groups: BTreeMap<Vec<(String, String)>, KnownGroup<'s>>,
    alerts: Vec<AlertSpan>,
    /// Kinds and names of alerts that fire now.
    firing: Vec<(Option<AlertKind>, String)>,
}

struct KnownGroup<'s> {
    figures: Figures<'s>,
    /// Error ratios, bad events and all events of tiles, by the time of their end.
    ratios: BTreeMap<i64, f64>,
    bad: BTreeMap<i64, f64>,
    total: BTreeMap<i64, f64>,
}

impl<'s> Known<'s> {
    pub(super) fn new(slos: &[&'s CompiledSlo]) -> Self {
        let known = |compiled: &&'s CompiledSlo| KnownSlo {
            compiled,
            queries: Queries::of(*compiled),
            groups: BTreeMap::new(),
            alerts: Vec::new(),
            firing: Vec::new(),
        };
        let positions = slos.iter().enumerate().map(|(position, slo)| (&*slo.slo.id, position));
        Self { slos: slos.iter().map(known).collect(), positions: positions.collect() }
    }

    /// Takes in a series of the answer to a question.
    pub(super) fn take(&mut self, kind: Kind, series: &Series) {
        let id = series.labels.get(LABEL_ID);
        let position = id.and_then(|id| self.positions.get(id.as_str()));
        let Some(slo) = position.and_then(|position| self.slos.get_mut(*position)) else { return };
        match kind {
            Kind::Alerts(step) => slo.alerts.extend(spans::of(series, severity(&series.labels), step)),
            Kind::Facts => slo.fact(series),
            Kind::Events => {
                if let Some((_, value)) = series.points.last() {
                    slo.group(&series.labels).figures.take_events(*value);
                }
            }
            Kind::RatioTiles => slo.group(&series.labels).ratios.extend(numbers(series)),
            Kind::BadTiles => slo.group(&series.labels).bad.extend(numbers(series)),
            Kind::TotalTiles => slo.group(&series.labels).total.extend(numbers(series)),
        }
    }

    pub(super) fn reports(self, at: i64) -> Vec<SloReport> {
        self.slos.into_iter().map(|slo| slo.report(at)).collect()
    }
}

impl<'s> KnownSlo<'s> {
    fn fact(&mut self, series: &Series) {
        let (Some(name), Some((_, value))) = (series.labels.get("__name__"), series.points.last()) else {
            return;
        };
        if name != ALERTS {
            self.group(&series.labels).figures.take(name, *value);
        } else if series.labels.get("alertstate").is_some_and(|state| state == "firing") {
            let name = series.labels.get("alertname").cloned().unwrap_or_default();
            self.firing.push((severity(&series.labels), name));
        }
    }

    /// The group with these labels, made if it is new.
    fn group(&mut self, labels: &Labels) -> &mut KnownGroup<'s> {
        let apart = labels.iter().filter(|(name, _)| self.queries.tells_apart(name));
        let apart: Vec<_> = apart.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.groups.entry(apart).or_insert_with(|| KnownGroup {
            figures: Figures::new(self.queries.clone()),
            ratios: BTreeMap::new(),
            bad: BTreeMap::new(),
            total: BTreeMap::new(),
        })
    }

    fn report(self, at: i64) -> SloReport {
        let CompiledSlo { slo, plan, .. } = self.compiled;
        let queries = &self.queries;
        let mut alerts = spans::merged(self.alerts);
        for span in &mut alerts {
            let fires = |(kind, name): &(Option<AlertKind>, String)| *kind == span.kind && *name == span.name;
            span.firing = span.end >= at && self.firing.iter().any(fires);
        }
        let fires = |kind| self.firing.iter().any(|(firing, _)| *firing == Some(kind));
        let groups =
            self.groups.into_iter().map(|(labels, group)| group.report(labels, self.compiled, queries));
        SloReport {
            id: slo.id.to_string(),
            service: slo.service.to_string(),
            name: slo.name.to_string(),
            description: slo.description.clone(),
            links: links(slo.page.iter().chain(&slo.ticket)),
            objective: slo.objective.percent(),
            error_budget: plan.error_budget,
            budget: queries.budget_remaining().map(|measure| measure.format).unwrap_or_default(),
            exhaustion: queries.exhaustion_seconds().map(|measure| measure.format).unwrap_or_default(),
            period: plan.period,
            pace: queries.pace(),
            records_events: queries.total_events().is_some(),
            groups: groups.filter(GroupReport::is_known).collect(),
            alerts,
            firing: [AlertKind::Page, AlertKind::Ticket].into_iter().filter(|kind| fires(*kind)).collect(),
        }
    }
}

impl KnownGroup<'_> {
    fn report(
        self,
        labels: Vec<(String, String)>,
        compiled: &CompiledSlo,
        queries: &Queries<'_>,
    ) -> GroupReport {
        let (figures, plan) = (&self.figures, &compiled.plan);
        let remaining = figures.budget_remaining();
        let history = if remaining.is_some() {
            self.history(queries, seconds(queries.tile().unwrap_or(plan.period)))
        } else {
            Vec::new()
        };
        GroupReport {
            labels,
            sli: figures.sli(plan.period),
            remaining,
            seconds_left: figures.seconds_left(),
            exhaustion_seconds: figures.exhaustion_seconds(),
            total_events: figures.total_events(),
            events_left: figures.events_left(),
            burn_rate: figures.burn_rate(plan.current),
            pairs: pairs(compiled, figures),
            history,
        }
    }

    /// The budget after each tile, with its beginning in front. Where events are recorded they tell how much a tile weighs.
    fn history(&self, queries: &Queries<'_>, tile: i64) -> Vec<(i64, f64)> {
        let of_events = self
            .total
            .iter()
            .filter_map(|(end, total)| Some(Tile { end: *end, bad: *self.bad.get(end)?, total: *total }));
        let mut tiles: Vec<Tile> = of_events.collect();
        if tiles.is_empty() {
            tiles.extend(self.ratios.iter().map(|(end, ratio)| Tile { end: *end, bad: *ratio, total: 1.0 }));
        }
        let start = tiles.first().map(|first| (first.end - tile, 1.0));
        start.into_iter().chain(queries.burn_down_of(&tiles)).collect()
    }
}

fn pairs(CompiledSlo { slo, plan, .. }: &CompiledSlo, figures: &Figures<'_>) -> Vec<PairReport> {
    let alerts = [(AlertKind::Page, &slo.page, &plan.page), (AlertKind::Ticket, &slo.ticket, &plan.ticket)];
    let mut pairs = Vec::new();
    for (kind, alert, conditions) in alerts {
        pairs.extend(conditions.iter().map(|condition| PairReport {
            alert: kind,
            enabled: alert.is_some(),
            short: condition.short,
            long: condition.long,
            threshold: condition.burn_rate,
            short_burn: figures.burn_rate(condition.short),
            long_burn: figures.burn_rate(condition.long),
            state: figures.burn_state(condition),
        }));
    }
    pairs
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

fn severity(labels: &Labels) -> Option<AlertKind> {
    let severity = labels.get(LABEL_SEVERITY)?;
    [AlertKind::Page, AlertKind::Ticket].into_iter().find(|kind| kind.as_str() == severity)
}

fn numbers(series: &Series) -> impl Iterator<Item = (i64, f64)> {
    series.points.iter().copied().filter(|(_, value)| !value.is_nan())
}
