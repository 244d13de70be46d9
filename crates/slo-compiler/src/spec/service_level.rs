//! The Kubernetes custom resource `PrometheusServiceLevel` of `sloth.slok.dev/v1`.

use serde::Deserialize;

use super::{Texts, sloth};

/// A `PrometheusServiceLevel` object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct ServiceLevel {
    /// `sloth.slok.dev/v1`
    pub api_version: String,
    /// `PrometheusServiceLevel`
    pub kind: String,
    /// Name, namespace and what the generated object gets from this one.
    pub metadata: ObjectMeta,
    /// The SLOs.
    pub spec: sloth::Spec,
}

/// The metadata of a Kubernetes object, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ObjectMeta {
    /// The name, also of the generated object.
    pub name: String,
    /// The namespace, also of the generated object.
    pub namespace: Option<String>,
    /// Labels, also of the generated object.
    pub labels: Texts,
    /// Annotations, also of the generated object.
    pub annotations: Texts,
}
