//! The part of OpenSLO v1alpha that can be turned into rules: objectives with a ratio of two PromQL queries.

use serde::Deserialize;

/// An OpenSLO object of `kind: SLO`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Slo {
    /// `openslo/v1alpha`
    pub api_version: String,
    /// `SLO`
    pub kind: String,
    /// The name.
    pub metadata: Metadata,
    /// What the SLO says.
    pub spec: SloSpec,
}

/// The metadata of an OpenSLO object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Metadata {
    /// The name; each objective adds its number, from 0.
    pub name: String,
}

/// What an SLO says.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct SloSpec {
    /// The service that the SLO is about.
    pub service: String,
    /// What the SLO is about, for people.
    pub description: String,
    /// The period; at most one.
    pub time_windows: Vec<TimeWindow>,
    /// The objectives, each of which becomes an SLO of its own; at least one.
    pub objectives: Vec<Objective>,
}

/// A period.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TimeWindow {
    /// `day`, in any letter case.
    pub unit: String,
    /// How many of them.
    pub count: i64,
}

/// One objective.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Objective {
    /// What is measured.
    pub ratio_metrics: Option<RatioMetrics>,
    /// Which part of all events has to be good, from 0 to 1.
    pub target: Option<f64>,
}

/// Good events by all events.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RatioMetrics {
    /// The good events.
    pub good: Metric,
    /// All events.
    pub total: Metric,
}

/// Where events are counted.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct Metric {
    /// Who answers the query: `prometheus` or `sloth`.
    pub source: String,
    /// The language of the query: `promql`.
    pub query_type: String,
    /// PromQL for the rate of events, with `{{.window}}` where the range belongs.
    pub query: String,
}
