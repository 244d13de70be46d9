//! Flags that decide how specs are compiled, under the names that Sloth has for them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use slo_compiler::diagnostic::Diagnostics;
use slo_compiler::go_plugins::GoPlugins;
use slo_compiler::lower::{self, FileDiagnostic};
use slo_compiler::model::{Labels, Window, WindowCatalog};
use slo_compiler::spec::PluginDeclaration;
use slo_compiler::{Caller, Options, Source};

use super::features::Features;
use super::{Ending, Stop};
use crate::findings::Findings;
use crate::{inputs, plugin_json, report, terminal};

/// How specs are compiled.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Compilation")]
pub(super) struct Settings {
    /// A label for every recording rule; may be given several times
    #[arg(short = 'l', long, value_name = "KEY=VALUE", value_parser = pair)]
    extra_labels: Vec<(String, String)>,
    /// The period of SLOs that name none
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = Window::parse)]
    default_slo_period: Window,
    /// A directory of AlertWindows files that replace the built-in ones
    #[arg(long, value_name = "DIR")]
    slo_period_windows_path: Option<PathBuf>,
    /// A directory of plugins as Go source; may be given several times
    #[arg(short, long, value_name = "DIR")]
    plugins_path: Vec<PathBuf>,
    /// An SLO plugin for every SLO, as {"id": …, "config": {…}, "priority": …}; may be given several times
    #[arg(short, long, value_name = "JSON", value_parser = plugin_json::parse)]
    slo_plugins: Vec<PluginDeclaration>,
    /// Run none of the default SLO plugins
    #[arg(long)]
    disable_default_slo_plugins: bool,
    #[command(flatten)]
    features: Features,
    /// Write no recording rules
    #[arg(long)]
    disable_recordings: bool,
    /// Write no alerting rules
    #[arg(long)]
    disable_alerts: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("there is no `=` in it")?;
    Ok((key.to_owned(), value.to_owned()))
}

impl Settings {
    /// The library's options, after the directories were read that the flags name.
    pub(super) fn options(&self) -> Result<Options, Stop> {
        let mut options = Options::default();
        options.extra_labels =
            self.extra_labels.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect::<Labels>();
        options.default_period = self.default_slo_period;
        options.windows = self.windows()?;
        options.plugins.clone_from(&self.slo_plugins);
        options.default_passes = !self.disable_default_slo_plugins;
        options.recordings = !self.disable_recordings;
        options.alerts = !self.disable_alerts;
        options.caller = Caller::Cli;
        options.promql = self.features.options();
        options.go_plugins = self.go_plugins()?;
        Ok(options)
    }

    fn windows(&self) -> Result<WindowCatalog, Stop> {
        let Some(directory) = &self.slo_period_windows_path else { return Ok(WindowCatalog::builtin()) };
        let stop =
            |text: &str| Stop(Ending::Problems, format!("alert windows in {}: {text}", directory.display()));
        let files = inputs::windows_files(directory).map_err(|error| stop(&error.to_string()))?;
        match lower::windows(&files) {
            Ok((catalog, warnings)) => {
                show(&files, warnings);
                Ok(catalog)
            }
            Err(errors) => {
                show(&files, errors.0);
                Err(stop("nothing was written"))
            }
        }
    }

    fn go_plugins(&self) -> Result<GoPlugins, Stop> {
        let mut files = Vec::new();
        for directory in &self.plugins_path {
            let found = inputs::go_files(directory);
            files.extend(found.map_err(|error| {
                Stop(Ending::Problems, format!("plugins in {}: {error}", directory.display()))
            })?);
        }
        let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let plugins = GoPlugins::read(texts).map_err(|error| Stop(Ending::Problems, error.to_string()))?;
        for path in plugins.unrecognised() {
            terminal::note(&format!("{path}: declares no plugin, left out"));
        }
        Ok(plugins)
    }
}

fn show(files: &[Source], found: Vec<FileDiagnostic>) {
    let mut of_file: BTreeMap<usize, Diagnostics> = BTreeMap::new();
    for FileDiagnostic { file, diagnostic } in found {
        of_file.entry(file).or_default().push(diagnostic);
    }
    let findings: Vec<Findings> = of_file
        .into_iter()
        .filter_map(|(file, found)| {
            files.get(file).map(|file| Findings::new(file.name(), file.bytes(), found, 1))
        })
        .collect();
    let reports: Vec<_> = findings.iter().map(Findings::report).collect();
    terminal::tell(&report::render(report::Format::Human, &reports, terminal::stderr_style()));
}
