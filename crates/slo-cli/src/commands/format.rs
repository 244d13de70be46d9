//! The formats of rules that `slo build` writes.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is written.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Format {
    /// Rules files that Prometheus loads
    Prometheus,
    /// PrometheusRule objects for the Prometheus Operator
    PrometheusOperator,
}
