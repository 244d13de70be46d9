//! The command line: words and environment variables to [`Settings`](crate::settings::Settings), and from there to a run.

mod connect;
mod dashboards;
mod logs;
mod native;
mod options;
mod pair;
mod signals;
mod sloth;
mod start;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::said::said;

const SLOTH: &str = "`slo-controller kubernetes-controller` takes the command line and the environment of Sloth's controller instead.";

/// Keeps Prometheus rules in a cluster as its PrometheusServiceLevel objects want them
#[derive(Debug, Parser)]
#[command(name = "slo-controller", version, after_help = SLOTH)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(Box<native::Args>),
    /// Print the definition of the custom resource, to be installed before the first object
    Crd,
}

/// Does what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    if sloth::is_meant(std::env::args().nth(1).as_deref()) {
        return sloth::run(std::env::args().skip(1).collect());
    }
    let Cli { command } = Cli::parse();
    let result = match command {
        Command::Run(args) => native::run(*args),
        Command::Crd => crd(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let words = said(error.as_ref());
            if tracing::dispatcher::has_been_set() {
                tracing::error!("{words}");
            } else {
                let _ = writeln!(std::io::stderr(), "error: {words}"); // nobody is there to hear it
            }
            ExitCode::FAILURE
        }
    }
}

fn crd() -> anyhow::Result<()> {
    let text = serde_yaml::to_string(&crate::resource::crd::definition())?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
