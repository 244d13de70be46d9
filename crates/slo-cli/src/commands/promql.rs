//! `slo promql`: single queries, without a spec around them.

mod check;
mod fmt;
mod query;
mod stream;

use std::io::{self, Read};

use super::{Ending, Stop};
use crate::path_error::PathError;

/// Check and lay out PromQL queries
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Find out whether Prometheus would take a query
    ///
    /// Ends with 1 if it would not.
    Check(check::Args),
    /// Lay a query out so that it can be read
    Fmt(fmt::Args),
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(command: &Command) -> Result<Ending, Stop> {
    match command {
        Command::Check(args) => check::run(args),
        Command::Fmt(args) => fmt::run(args),
    }
}

/// A query, and how it is to be read.
#[derive(Debug, clap::Args)]
struct Text {
    /// The query; without it, or with `-`, it is read from standard input
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// The query is a template with holes such as {{.window}}
    #[arg(long)]
    template: bool,
}

impl Text {
    /// The query of the command line, or else that of standard input.
    fn read(&self) -> Result<String, Stop> {
        if let Some(query) = self.query.as_deref().filter(|query| *query != "-") {
            return Ok(query.to_owned());
        }
        let mut text = String::new();
        let read = io::stdin().lock().read_to_string(&mut text);
        read.map_err(|error| PathError::new("read", "/dev/stdin", error))?;
        Ok(text)
    }
}
