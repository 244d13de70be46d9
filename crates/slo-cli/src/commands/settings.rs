//! Flags that decide how specs are compiled, under the names that Sloth has for them.

use std::path::PathBuf;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::model::Window;
use slo_compiler::rules;
use slo_compiler::spec::PluginDeclaration;

use super::features::Features;
use crate::plugin_json;

/// How specs are compiled.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Compilation")]
pub(super) struct Settings {
    /// A label for every recording rule; may be given several times
    #[arg(short = 'l', long, value_name = "KEY=VALUE", value_parser = pair)]
    pub(super) extra_labels: Vec<(String, String)>,
    /// The period of SLOs that name none, 30d unless the project file says otherwise
    #[arg(long, value_name = "DURATION", value_parser = Window::parse)]
    pub(super) default_slo_period: Option<Window>,
    /// A directory of AlertWindows files that replace the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(super) slo_period_windows_path: Option<PathBuf>,
    /// A directory of plugins as Go source; may be given several times
    #[arg(short, long, value_name = "DIR")]
    pub(super) plugins_path: Vec<PathBuf>,
    /// An SLO plugin for every SLO, as {"id": …, "config": {…}, "priority": …}; may be given several times
    #[arg(short, long, value_name = "JSON", value_parser = plugin_json::parse)]
    pub(super) slo_plugins: Vec<PluginDeclaration>,
    /// Run none of the default SLO plugins
    #[arg(long)]
    pub(super) disable_default_slo_plugins: bool,
    #[command(flatten)]
    pub(super) features: Features,
    /// Which rules are made of an SLO; native unless the project file says otherwise
    #[arg(long, value_enum)]
    pub(super) profile: Option<Profile>,
    /// How long the server keeps samples: a period beyond it is reported
    #[arg(long, value_name = "DURATION", value_parser = Window::parse)]
    pub(super) retention: Option<Window>,
    /// Write no recording rules
    #[arg(long)]
    pub(super) disable_recordings: bool,
    /// Write no alerting rules
    #[arg(long)]
    pub(super) disable_alerts: bool,
}

/// Which rules are made of an SLO.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Profile {
    /// Our own: they weigh by events, and read raw series only once
    Native,
    /// The rules that Sloth 0.16 generates
    Sloth,
}

impl From<Profile> for rules::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Native => Self::Native,
            Profile::Sloth => Self::Sloth,
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("there is no `=` in it")?;
    Ok((key.to_owned(), value.to_owned()))
}
