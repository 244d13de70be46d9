//! What a project file may say; docs/reference/project-file.md describes it for users.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use slo_compiler::diagnostic::Code;
use slo_compiler::lint::is_allowable;
use slo_compiler::model::Window;
use slo_compiler::{Level, LintOptions};

use super::dashboards::Dashboards;
use super::defaults::{Alerts, Defaults};
use crate::commands::features::Feature;
use crate::commands::format::Format;
use crate::commands::levels;
use crate::commands::settings::Profile;

/// What holds for all specs of a directory and the directories below it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "Project file of slo (slo.toml)")]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct ProjectFile {
    /// How specs are compiled.
    pub(in crate::commands) build: Build,
    /// What SLOs get that do not say otherwise.
    pub(in crate::commands) defaults: Defaults,
    /// What the alerts of all SLOs have in common.
    pub(in crate::commands) alerts: Alerts,
    /// What dashboards look like.
    pub(in crate::commands) dashboards: Dashboards,
    /// How bad each kind of problem is: a code, and its level.
    #[schemars(schema_with = "levels_by_code")]
    lints: BTreeMap<LintCode, LintLevel>,
    /// What lints should know.
    environment: Environment,
}

/// How specs are compiled; each field has a flag of `slo build`, which wins.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Build {
    /// Labels of every recording rule.
    pub(in crate::commands) extra_labels: BTreeMap<String, String>,
    /// The period of SLOs that name none, such as `28d`.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) default_slo_period: Option<Window>,
    /// A directory of `AlertWindows` files, seen from the directory of the project file.
    pub(in crate::commands) slo_period_windows_path: Option<PathBuf>,
    /// Directories of plugins as Go source, seen from the directory of the project file.
    pub(in crate::commands) plugins_path: Option<Vec<PathBuf>>,
    /// Parts of `PromQL` that Prometheus has behind these feature flags.
    pub(in crate::commands) enable_feature: Option<Vec<Feature>>,
    /// The directory that rules are written to, seen from the directory of the project file; a spec's are at its path below that.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) out: Option<Directory>,
    /// The directory that dashboards are written to, seen from the directory of the project file.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) dashboards: Option<Directory>,
    /// What is written; as the specs are unless this says otherwise.
    pub(in crate::commands) format: Option<Format>,
    /// Whose rules are written.
    pub(in crate::commands) profile: Option<Profile>,
    /// How long the server keeps samples, such as `90d`: a period beyond it is reported.
    #[schemars(with = "Option<String>")]
    pub(in crate::commands) retention: Option<Window>,
}

/// The path of a directory.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "PathBuf")]
pub(in crate::commands) struct Directory(pub(in crate::commands) PathBuf);

impl TryFrom<PathBuf> for Directory {
    type Error = &'static str;

    fn try_from(path: PathBuf) -> Result<Self, Self::Error> {
        match path.to_str() {
            Some("") => Err("it is empty; the directory of the project file is `.`"),
            Some("-") => Err("it has to be a directory; `--out -` writes to standard output"),
            _ => Ok(Self(path)),
        }
    }
}

/// What lints cannot know by themselves.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Environment {
    /// About how many events a second the services have.
    requests_per_second: Option<f64>,
    /// Whether the rules go through Flux, which replaces `${…}` in them.
    flux: bool,
}

impl ProjectFile {
    /// The kinds of problems whose severity is chosen.
    pub(in crate::commands) fn levels(&self) -> impl Iterator<Item = (Code, Level)> {
        self.lints.iter().map(|(code, level)| (code.0, level.0))
    }

    /// What lints are told, as lines of TOML.
    pub(in crate::commands) fn facts(&self) -> Vec<String> {
        let rate = self.environment.requests_per_second;
        let rate = rate.map(|rate| format!("requests-per-second = {rate:?}"));
        rate.into_iter().chain(self.environment.flux.then(|| "flux = true".to_owned())).collect()
    }

    /// Tells lints what they should know.
    pub(in crate::commands) fn inform(&self, lints: &mut LintOptions) {
        lints.requests_per_second = self.environment.requests_per_second;
        lints.gitops = self.environment.flux;
    }
}

/// The JSON Schema of a project file; its keys are sorted.
pub(in crate::commands) fn schema() -> Value {
    let mut schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ProjectFile>().to_value();
    schema.sort_all_objects();
    schema
}

/// Every code that can have a level.
fn levels_by_code(_: &mut SchemaGenerator) -> Schema {
    let levels = Level::ALL.map(Level::as_str);
    let codes = Code::ALL.iter().filter(|code| is_allowable(**code));
    let properties: Map<String, Value> = codes
        .map(|code| (code.as_str().to_owned(), json!({ "description": code.summary(), "enum": levels })))
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false, "default": {} })
}

/// The code of a problem that is no error of the compiler.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
struct LintCode(Code);

impl TryFrom<String> for LintCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        levels::lint(&text).map(Self)
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct LintLevel(Level);

impl TryFrom<String> for LintLevel {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let names = Level::ALL.map(Level::as_str).join(", ");
        Level::named(&text).map(Self).ok_or_else(|| format!("`{text}` is none of {names}"))
    }
}
