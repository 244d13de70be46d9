//! Flags and the files that they name → the library's options.
//!
//! In: flag values. Out: [`Options`]. It comes in two steps, as in Sloth: what can be read from the command line alone
//! is checked before any spec is looked for, directories of windows and plugins are read after that.

use std::path::Path;

use slo_compiler::diagnostic::Severity;
use slo_compiler::go_plugins::GoPlugins;
use slo_compiler::model::{Labels, Window, WindowCatalog};
use slo_compiler::promql::Release;
use slo_compiler::spec::{Extensions, PluginDeclaration};
use slo_compiler::{Caller, Options, lower};

use super::Failure;
use super::args::Values;
use super::log::{Level, Log};
use crate::{inputs, plugin_json};

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
        let period = Window::parse(values.text("default-slo-period"))
            .map_err(|error| Failure(format!("invalid SLO period duration: {error}")))?;
        let declare = |json: &String| {
            plugin_json::parse(json).map_err(|error| {
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
    pub(super) fn load(self, values: &Values, log: &Log) -> Result<Options, Failure> {
        self.load_all(values, log)
            .map_err(|failure| failure.within("could not create Prometheus SLO generator"))
    }

    fn load_all(self, values: &Values, log: &Log) -> Result<Options, Failure> {
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
            [("svc", "alert.WindowsRepo".into()), ("windows", windows.periods().count().into())],
        );
        let mut options = Options::default();
        if !self.period.is_zero() {
            options.default_period = self.period;
        }
        let period = options.default_period;
        if windows.get(period).is_none() {
            return Err(Failure(format!(
                "invalid default slo period: window period {} missing",
                period.go_clock()
            )));
        }
        let go_plugins = go_plugins(values.all("plugins-path"), log)?;
        options.extra_labels = values.pairs("extra-labels").collect::<Labels>();
        options.windows = windows;
        options.plugins = self.plugins;
        options.default_passes = !values.is_on("disable-default-slo-plugins");
        options.recordings = !values.is_on("disable-recordings");
        options.alerts = !values.is_on("disable-alerts");
        values.text("sloth-version").clone_into(&mut options.version);
        options.caller = Caller::Cli;
        options.extensions = Extensions::Ignore;
        options.promql.release = Release::V3_10;
        options.go_plugins = go_plugins;
        values.text("k8s-transform-plugin-id").clone_into(&mut options.kubernetes_transform);
        Ok(options)
    }
}

/// The windows of all files below `directory`, which replace the built-in ones.
fn custom_windows(directory: &str, log: &Log) -> Result<WindowCatalog, Failure> {
    let files = inputs::windows_files(Path::new(directory))?;
    let (catalog, warnings) = lower::windows(&files).map_err(|errors| {
        let first = errors
            .0
            .into_iter()
            .map(|error| error.diagnostic)
            .find(|error| error.severity == Severity::Error);
        Failure(first.map_or_else(String::new, |error| error.reference.unwrap_or(error.message)))
    })?;
    log.write(Level::Info, "Using custom slo period windows catalog", []);
    // Other warnings are ours; Sloth does not know them.
    for warning in warnings.iter().filter_map(|warning| warning.diagnostic.reference.as_deref()) {
        log.write(Level::Warning, warning, [("svc", "alert.WindowsRepo".into())]);
    }
    Ok(catalog)
}

/// What the Go files below `directories` declare.
fn go_plugins(directories: &[String], log: &Log) -> Result<GoPlugins, Failure> {
    let plugins = read_go_plugins(directories).map_err(|failure| {
        failure.within(
            "could not create plugin repository: could not create file SLO and SLI plugins repository: \
             could not load plugins: could not load plugins: could not walk dir",
        )
    })?;
    for path in plugins.unrecognised() {
        let message =
            format!("could not load {path:?} as any kind of plugin: it declares no plugin version and id");
        log.write(Level::Error, &message, []);
    }
    let [sli, slo, transform] = plugins.counts().map(Into::into);
    let counts = [("sli-plugins", sli), ("slo-plugins", slo), ("k8s-transform-plugins", transform)];
    log.write(Level::Info, "Plugins loaded", counts);
    Ok(plugins)
}

fn read_go_plugins(directories: &[String]) -> Result<GoPlugins, Failure> {
    let mut files = Vec::new();
    for directory in directories {
        files.extend(inputs::go_files(Path::new(directory))?);
    }
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    GoPlugins::read(texts).map_err(|error| Failure(format!("plugin {:?} already loaded", error.id)))
}
