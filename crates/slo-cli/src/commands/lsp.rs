//! `slo lsp`: the language server on standard input and output.

use std::path::Path;

use super::besides::Besides;
use super::project::Projects;
use super::settings::Settings;
use super::{Ending, Stop, setup};

/// Serve an editor: diagnostics, hover, completion (LSP)
///
/// An editor starts this and talks to it on standard input and output. The flags are those of `slo build`, so that both say
/// the same of a spec; lints are told too.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command. The project file is that of the working directory; editors start the server in the top one of a project.
///
/// # Errors
/// What keeps the server from running.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let mut besides = Besides::default();
    let projects = Projects::of([Path::new(".")], &mut besides)?;
    let setups = setup::all(&projects, &args.settings, |_| (), &mut besides)?;
    besides.tell();
    for setup in setups {
        slo_lsp::run_stdio(&setup.options).map_err(|error| Stop(Ending::Problems, error.to_string()))?;
    }
    Ok(Ending::Clean)
}
