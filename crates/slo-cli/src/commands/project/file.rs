//! What a project file may say; docs/reference/project-file.md describes it for users.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use slo_compiler::diagnostic::Code;
use slo_compiler::model::Window;
use slo_compiler::{Level, LintOptions};

use crate::commands::build::{Format, Profile};
use crate::commands::features::Feature;
use crate::commands::levels;

/// A whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct ProjectFile {
    /// How specs are compiled.
    pub(in crate::commands) build: Build,
    /// How bad each kind of problem is.
    lints: BTreeMap<LintCode, LintLevel>,
    /// What lints should know.
    environment: Environment,
}

/// What is a flag of `slo build`, too.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(in crate::commands) struct Build {
    pub(in crate::commands) extra_labels: BTreeMap<String, String>,
    pub(in crate::commands) default_slo_period: Option<Window>,
    /// Seen from the directory of the file, as are all paths.
    pub(in crate::commands) slo_period_windows_path: Option<PathBuf>,
    pub(in crate::commands) plugins_path: Option<Vec<PathBuf>>,
    pub(in crate::commands) enable_feature: Option<Vec<Feature>>,
    pub(in crate::commands) format: Option<Format>,
    pub(in crate::commands) profile: Option<Profile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Environment {
    requests_per_second: Option<f64>,
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
