//! What dashboards of the specs look like.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::model::Window;

use super::defaults::Template;

/// How dashboards are made, and where other data of a service is.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Dashboards {
    /// The folder of Grafana that they belong to.
    pub(in crate::commands) folder: Option<String>,
    /// Labels of the objects that hold them, by which Grafana's sidecar finds them.
    pub(in crate::commands) labels: BTreeMap<String, String>,
    /// Tags of dashboards, besides the one that all of them have.
    pub(in crate::commands) tags: Option<Vec<String>>,
    /// Labels that Prometheus adds to every series, such as `cluster`.
    pub(in crate::commands) external_labels: Option<Vec<String>>,
    /// Labels of SLOs that become a variable of the overview.
    pub(in crate::commands) filters: Option<Vec<String>>,
    /// How often dashboards read their data anew, such as `1m`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) refresh: Option<Window>,
    /// Where a spec can be read: an address with placeholders such as `{{service}}`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) spec_url: Option<Template>,
    /// Logs of a service, in Loki.
    pub(in crate::commands) logs: Option<Explore>,
    /// Traces of a service, in Tempo.
    pub(in crate::commands) traces: Option<Explore>,
    /// Profiles of a service, in Pyroscope.
    pub(in crate::commands) profiles: Option<Explore>,
}

/// A question to a datasource.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read where dashboards are made")]
pub(in crate::commands) struct Explore {
    /// The uid of the datasource in Grafana.
    pub(in crate::commands) datasource: String,
    /// The query, with placeholders such as `{{service}}`.
    #[schemars(with = "String")]
    pub(in crate::commands) query: Template,
}
