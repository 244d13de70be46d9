//! `slo build`.
use std::path::PathBuf;

use super::Ending;

/// Compile specs into rules files
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(args: &Args) -> Ending {
    let _ = &args.paths;
    Ending::Usage
}
