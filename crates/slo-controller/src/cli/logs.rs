//! Logs: lines for people, or JSON, on standard error.

use std::io::IsTerminal;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A line of text
    #[default]
    Text,
    /// An object of JSON a line
    Json,
}

/// What the client's libraries say of themselves: this program tells it, too, and not each time anew. Who names them in the
/// filter hears them.
const LIBRARIES: &str = "kube_client=off,kube_runtime=off";

/// Writes logs that pass `filter` from now on.
pub(super) fn start(format: Format, filter: &str) -> Result<()> {
    let filter = EnvFilter::try_new([LIBRARIES, filter].join(","))
        .with_context(|| format!("cannot read the log filter `{filter}`"))?;
    let colour = std::io::stderr().is_terminal();
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colour);
    match format {
        Format::Text => logs.init(),
        Format::Json => logs.json().flatten_event(true).init(),
    }
    Ok(())
}
