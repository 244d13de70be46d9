//! Flags that decide how specs are compiled, under the names that Sloth has for them.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use slo_compiler::diagnostic::{Code, Diagnostics};
use slo_compiler::go_plugins::GoPlugins;
use slo_compiler::lower::{self, FileDiagnostic};
use slo_compiler::model::{Labels, Window, WindowCatalog};
use slo_compiler::spec::PluginDeclaration;
use slo_compiler::{Caller, Options, rules};

use super::besides::Besides;
use super::effective::Effective;
use super::features::{Feature, Features};
use super::{Ending, Stop};
use crate::findings::Findings;
use crate::path_error::PathError;
use crate::{inputs, plugin_json};

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
    slo_plugins: Vec<PluginDeclaration>,
    /// Run none of the default SLO plugins
    #[arg(long)]
    disable_default_slo_plugins: bool,
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
    disable_recordings: bool,
    /// Write no alerting rules
    #[arg(long)]
    disable_alerts: bool,
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

impl Settings {
    /// The library's options, after the directories were read that settings name.
    pub(super) fn options(&self, effective: &Effective, besides: &mut Besides) -> Result<Options, Stop> {
        let mut options = Options::default();
        let labels = effective.extra_labels.iter().map(|(key, label)| (key.as_str(), label.value.as_str()));
        options.extra_labels = labels.collect::<Labels>();
        options.profile = effective.profile.value.into();
        options.retention = effective.retention.value;
        options.defaults = effective.defaults.clone();
        options.default_period = effective.default_slo_period.value;
        options.windows = windows(effective.slo_period_windows_path.value.as_deref(), besides)?;
        options.plugins.clone_from(&self.slo_plugins);
        options.default_passes = !self.disable_default_slo_plugins;
        options.recordings = !self.disable_recordings;
        options.alerts = !self.disable_alerts;
        options.caller = Caller::Cli;
        options.promql = Feature::options(&effective.enable_feature.value);
        options.go_plugins = go_plugins(&effective.plugins_path.value, besides)?;
        Ok(options)
    }
}

/// Whether there is a directory at `path`, which a flag or a field of project files of that `name` holds. What else is there is an
/// error.
fn is_directory(path: &Path, name: &str, besides: &mut Besides) -> bool {
    let problem = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return true,
        Ok(_) => PathError::of_kind("open", path, ErrorKind::NotADirectory),
        Err(error) => PathError::new("open", path, error),
    };
    let message = format!("`{name}` has to be a directory: {problem}");
    besides.findings.push(Findings::of_file(&path.to_string_lossy(), Code::FileRead, message));
    false
}

/// The windows in a directory; the built-in ones after an error in its files.
fn windows(directory: Option<&Path>, besides: &mut Besides) -> Result<WindowCatalog, Stop> {
    let Some(directory) = directory else { return Ok(WindowCatalog::builtin()) };
    if !is_directory(directory, "slo-period-windows-path", besides) {
        return Ok(WindowCatalog::builtin());
    }
    let files = inputs::windows_files(directory).map_err(|error| {
        Stop(Ending::Problems, format!("alert windows in {}: {error}", directory.display()))
    })?;
    let (catalog, found) = match lower::windows(&files) {
        Ok(found) => found,
        Err(errors) => (WindowCatalog::builtin(), errors.0),
    };
    let mut of_file: BTreeMap<usize, Diagnostics> = BTreeMap::new();
    for FileDiagnostic { file, diagnostic, .. } in found {
        of_file.entry(file).or_default().push(diagnostic);
    }
    for (file, found) in of_file {
        let Some(source) = files.get(file) else { continue };
        let path = directory.join(source.name());
        besides.findings.push(Findings::new(&path.to_string_lossy(), source.bytes(), found, 1));
    }
    Ok(catalog)
}

fn go_plugins(directories: &[PathBuf], besides: &mut Besides) -> Result<GoPlugins, Stop> {
    let mut files = Vec::new();
    for directory in directories {
        if !is_directory(directory, "plugins-path", besides) {
            continue;
        }
        let found = inputs::go_files(directory);
        files.extend(found.map_err(|error| {
            Stop(Ending::Problems, format!("plugins in {}: {error}", directory.display()))
        })?);
    }
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let plugins = GoPlugins::read(texts).map_err(|error| Stop(Ending::Problems, error.to_string()))?;
    let unrecognised =
        plugins.unrecognised().iter().map(|path| format!("{path}: declares no plugin, left out"));
    besides.notes.extend(unrecognised);
    Ok(plugins)
}
