//! Flags and the files that they name → the library's options.
//!
//! In: flag values. Out: [`Options`]. It comes in two steps, as in Sloth: what can be read from the command line alone
//! is checked before any spec is looked for, directories of windows and plugins are read after that.

use std::path::Path;

use slo_compiler::model::{Labels, Window};

use super::args::Values;
use super::log::{Level, Log};
use super::Failure;
use crate::facade_stub::{Caller, Options, PluginDeclaration, WindowCatalog, parse_window};
use crate::plugin_files::{self, Kind, Plugin};
use crate::walk::{self, Enter};

/// What the command line alone says.
#[derive(Debug)]
pub(super) struct Request {
    period: Window,
    plugins: Vec<PluginDeclaration>,
}

impl Request {
    /// Reads the flags that hold more than a word.
    ///
    /// # Errors
    /// A period or a plugin declaration that cannot be read.
    pub(super) fn read(values: &Values) -> Result<Self, Failure> {
        let period = parse_window(values.text("default-slo-period"))
            .map_err(|error| Failure(format!("invalid SLO period duration: {error}")))?;
        let declare = |json: &String| {
            PluginDeclaration::from_json(json).map_err(|error| {
                Failure(format!(
                    "could not load slo plugin declarations: could not load cmd plugin json config {json:?}: {error}"
                ))
            })
        };
        let plugins = values.all("slo-plugins").iter().map(declare).collect::<Result<_, _>>()?;
        Ok(Self { period, plugins })
    }

    /// Reads the directories that the flags name.
    ///
    /// # Errors
    /// A directory, or a file in it, that cannot be used.
    pub(super) fn load(self, values: &Values, caller: Caller, log: &Log) -> Result<Options, Failure> {
        self.load_all(values, caller, log)
            .map_err(|failure| failure.within("could not create Prometheus SLO generator"))
    }

    fn load_all(self, values: &Values, caller: Caller, log: &Log) -> Result<Options, Failure> {
        let windows = match values.text("slo-period-windows-path") {
            "" => WindowCatalog::builtin(),
            directory => custom_windows(directory, log).map_err(|failure| {
                failure.within(
                    "could not load SLO period windows repository: could not initialize custom windows: \
                     could not discover period windows",
                )
            })?,
        };
        log.write(
            Level::Info,
            "SLO period windows loaded",
            [("svc", "alert.WindowsRepo".into()), ("windows", windows.len().into())],
        );
        load_plugins(values.all("plugins-path"), log)?;
        Ok(Options {
            extra_labels: values.pairs("extra-labels").collect::<Labels>(),
            default_period: Some(self.period),
            windows,
            plugins: self.plugins,
            default_passes: !values.is_on("disable-default-slo-plugins"),
            recordings: !values.is_on("disable-recordings"),
            alerts: !values.is_on("disable-alerts"),
            version: values.text("sloth-version").to_owned(),
            caller,
        })
    }
}

/// The windows of all files below `directory`, which replace the built-in ones.
fn custom_windows(directory: &str, log: &Log) -> Result<WindowCatalog, Failure> {
    let is_windows = |path: &str| path.ends_with(".yaml") || path.ends_with(".yml");
    let files = walk::read_below(Path::new(directory), Enter::All, is_windows)?;
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let catalog = WindowCatalog::from_files(texts)?;
    log.write(Level::Info, "Using custom slo period windows catalog", []);
    for warning in &catalog.warnings {
        log.write(Level::Warning, warning, [("svc", "alert.WindowsRepo".into())]);
    }
    Ok(catalog)
}

/// What the Go files below `directories` declare.
fn load_plugins(directories: &[String], log: &Log) -> Result<Vec<Plugin>, Failure> {
    let found = plugin_files::find(directories).map_err(|error| {
        Failure(error).within(
            "could not create plugin repository: could not create file SLO and SLI plugins repository: \
             could not load plugins: could not load plugins: could not walk dir",
        )
    })?;
    for message in &found.unusable {
        log.write(Level::Error, message, []);
    }
    let count = |kind| found.plugins.iter().filter(|plugin| plugin.kind == kind).count().into();
    log.write(
        Level::Info,
        "Plugins loaded",
        [
            ("sli-plugins", count(Kind::Sli)),
            ("slo-plugins", count(Kind::Slo)),
            ("k8s-transform-plugins", count(Kind::K8sTransform)),
        ],
    );
    Ok(found.plugins)
}
