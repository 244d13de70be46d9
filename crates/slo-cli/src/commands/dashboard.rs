//! `slo dashboard`: specs in, Grafana dashboards of their SLOs out.
//!
//! In: paths, and where to write. Out: an overview, the months, and a dashboard for each service. Keeps: what is written is the
//! same whatever order the files are in; after an error nothing has changed on disk.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use slo_compiler::Compiled;
use slo_compiler::dashboard::{self, model::Dashboard};
use slo_compiler::emit::grafana;

use super::besides::Besides;
use super::build::tally::Tally;
use super::project::Projects;
use super::review::{Review, Tell};
use super::settings::Settings;
use super::{Ending, Stop, count, setup, specs};
use crate::compile::{Emit, Work, compile_file};
use crate::{interrupt, report, terminal};

/// Make Grafana dashboards of SLOs
///
/// An overview of all SLOs, a dashboard for each service with a row for each of its SLOs, and one that looks back on months.
/// Their panels ask only for what the rules of `slo build` record; `--profile sloth` makes them for rules that Sloth generated.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files (.yaml, .yml)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The directory to write to
    #[arg(short, long, value_name = "DIR", default_value = "dashboards")]
    out: PathBuf,
    #[command(flatten)]
    delivery: Delivery,
    /// Write nothing; fail if any dashboard is missing or out of date
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    settings: Settings,
}

/// What is written of dashboards.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(super) struct Delivery {}

/// What dashboards look like.
#[derive(Debug, Default)]
pub(super) struct Look {
    settings: dashboard::Settings,
}

impl Look {
    /// What the project file of the specs says.
    ///
    /// # Errors
    /// When there are several: an overview shows all SLOs, so that it can follow only one of them.
    pub(super) fn of(projects: &Projects) -> Result<Self, Stop> {
        match projects.read.as_slice() {
            [] => Ok(Self::default()),
            [project] => Ok(Self { settings: project.file.dashboards.to_library() }),
            [one, other, ..] => Err(Stop::usage(format!(
                "dashboards of one run follow one project file, but these specs have {} and {}",
                one.path.display(),
                other.path.display()
            ))),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let files = specs::find(&args.paths, Some(&args.out))?;
    let mut besides = Besides::default();
    let projects = Projects::of(files.iter().map(|file| file.path.as_path()), &mut besides)?;
    let look = Look::of(&projects)?;
    let setups = setup::all(&projects, &args.settings, |_| {}, &mut besides)?;
    let is_ready = !besides.has_errors();
    let mut review = Review::new(Tell::Problems, besides);
    let mut kept = Vec::new();
    if is_ready {
        interrupt::listen();
        let work = |options| Work { keep: true, ..Work::new(options, Emit::Nothing) };
        let compiled: Vec<_> = files
            .par_iter()
            .zip(&setups)
            .map(|(spec, setup)| compile_file(&spec.path, work(&setup.options)))
            .collect();
        if interrupt::requested() {
            return Err(Stop(Ending::Interrupted, "interrupted; nothing was written".to_owned()));
        }
        for ((spec, setup), mut result) in files.iter().zip(&setups).zip(compiled) {
            let slos = result.as_mut().ok().and_then(|file| file.compiled.take());
            if review.add(spec, setup, result) {
                kept.extend(slos);
            }
        }
    }
    review.compare_files();
    review.note();
    terminal::tell(&review.draw(report::Format::Human, terminal::stderr_style()));
    if review.has_errors() {
        if !args.check {
            terminal::error("nothing was written");
        }
        return Ok(Ending::Problems);
    }
    let mut tally = Tally::default();
    let dashboards = put_all(&kept, &look, args.delivery, &args.out, args.check, &mut tally)?;
    let (ending, summary) = if args.check { tally.check(&[]) } else { tally.write(&[])? };
    terminal::tell(&format!("{}, {} → {summary}\n", review.counts(), count(dashboards, "dashboard")));
    Ok(ending)
}

/// Puts the dashboards of `compiled` into `tally`, and tells how many there are.
///
/// # Errors
/// A dashboard that cannot be compared or stored.
pub(super) fn put_all(
    compiled: &[Compiled],
    look: &Look,
    delivery: Delivery,
    directory: &Path,
    check: bool,
    tally: &mut Tally,
) -> Result<usize, Stop> {
    let slos = compiled.iter().flat_map(Compiled::slos);
    let dashboards = dashboard::all(slos, &look.settings);
    let texts: Vec<(PathBuf, String)> =
        dashboards.par_iter().map(|dashboard| file(dashboard, look, delivery, directory)).collect();
    for (path, text) in texts {
        tally.put(path, text, check)?;
    }
    Ok(dashboards.len())
}

fn file(dashboard: &Dashboard, _: &Look, _: Delivery, directory: &Path) -> (PathBuf, String) {
    (directory.join(format!("{}.json", dashboard.uid)), grafana::classic(dashboard))
}
