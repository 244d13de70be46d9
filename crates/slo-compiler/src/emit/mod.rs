//! Bytes: rule groups as the files and objects that other systems read.
//!
//! In: rule groups, and for Kubernetes an object's metadata. Out: text that is appended to a buffer of the caller; nothing
//! here allocates per rule or knows how the rules came about. Keeps: the bytes are those of Sloth 0.16 (whose files come
//! from Go's `yaml.v2`), so that moving to this compiler changes no file in a repository. Dashboards, which Sloth does not
//! write, are in [`grafana`].

pub mod grafana;
pub mod header;
pub mod prometheus;
pub mod prometheus_operator;
pub mod rule_spec;
mod yaml;

/// The id of the transformation from rules to a `PrometheusRule` object, the only one there is.
pub const PROMETHEUS_RULE_TRANSFORM: &str = "sloth.dev/k8stransform/prom-operator-prometheus-rule/v1";

#[cfg(test)]
mod tests;
