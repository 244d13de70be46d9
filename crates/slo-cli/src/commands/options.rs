//! The library's options, of what holds for a run.
//!
//! In: flags, and what they and a project file come to. Out: [`Options`]; what is wrong with the files that they name is told
//! beside.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::{Code, Diagnostics};
use slo_compiler::go_plugins::GoPlugins;
use slo_compiler::lower::{self, FileDiagnostic};
use slo_compiler::model::{Labels, WindowCatalog};
use slo_compiler::{Caller, Options};

use super::besides::Besides;
use super::effective::Effective;
use super::features::Feature;
use super::settings::Settings;
use super::{Ending, Stop};
use crate::findings::Findings;
use crate::inputs;
use crate::path_error::PathError;

/// The options, after the directories were read that are named.
///
/// # Errors
/// A directory cannot be read.
pub(super) fn read(
    settings: &Settings,
    effective: &Effective,
    besides: &mut Besides,
) -> Result<Options, Stop> {
    let mut options = Options::default();
    let labels = effective.extra_labels.iter().map(|(key, label)| (key.as_str(), label.value.as_str()));
    options.extra_labels = labels.collect::<Labels>();
    options.profile = effective.profile.value.into();
    options.retention = effective.retention.value;
    options.defaults = effective.defaults.clone();
    options.default_period = effective.default_slo_period.value;
    options.windows = windows(effective.slo_period_windows_path.value.as_deref(), besides)?;
    options.plugins.clone_from(&settings.slo_plugins);
    options.default_passes = !settings.disable_default_slo_plugins;
    options.recordings = !settings.disable_recordings;
    options.alerts = !settings.disable_alerts;
    options.caller = Caller::Cli;
    options.promql = Feature::options(&effective.enable_feature.value);
    options.go_plugins = go_plugins(&effective.plugins_path.value, besides)?;
    Ok(options)
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
