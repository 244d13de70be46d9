//! Sloth's own format: the fields of a native `prometheus/v1` spec, which are also those below `spec` of a
//! `PrometheusServiceLevel` object.
//!
//! The fields are named in snake case here. In Kubernetes objects they are spelled in camel case, which is what the
//! aliases are for; the reader of a document takes only the spelling that its kind has.

use serde::Deserialize;

use super::extension::{Defaults, Health, SliLatency, SliProbe, Tier, Windows};
use super::{Plugins, Texts};

/// The SLOs of one service.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Spec {
    /// The version of the format: `prometheus/v1`. Kubernetes objects say it in `apiVersion` instead.
    pub version: String,
    /// The service that the SLOs are about. It begins the id of each of them.
    pub service: String,
    /// Labels for the recording rules of all SLOs.
    pub labels: Texts,
    /// SLO plugins for all SLOs.
    #[serde(alias = "sloPlugins")]
    pub slo_plugins: Plugins,
    /// What holds for all SLOs that do not say otherwise. Not read by Sloth.
    pub defaults: Defaults,
    /// The SLOs; at least one.
    pub slos: Vec<Slo>,
}

/// One service-level objective.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Slo {
    /// The name, unique within the service.
    pub name: String,
    /// What the SLO is about, for people. It is not part of any rule.
    pub description: String,
    /// Which part of all events has to be good, in percent: above 0 and at most 100.
    pub objective: f64,
    /// Labels for the recording rules of this SLO; they win over those of the service.
    pub labels: Texts,
    /// SLO plugins for this SLO, in addition to those of the service.
    pub plugins: Plugins,
    /// What is measured.
    pub sli: Sli,
    /// Which alerts there are.
    pub alerting: Alerting,
    /// The period over which the objective holds, such as `28d`. Not read by Sloth.
    pub period: Option<String>,
    /// Whether the SLO is off on purpose; then it has no rules. Not read by Sloth.
    pub disabled: bool,
    /// What a window without events means: `good` (no error, the default), `absent` (nothing is recorded) or `bad` (all
    /// errors). Not read by Sloth.
    #[serde(alias = "noTraffic")]
    pub no_traffic: Option<String>,
    /// Whether the queries count events and may be summed over time, where the compiler cannot know. Not read by Sloth.
    pub additive: bool,
    /// The longest time between two runs of a source that only sometimes has traffic, such as `30m`. Not read by Sloth.
    pub sparse: Option<String>,
    /// How far in the past rules are evaluated, because samples arrive late, such as `2m`. Not read by Sloth.
    #[serde(alias = "queryOffset")]
    pub query_offset: Option<String>,
    /// How often the series of the queries are scraped, such as `30s`. Not read by Sloth.
    #[serde(alias = "scrapeInterval")]
    pub scrape_interval: Option<String>,
    /// How many bad events a long window must hold before its alert may fire. Not read by Sloth.
    #[serde(alias = "minEvents")]
    pub min_events: Option<f64>,
    /// Alerts on the state of the SLO itself. Not read by Sloth.
    pub health: Health,
    /// Who owns the SLO. Not read by Sloth.
    pub owner: String,
    /// Where it is written what to do about the alerts. Not read by Sloth.
    pub runbook: String,
    /// Further links of dashboards, by their title. Not read by Sloth.
    pub links: Texts,
}

/// The service-level indicator: exactly one of these.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Sli {
    /// One query for the error ratio.
    pub raw: Option<SliRaw>,
    /// A query for bad events and one for all events.
    pub events: Option<SliEvents>,
    /// A plugin that makes the query.
    pub plugin: Option<SliPlugin>,
    /// A histogram of durations and the longest that is good. Not read by Sloth.
    pub latency: Option<SliLatency>,
    /// A gauge that is 1 while all is well. Not read by Sloth.
    pub probe: Option<SliProbe>,
}

/// An SLI whose query is the error ratio itself.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SliRaw {
    /// PromQL for bad events by all events, from 0 to 1, with `{{.window}}` where the range belongs.
    #[serde(alias = "errorRatioQuery")]
    pub error_ratio_query: String,
}

/// An SLI of two event rates: that of all events, and that of the bad or of the good ones.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SliEvents {
    /// PromQL for the rate of bad events, with `{{.window}}` where the range belongs.
    #[serde(alias = "errorQuery")]
    pub error_query: String,
    /// PromQL for the rate of all events, with `{{.window}}` where the range belongs.
    #[serde(alias = "totalQuery")]
    pub total_query: String,
    /// PromQL for the rate of good events, instead of that of bad ones. Not read by Sloth.
    #[serde(alias = "goodQuery")]
    pub good_query: Option<String>,
}

/// An SLI whose query a plugin makes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SliPlugin {
    /// The plugin, such as `sloth-common/kubernetes/apiserver/availability`.
    pub id: String,
    /// Its options.
    pub options: Texts,
}

/// The two alerts of an SLO.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Alerting {
    /// The name of both alerts.
    pub name: String,
    /// Labels for both alerts.
    pub labels: Texts,
    /// Annotations for both alerts.
    pub annotations: Texts,
    /// The alert that calls someone: the error budget burns fast.
    #[serde(alias = "pageAlert")]
    pub page_alert: Alert,
    /// The alert that can wait for working hours: the error budget burns slowly.
    #[serde(alias = "ticketAlert")]
    pub ticket_alert: Alert,
    /// How long a condition must hold before an alert fires, such as `2m`. Not read by Sloth.
    #[serde(rename = "for")]
    pub hold: Option<String>,
    /// How long an alert goes on after its condition ceased to hold, such as `5m`. Not read by Sloth.
    #[serde(alias = "keepFiringFor")]
    pub keep_firing_for: Option<String>,
    /// Whether each pair of windows raises an alert of its own. Not read by Sloth.
    #[serde(alias = "perWindow")]
    pub per_window: Option<bool>,
    /// The windows and burn rates: `google` (the default) or `four`, whose tiers are spread more evenly. Not read by Sloth.
    pub tiers: Option<String>,
    /// Windows of this SLO alone, instead of those that belong to its period. Not read by Sloth.
    pub windows: Option<Windows>,
}

/// One of the two alerts.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Alert {
    /// Whether there is no such alert.
    pub disable: bool,
    /// Labels for this alert; they win over those of both.
    pub labels: Texts,
    /// Annotations for this alert; they win over those of both.
    pub annotations: Texts,
    /// How long a condition must hold before this alert fires, such as `2m`. Not read by Sloth.
    #[serde(rename = "for")]
    pub hold: Option<String>,
    /// How long this alert goes on after its condition ceased to hold, such as `5m`. Not read by Sloth.
    #[serde(alias = "keepFiringFor")]
    pub keep_firing_for: Option<String>,
    /// What the quick pair of windows has for itself. Not read by Sloth.
    pub quick: Tier,
    /// What the slow pair of windows has for itself. Not read by Sloth.
    pub slow: Tier,
}
