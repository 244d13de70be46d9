//! Sloth's own format: the fields of a native `prometheus/v1` spec, which are also those below `spec` of a
//! `PrometheusServiceLevel` object.
//!
//! The fields are named in snake case here. In Kubernetes objects they are spelled in camel case, which is what the
//! aliases are for; the reader of a document takes only the spelling that its kind has.

use serde::Deserialize;

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
}

/// The service-level indicator: exactly one of the three.
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

/// An SLI of two event rates.
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
}
