//! `slo lsp`: the language server on standard input and output.

use slo_compiler::LintOptions;

use super::settings::Settings;
use super::{Ending, Stop};

/// Serve an editor: diagnostics, hover, completion (LSP)
///
/// An editor starts this and talks to it on standard input and output. The flags are those of `slo build`, so that both say
/// the same of a spec; lints are told too.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command.
///
/// # Errors
/// What keeps the server from running.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let mut options = args.settings.options()?;
    options.lints = LintOptions::default();
    slo_lsp::run_stdio(&options).map_err(|error| Stop(Ending::Problems, error.to_string()))?;
    Ok(Ending::Clean)
}
