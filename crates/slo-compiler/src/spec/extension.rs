//! What our own kinds of rules add to Sloth's format: fields that Sloth does not know and ignores.
//!
//! In: nothing. Out: the types of these fields, and [`fields`], the one list of their names. Keeps: a spec with them is still
//! a spec of Sloth; read with [`Extensions::Ignore`], it means what it means to Sloth. Names are spelled as in
//! [`super::sloth`].

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Texts;

/// Whether the fields that Sloth does not have are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extensions {
    /// They count.
    #[default]
    Read,
    /// They are reported and ignored, as a drop-in for Sloth has to.
    Ignore,
}

#[rustfmt::skip] // a table
const FIELDS: &[(&str, &[&str])] = &[
    ("Spec",      &["defaults"]),
    ("Slo",       &["period", "disabled", "no_traffic", "additive", "sparse", "query_offset", "scrape_interval", "min_events",
                    "health", "owner", "runbook", "links"]),
    ("Sli",       &["latency", "probe"]),
    ("SliEvents", &["good_query"]),
    ("Alerting",  &["for", "keep_firing_for", "per_window", "tiers", "windows"]),
    ("Alert",     &["for", "keep_firing_for", "quick", "slow"]),
];

/// The fields that we add to a struct of Sloth's format, in snake case.
#[must_use]
pub fn fields(owner: &str) -> &'static [&'static str] {
    FIELDS.iter().find(|(name, _)| *name == owner).map_or(&[], |(_, fields)| fields)
}

/// What holds for all SLOs of a spec that do not say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Defaults {
    /// The period of the SLOs, such as `28d`.
    pub period: Option<String>,
    /// What a window without events means: `good`, `absent` or `bad`.
    #[serde(alias = "noTraffic")]
    pub no_traffic: Option<String>,
    /// The longest time between two runs of a source that only sometimes has traffic, such as `30m`.
    pub sparse: Option<String>,
    /// How far in the past rules are evaluated, because samples arrive late, such as `2m`.
    #[serde(alias = "queryOffset")]
    pub query_offset: Option<String>,
    /// How often the series of the queries are scraped, such as `30s`.
    #[serde(alias = "scrapeInterval")]
    pub scrape_interval: Option<String>,
    /// How many bad events a long window must hold before its alert may fire.
    #[serde(alias = "minEvents")]
    pub min_events: Option<f64>,
    /// Alerts on the state of the SLOs themselves.
    pub health: Health,
    /// Who owns the SLOs.
    pub owner: String,
    /// Where it is written what to do about the alerts. May use placeholders such as `{{slo}}`.
    pub runbook: String,
    /// Further links of dashboards, by their title. They may use placeholders such as `{{slo}}`.
    pub links: Texts,
    /// What the alerts of all SLOs have in common.
    pub alerting: AlertingDefaults,
}

/// What the alerts of all SLOs have in common.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AlertingDefaults {
    /// Labels for all alerts. The values may use placeholders such as `{{service}}`.
    pub labels: Texts,
    /// Annotations for all alerts. They may use placeholders such as `{{slo}}`.
    pub annotations: Texts,
    /// How long a condition must hold before an alert fires, such as `2m`.
    #[serde(rename = "for")]
    pub hold: Option<String>,
    /// How long an alert goes on after its condition ceased to hold, such as `5m`.
    #[serde(alias = "keepFiringFor")]
    pub keep_firing_for: Option<String>,
    /// Whether each pair of windows raises an alert of its own.
    #[serde(alias = "perWindow")]
    pub per_window: Option<bool>,
    /// The windows and burn rates of the alerts: `google` or `four`.
    pub tiers: Option<String>,
}

/// Alerts on the state of an SLO instead of its burn rate. Each is off until it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Health {
    /// The error budget of the period is used up.
    pub exhausted: Option<HealthAlert>,
    /// The source of events was there within the last day and is not any more.
    pub vanished: Option<HealthAlert>,
    /// The source of events was never there, or not for a day.
    #[serde(alias = "neverSeen")]
    pub never_seen: Option<HealthAlert>,
    /// The source of events is there and counts nothing.
    pub idle: Option<HealthAlert>,
}

/// A health alert: `true`, `false`, or what it carries.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, remote = "Self")]
pub struct HealthAlert {
    /// Whether the alert is switched off, though a default switches it on.
    #[serde(skip)]
    pub off: bool,
    /// Its name, instead of the one that this kind of alert has.
    pub name: Option<String>,
    /// How long the situation must last, such as `10m`.
    #[serde(rename = "for")]
    pub hold: Option<String>,
    /// How long the alert goes on after the situation has ended, such as `5m`.
    #[serde(alias = "keepFiringFor")]
    pub keep_firing_for: Option<String>,
    /// Its labels.
    pub labels: Texts,
    /// Its annotations.
    pub annotations: Texts,
}

impl HealthAlert {
    /// The name under which the reader of documents is asked for `true`, `false` or a mapping.
    pub(super) const SWITCH: &'static str = "HealthAlert";
    /// Every spelling of every field, as serde lists them for other structs.
    pub(super) const FIELDS: &'static [&'static str] =
        &["name", "for", "keep_firing_for", "keepFiringFor", "labels", "annotations"];
}

impl<'de> Deserialize<'de> for HealthAlert {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(Self::SWITCH, SwitchVisitor)
    }
}

struct SwitchVisitor;

impl<'de> Visitor<'de> for SwitchVisitor {
    type Value = HealthAlert;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`true`, `false` or a mapping")
    }

    fn visit_bool<E>(self, on: bool) -> Result<HealthAlert, E> {
        Ok(HealthAlert { off: !on, ..HealthAlert::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<HealthAlert, A::Error> {
        HealthAlert::deserialize(MapAccessDeserializer::new(map))
    }

    /// Deserializers that know nothing of switches.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<HealthAlert, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// An SLI of durations: events are good that take no longer than the threshold.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SliLatency {
    /// The histogram: its name without `_bucket`, or a selector such as `http_request_duration_seconds{job="api"}`.
    pub histogram: String,
    /// How long a good event may take: a duration such as `500ms`, or a number in the unit of the histogram, such as `0.5`.
    pub threshold: String,
    /// Whether it is a native histogram, which has no series for each bucket.
    pub native: bool,
    /// The labels by which the SLO is kept apart.
    #[serde(alias = "groupBy")]
    pub group_by: Vec<String>,
    /// The bounds of the buckets, where they are known: the threshold has to be one of them.
    pub buckets: Vec<f64>,
}

/// An SLI of a gauge that is 1 while all is well and 0 otherwise: every sample counts as an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SliProbe {
    /// The gauge: a name or a selector such as `probe_success{job="blackbox"}`.
    pub metric: String,
    /// The labels by which the SLO is kept apart.
    #[serde(alias = "groupBy")]
    pub group_by: Vec<String>,
}

/// The windows of both alerts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Windows {
    /// Those of the alert that calls someone.
    pub page: WindowPairs,
    /// Those of the alert that can wait for working hours.
    pub ticket: WindowPairs,
}

/// The two conditions of an alert; one of them is enough.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WindowPairs {
    /// For fast burns: short windows, a high burn rate.
    pub quick: WindowPair,
    /// For slower burns: longer windows, a lower burn rate.
    pub slow: WindowPair,
}

/// A condition: the budget burns too fast in both windows.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WindowPair {
    /// How much of the period's error budget may be used up within the long window, in percent. It decides the burn rate.
    #[serde(alias = "errorBudgetPercent")]
    pub error_budget_percent: f64,
    /// The window that ends the alert soon after the burning stops, such as `5m`.
    #[serde(alias = "shortWindow")]
    pub short_window: String,
    /// The window that keeps short bursts from raising the alert, such as `1h`.
    #[serde(alias = "longWindow")]
    pub long_window: String,
}

/// What sets the alert of one pair of windows apart; it is heard with `per_window` alone.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Tier {
    /// Labels for this alert; they win over all others.
    pub labels: Texts,
    /// How long its condition must hold before it fires, such as `2m`.
    #[serde(rename = "for")]
    pub hold: Option<String>,
}
