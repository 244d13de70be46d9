//! `slo dashboard`: specs in, Grafana dashboards of their SLOs out.
//!
//! In: paths, and where to write. Out: an overview, the months, and a dashboard for each service. Keeps: what is written is the
//! same whatever order the files are in; after an error nothing has changed on disk; a file without our mark is never removed.

mod delivery;
pub(super) mod leftovers;
mod mark;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use slo_compiler::Compiled;
use slo_compiler::dashboard;
use slo_compiler::emit::grafana::TooLarge;

pub(super) use self::delivery::{Delivery, Format, Schema};
use super::loaded::{self, Loaded};
use super::outputs::{Prepared, Tally};
use super::settings::Settings;
use super::{Ending, Stop, count};
use crate::{interrupt, terminal};

/// The directory that is written to unless someone names another.
const OUT: &str = "dashboards";

/// So many dashboards are in memory at once, of up to a megabyte each.
const AT_ONCE: usize = 128;

/// Make Grafana dashboards of SLOs
///
/// An overview of all SLOs, a dashboard for each service with a row for each of its SLOs, and one that looks back on months.
/// Their panels ask only for what the rules of `slo build` record; `--profile sloth` makes them for rules that Sloth generated.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files (.yaml, .yml)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The directory to write to; dashboards unless the project file says otherwise
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What holds the dashboards; json unless the project file says otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The format of the dashboards; classic unless the project file says otherwise
    #[arg(long, value_enum, value_name = "SCHEMA")]
    dashboard_schema: Option<Schema>,
    /// Write nothing; fail if any dashboard is missing, out of date or left over
    #[arg(long)]
    check: bool,
    /// Remove dashboards whose SLOs are gone
    ///
    /// Only files of the output directory that say that `slo dashboard` made them.
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    settings: Settings,
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let Some(Loaded { compiled, projects, counts }) =
        loaded::load(&args.paths, &[args.out.as_deref().unwrap_or(Path::new(OUT))], &args.settings)?
    else {
        if !args.check {
            terminal::error("nothing was written");
        }
        return Ok(Ending::Problems);
    };
    let delivery = Delivery::choose(args.format, args.dashboard_schema, &projects)?;
    let out = args.out.clone().or_else(|| delivery.directory.clone()).unwrap_or_else(|| OUT.into());
    interrupt::listen(); // until here a signal ends the run at once, which leaves nothing behind
    let mut tally = Tally::default();
    let dashboards = put_all(&compiled, &delivery, &out, args.check, &mut tally)?;
    let stale = if args.check || args.prune { leftovers::find(&out, &tally.outputs)? } else { Vec::new() };
    let (ending, summary) = if args.check { tally.check(&stale) } else { tally.write(&stale)? };
    terminal::tell(&format!("{counts}, {} → {summary}\n", count(dashboards, "dashboard")));
    Ok(ending)
}

/// Puts the dashboards of `compiled` into `tally`, and tells how many there are.
///
/// # Errors
/// A dashboard that no object can hold, or that cannot be compared or stored; a signal.
pub(super) fn put_all(
    compiled: &[Compiled],
    delivery: &Delivery,
    directory: &Path,
    check: bool,
    tally: &mut Tally,
) -> Result<usize, Stop> {
    let slos = dashboard::subjects(compiled.iter().flat_map(Compiled::slos));
    if slos.is_empty() {
        return Ok(0);
    }
    let interrupted = || Stop(Ending::Interrupted, "interrupted; nothing was written".to_owned());
    let settings = &delivery.settings;
    let mut put = |files: Result<Vec<(String, String)>, TooLarge>| -> Result<usize, Stop> {
        let files = files.map_err(|problem| Stop(Ending::Problems, problem.to_string()))?;
        let count = files.len();
        for (name, text) in files {
            let path = directory.join(name);
            let output = Prepared::file(&path, text, check)?;
            tally.put(Some(path), output);
        }
        Ok(count)
    };
    put(Ok(delivery.folder().into_iter().collect()))?;
    let of_all =
        std::iter::once(dashboard::overview(&slos, settings)).chain(dashboard::month(&slos, settings));
    let mut count = put(of_all.map(|dashboard| delivery.file(dashboard)).collect())?;
    for pages in dashboard::pages(&slos).chunks(AT_ONCE) {
        if interrupt::requested() {
            return Err(interrupted());
        }
        let files = pages.par_iter().map(|page| delivery.file(page.dashboard(settings)));
        count += put(files.collect())?;
    }
    if interrupt::requested() { Err(interrupted()) } else { Ok(count) }
}
