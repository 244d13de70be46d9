//! What SLOs get that do not say otherwise: the settings that Sloth does not have.
//!
//! In: a project file or the `defaults` of a spec. Out: [`Defaults`], every value of which is possible. Keeps: what is said
//! nearer to an SLO wins, setting by setting; labels and links win one by one.

use crate::model::{Health, HealthAlert, Labels, NoTraffic, Tiers, Tuning, Window};

/// Settings for SLOs that do not decide them; `None` leaves it to what is built in.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Defaults {
    /// The SLO period.
    pub period: Option<Window>,
    /// See [`Tuning::no_traffic`].
    pub no_traffic: Option<NoTraffic>,
    /// See [`Tuning::sparse`].
    pub sparse: Option<Window>,
    /// See [`Tuning::query_offset`].
    pub query_offset: Option<Window>,
    /// See [`Tuning::scrape_interval`].
    pub scrape_interval: Option<Window>,
    /// See [`Tuning::min_events`].
    pub min_events: Option<f64>,
    /// See [`Tuning::health`].
    pub health: HealthDefaults,
    /// Who owns the SLOs.
    pub owner: Option<String>,
    /// Where to read what to do about alerts; with placeholders.
    pub runbook: Option<String>,
    /// Further pages, by their titles; with placeholders.
    pub links: Labels,
    /// Labels of every alert; with placeholders.
    pub alert_labels: Labels,
    /// Annotations of every alert; with placeholders.
    pub alert_annotations: Labels,
    /// How long a condition must hold before an alert fires.
    pub hold: Option<Window>,
    /// How long an alert goes on after its condition ceased to hold.
    pub keep_firing: Option<Window>,
    /// Whether each pair of windows raises an alert of its own.
    pub per_window: Option<bool>,
    /// How windows and burn rates are chosen.
    pub tiers: Option<Tiers>,
}

/// Which health alerts there are.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct HealthDefaults {
    /// See [`Health::exhausted`].
    pub exhausted: Option<Switch>,
    /// See [`Health::vanished`].
    pub vanished: Option<Switch>,
    /// See [`Health::never_seen`].
    pub never_seen: Option<Switch>,
    /// See [`Health::idle`].
    pub idle: Option<Switch>,
}

/// A health alert that is decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Switch {
    /// There is none, whatever others say.
    Off,
    /// There is one.
    On(HealthAlert),
}

impl Defaults {
    /// These settings, and those of `others` that they leave open.
    #[must_use]
    pub(crate) fn over(self, others: &Self) -> Self {
        let merged = |mut below: Labels, above: &Labels| {
            below.merge(above);
            below
        };
        Self {
            period: self.period.or(others.period),
            no_traffic: self.no_traffic.or(others.no_traffic),
            sparse: self.sparse.or(others.sparse),
            query_offset: self.query_offset.or(others.query_offset),
            scrape_interval: self.scrape_interval.or(others.scrape_interval),
            min_events: self.min_events.or(others.min_events),
            health: self.health.over(&others.health),
            owner: self.owner.or_else(|| others.owner.clone()),
            runbook: self.runbook.or_else(|| others.runbook.clone()),
            links: merged(others.links.clone(), &self.links),
            alert_labels: merged(others.alert_labels.clone(), &self.alert_labels),
            alert_annotations: merged(others.alert_annotations.clone(), &self.alert_annotations),
            hold: self.hold.or(others.hold),
            keep_firing: self.keep_firing.or(others.keep_firing),
            per_window: self.per_window.or(others.per_window),
            tiers: self.tiers.or(others.tiers),
        }
    }

    /// What they decide about the rules of an SLO.
    pub(crate) fn tuning(&self) -> Tuning {
        let on = |switch: &Option<Switch>| match switch {
            Some(Switch::On(alert)) => Some(alert.clone()),
            Some(Switch::Off) | None => None,
        };
        Tuning {
            no_traffic: self.no_traffic.unwrap_or_default(),
            sparse: self.sparse,
            query_offset: self.query_offset.filter(|offset| !offset.is_zero()),
            scrape_interval: self.scrape_interval,
            min_events: self.min_events.filter(|events| *events > 0.0),
            health: Health {
                exhausted: on(&self.health.exhausted),
                vanished: on(&self.health.vanished),
                never_seen: on(&self.health.never_seen),
                idle: on(&self.health.idle),
            },
            ..Tuning::default()
        }
    }
}

impl HealthDefaults {
    fn over(self, others: &Self) -> Self {
        let or = |own: Option<Switch>, other: &Option<Switch>| own.or_else(|| other.clone());
        Self {
            exhausted: or(self.exhausted, &others.exhausted),
            vanished: or(self.vanished, &others.vanished),
            never_seen: or(self.never_seen, &others.never_seen),
            idle: or(self.idle, &others.idle),
        }
    }
}
