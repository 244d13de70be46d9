//! What both command lines say about compiling, and the directories that they name, to the library's options.
//!
//! In: texts of flags. Out: [`Options`], again whenever somebody asks for a reload. Keeps: directories are read each time,
//! everything else is checked once, at the start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use slo_args::inputs;
use slo_compiler::diagnostic::Severity;
use slo_compiler::go_plugins::GoPlugins;
use slo_compiler::model::{Labels, Window, WindowCatalog};
use slo_compiler::{Caller, Options, lower};
use tracing::warn;

/// What has to be read to know the options.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs {
    /// The options without what the directories say.
    pub(super) options: Options,
    /// A directory of alert windows, which replace the built-in ones.
    pub(super) windows: Option<PathBuf>,
    /// Directories with plugins that are Go source.
    pub(super) plugins: Vec<PathBuf>,
}

impl Inputs {
    /// The options of a controller, with these labels and this period.
    pub(super) fn new(extra_labels: impl IntoIterator<Item = (String, String)>, period: Window) -> Self {
        let mut options = Options::default();
        options.caller = Caller::Controller;
        options.extra_labels = extra_labels.into_iter().collect::<Labels>();
        if !period.is_zero() {
            options.default_period = period;
        }
        Self { options, ..Self::default() }
    }

    /// Reads the directories.
    pub(super) fn read(&self) -> Result<Options> {
        let mut options = self.options.clone();
        if let Some(directory) = &self.windows {
            options.windows = windows(directory)
                .with_context(|| format!("cannot use the alert windows of {}", directory.display()))?;
        }
        let period = options.default_period;
        if options.windows.get(period).is_none() {
            bail!("there are no alert windows for the default period {period}");
        }
        options.go_plugins = plugins(&self.plugins)?;
        Ok(options)
    }
}

fn windows(directory: &Path) -> Result<WindowCatalog> {
    let files = inputs::windows_files(directory).map_err(|error| anyhow!("{error}"))?;
    let (catalog, warnings) = lower::windows(&files).map_err(|errors| {
        let first = errors.0.into_iter().find(|error| error.diagnostic.severity == Severity::Error);
        let told = first.map(|error| {
            let name = files.get(error.file).map_or("", |file| file.name());
            format!("{name}: {}", error.diagnostic.message)
        });
        anyhow!(told.unwrap_or_default())
    })?;
    for warning in warnings {
        warn!("alert windows: {}", warning.diagnostic.message);
    }
    Ok(catalog)
}

/// What the Go files below the directories declare. They cannot run here; a spec that needs one is told so.
fn plugins(directories: &[PathBuf]) -> Result<GoPlugins> {
    let mut files = BTreeMap::new();
    for directory in directories {
        let found = inputs::go_files(directory).map_err(|error| anyhow!("{error}"));
        let found = found.with_context(|| format!("cannot read the plugins of {}", directory.display()))?;
        files
            .extend(found.into_iter().map(|(path, text)| (directory.join(path).display().to_string(), text)));
    }
    let texts = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    GoPlugins::read(texts).map_err(|error| anyhow!("plugin {:?} already loaded", error.id))
}
