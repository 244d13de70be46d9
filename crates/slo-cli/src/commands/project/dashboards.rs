//! What dashboards of the specs look like.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::dashboard;
use slo_compiler::emit::grafana::Objects;
use slo_compiler::model::{Labels, Window};

use super::defaults::Template;
use crate::commands::dashboard::{Format, Schema};

/// How dashboards are made, and where other data of a service is.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Dashboards {
    /// What holds them; JSON files without this.
    pub(in crate::commands) format: Option<Format>,
    /// The format in which they are written; `classic` without this.
    pub(in crate::commands) schema: Option<Schema>,
    /// The folder of Grafana that they belong to.
    pub(in crate::commands) folder: Option<String>,
    /// Labels of the objects that hold them, by which Grafana's sidecar finds them.
    pub(in crate::commands) labels: BTreeMap<String, String>,
    /// The namespace of the objects that hold them.
    pub(in crate::commands) namespace: Option<String>,
    /// The annotation of a `ConfigMap` in which Grafana's sidecar looks for the folder; `grafana_folder` without this.
    pub(in crate::commands) folder_annotation: Option<String>,
    /// The labels of the `Grafana` objects to which the Grafana operator gives them; `dashboards: grafana` without this.
    pub(in crate::commands) instances: BTreeMap<String, String>,
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
pub(in crate::commands) struct Explore {
    /// The uid of the datasource in Grafana.
    pub(in crate::commands) datasource: String,
    /// The query, with placeholders such as `{{service}}`.
    #[schemars(with = "String")]
    pub(in crate::commands) query: Template,
}

impl Dashboards {
    /// What the library should know of it.
    pub(in crate::commands) fn to_library(&self) -> dashboard::Settings {
        let mut settings = dashboard::Settings::default();
        settings.tags = self.tags.clone().unwrap_or_default();
        settings.external_labels = self.external_labels.clone().unwrap_or_default();
        settings.filters = self.filters.clone().unwrap_or(settings.filters);
        settings.refresh = self.refresh.or(settings.refresh);
        settings.spec_url = self.spec_url.as_ref().map(|url| url.0.clone());
        let explore = |explore: &Option<Explore>| explore.as_ref().map(Explore::to_library);
        settings.links.logs = explore(&self.logs);
        settings.links.traces = explore(&self.traces);
        settings.links.profiles = explore(&self.profiles);
        settings
    }
}

impl Dashboards {
    /// What the objects that hold dashboards have in common.
    pub(in crate::commands) fn objects(&self) -> Objects {
        let labels = |labels: &BTreeMap<String, String>| {
            labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Labels>()
        };
        let mut objects = Objects::default();
        objects.folder.clone_from(&self.folder);
        objects.labels = labels(&self.labels);
        objects.namespace.clone_from(&self.namespace);
        if let Some(name) = &self.folder_annotation {
            objects.folder_annotation.clone_from(name);
        }
        if !self.instances.is_empty() {
            objects.instances = labels(&self.instances);
        }
        objects
    }
}

impl Explore {
    fn to_library(&self) -> dashboard::Explore {
        dashboard::Explore { datasource: self.datasource.clone(), query: self.query.0.clone() }
    }
}
