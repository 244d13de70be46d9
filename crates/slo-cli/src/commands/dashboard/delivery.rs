//! What is written of dashboards.
//!
//! In: flags and the project file, and a dashboard. Out: the name and the text of a file. Keeps: every text carries our mark.

use std::path::PathBuf;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::dashboard::{self, model::Dashboard};
use slo_compiler::emit::grafana::{self, TooLarge};

use super::mark::{self, MARK};
use crate::commands::Stop;
use crate::commands::project::Projects;

/// What holds dashboards.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) enum Format {
    /// JSON files, for Grafana's provisioning or its API
    #[default]
    Json,
    /// A `ConfigMap` each, for the sidecar of Grafana's chart
    #[serde(rename = "configmap")]
    #[value(name = "configmap")]
    ConfigMap,
    /// `GrafanaDashboard` objects and their `GrafanaFolder`, for the Grafana operator
    GrafanaOperator,
}

/// A format of dashboards.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::commands) enum Schema {
    /// The format that every Grafana loads
    #[default]
    Classic,
    /// The resource dashboard.grafana.app/v2beta1
    V2,
}

impl From<Schema> for grafana::Schema {
    fn from(schema: Schema) -> Self {
        match schema {
            Schema::Classic => Self::Classic,
            Schema::V2 => Self::V2,
        }
    }
}

/// How dashboards and the objects that hold them look.
#[derive(Debug, Default)]
pub(in crate::commands) struct Delivery {
    format: Format,
    schema: Schema,
    pub(super) settings: dashboard::Settings,
    objects: grafana::Objects,
    /// The directory that the project file names.
    pub(super) directory: Option<PathBuf>,
}

impl Delivery {
    /// What flags say, then the project file of the specs.
    ///
    /// # Errors
    /// When there are several project files: an overview shows all SLOs, so that it can follow only one of them.
    pub(in crate::commands) fn choose(
        format: Option<Format>,
        schema: Option<Schema>,
        projects: &Projects,
    ) -> Result<Self, Stop> {
        let mut delivery = match projects.read.as_slice() {
            [] => Self::default(),
            [project] => {
                let dashboards = &project.file.dashboards;
                Self {
                    format: dashboards.format.unwrap_or_default(),
                    schema: dashboards.schema.unwrap_or_default(),
                    settings: dashboards.to_library(),
                    objects: dashboards.objects(),
                    directory: project.file.build.dashboards.as_ref().map(|to| project.resolve(&to.0)),
                }
            }
            [one, other, ..] => {
                return Err(Stop::usage(format!(
                    "dashboards of one run follow one project file, but these specs have {} and {}",
                    one.path.display(),
                    other.path.display()
                )));
            }
        };
        delivery.format = format.unwrap_or(delivery.format);
        delivery.schema = schema.unwrap_or(delivery.schema);
        Ok(delivery)
    }

    /// The name of a file and what is in it, with the mark.
    ///
    /// # Errors
    /// A dashboard that no object can hold.
    pub(super) fn file(&self, mut dashboard: Dashboard) -> Result<(String, String), TooLarge> {
        mark::set(&mut dashboard);
        let (dashboard, schema, objects) = (&dashboard, self.schema.into(), &self.objects);
        let json = |text| (format!("{}.json", dashboard.uid), text);
        let yaml = |text: String| (format!("{}.yaml", dashboard.uid), [MARK, &text].concat());
        Ok(match (self.format, self.schema) {
            (Format::Json, _) => json(grafana::json(dashboard, schema)),
            (Format::ConfigMap, _) => yaml(grafana::config_map(dashboard, schema, objects)?),
            (Format::GrafanaOperator, Schema::Classic) => {
                yaml(grafana::operator(dashboard, schema, objects)?)
            }
            // Written as JSON, which has no comments.
            (Format::GrafanaOperator, Schema::V2) => json(grafana::operator(dashboard, schema, objects)?),
        })
    }

    /// The file of the folder that the dashboards are in, where that is an object, too.
    pub(super) fn folder(&self) -> Option<(String, String)> {
        let (uid, text) =
            grafana::operator_folder(&self.objects).filter(|_| self.format == Format::GrafanaOperator)?;
        Some((format!("{uid}.yaml"), [MARK, &text].concat()))
    }
}
