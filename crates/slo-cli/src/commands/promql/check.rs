//! `slo promql check`: a query in, what is wrong with it out; or a stream of queries, with a verdict each.

use std::io;

use slo_compiler::diagnostic::Diagnostics;

use super::{Text, query, stream};
use crate::commands::features::Features;
use crate::commands::{Ending, Stop, print};
use crate::path_error::PathError;
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// What stands for the file of a query that is in none.
const NO_FILE: &str = "<query>";

#[derive(Debug, clap::Args)]
pub(in crate::commands) struct Args {
    #[command(flatten)]
    text: Text,
    #[command(flatten)]
    features: Features,
    /// How the problem is shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Read a stream of queries from standard input, an object {"input": "…"} a line
    ///
    /// Writes a line for each: {"ok": true}, or {"ok": false, "start": …, "end": …, "message": "…"} with byte offsets into the
    /// input; `start` is where Prometheus reports the problem. A line that is no such object gets a line as well, without offsets. Ends with 0 when the stream does.
    #[arg(long, conflicts_with_all = ["query", "format"])]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When standard input cannot be read, or standard output not be written.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let options = args.features.options();
    if args.json {
        let judge = |text: &str| query::problem(text, args.text.template, options, query::Anchor::Prometheus);
        return match stream::run(io::stdin().lock(), io::stdout().lock(), judge) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Clean),
            Err(error) => Err(PathError::new("read", "/dev/stdin", error).into()),
            Ok(()) => Ok(Ending::Clean),
        };
    }
    let text = args.text.read()?;
    let diagnostics: Diagnostics =
        query::problem(&text, args.text.template, options, query::Anchor::Cause).into_iter().collect();
    let file = FileReport { path: NO_FILE, text: &text, diagnostics: &diagnostics };
    print(&report::render(args.format, &[file], terminal::stdout_style()))?;
    Ok(if diagnostics.is_empty() { Ending::Clean } else { Ending::Problems })
}
