//! `slo check`: spec files and directories in, everything that is wrong with them out.
//!
//! In: paths. Out: a report on standard output or in a file, and an exit code. Keeps: nothing else is written, but for the
//! fixes that `--fix` asks for.

mod fix;

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use slo_compiler::Level;
use slo_compiler::diagnostic::Code;

use self::fix::Fixed;
use super::besides::Besides;
use super::levels::{self, Denied, Levels};
use super::progress::Progress;
use super::project::Projects;
use super::review::{Review, Tell};
use super::settings::Settings;
use super::setup::{self, Setup};
use super::specs::{self, SpecFile};
use super::{Ending, Stop, print};
use crate::compile::{Emit, Work, compile_file};
use crate::output::{self, Parents, Target};
use crate::report::{self, Format};
use crate::{interrupt, terminal};

/// Find everything that is wrong with specs
///
/// Compiles them as `slo build` does, but writes no rules. Ends with 1 if there is any error.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Spec files, and directories that hold spec files (.yaml, .yml)
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// How problems are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The file to write the report to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make an error of a kind of problem, or of all `warnings`; may be given several times
    #[arg(long, value_name = "CODE", value_parser = str::parse::<Denied>)]
    deny: Vec<Denied>,
    /// Leave out a kind of problem that is no error; may be given several times
    #[arg(long, value_name = "CODE", value_parser = levels::lint)]
    allow: Vec<Code>,
    /// Change the specs where a problem has a fix that is sure to be right, then check again
    #[arg(long)]
    fix: bool,
    /// Let another parser of PromQL read every rule as well
    #[cfg(feature = "cross-check")]
    #[arg(long)]
    cross_check: bool,
    /// Let SLOs of different files have the same id, where the files are for different Prometheus servers
    #[arg(long)]
    ignore_slo_duplicates: bool,
    #[command(flatten)]
    settings: Settings,
}

impl Args {
    /// Changes levels as the command line wants it.
    fn choose(&self, levels: &mut Levels) {
        for denied in &self.deny {
            match denied {
                Denied::Warnings => levels.deny_warnings(),
                Denied::Code(code) => levels.set(*code, Level::Error),
            }
        }
        let duplicates = self.ignore_slo_duplicates.then_some(&Code::IdentityDuplicate);
        self.allow.iter().chain(duplicates).for_each(|code| levels.set(*code, Level::Allow));
    }

    #[cfg(feature = "cross-check")]
    fn cross_check(&self) -> bool {
        self.cross_check
    }

    #[cfg(not(feature = "cross-check"))]
    #[allow(clippy::unused_self, reason = "the flag is not there without the feature")]
    fn cross_check(&self) -> bool {
        false
    }
}

/// Runs the command.
///
/// # Errors
/// What keeps the run from coming to an end.
pub(super) fn run(args: &Args) -> Result<Ending, Stop> {
    let files = specs::find(&args.paths, &[])?;
    let mut besides = Besides::default();
    let projects = Projects::of(files.iter().map(|file| file.path.as_path()), &mut besides)?;
    let setups = setup::all(&projects, &args.settings, |levels| args.choose(levels), &mut besides)?;
    let review = if besides.has_errors() {
        Review::new(Tell::Everything, besides)
    } else {
        examine_and_fix(args, &files.iter().zip(setups).collect::<Vec<_>>(), &besides)?
    };
    tell(args, &review)?;
    Ok(if review.has_errors() { Ending::Problems } else { Ending::Clean })
}

/// A spec file, and how it is compiled.
type Spec<'s> = (&'s SpecFile, Arc<Setup>);

fn examine_and_fix(args: &Args, specs: &[Spec<'_>], besides: &Besides) -> Result<Review, Stop> {
    let mut review = examine(args, specs, besides)?;
    if args.fix {
        let mut fixed = Fixed::default();
        // A fix can bring another one to light, or be held up by one that overlaps it.
        while fixed.make(&review)? {
            review = examine(args, specs, besides)?;
        }
        fixed.tell();
    }
    Ok(review)
}

/// Compiles all files and judges them.
fn examine(args: &Args, specs: &[Spec<'_>], besides: &Besides) -> Result<Review, Stop> {
    interrupt::listen();
    let progress = Progress::new(specs.len(), "files");
    let compiled = specs.par_iter().map(|(spec, setup)| {
        let work = Work { cross_check: args.cross_check(), ..Work::new(&setup.options, Emit::Nothing) };
        let file = compile_file(&spec.path, work);
        progress.step();
        file
    });
    let compiled: Vec<_> = compiled.collect();
    progress.finish();
    if interrupt::requested() {
        return Err(Stop(Ending::Interrupted, "interrupted".to_owned()));
    }
    let mut review = Review::new(Tell::Everything, besides.clone());
    for ((spec, setup), result) in specs.iter().zip(compiled) {
        review.add(spec, setup, result);
    }
    review.compare_files();
    Ok(review)
}

fn tell(args: &Args, review: &Review) -> Result<(), Stop> {
    match &args.output {
        Some(path) => {
            let plain = report::Style { color: false, ..terminal::stdout_style() };
            let staged = Target::file(path, Parents::MustExist)?.stage(review.draw(args.format, plain))?;
            output::commit(vec![staged])?;
        }
        None => {
            print(&review.draw(args.format, terminal::stdout_style()))?;
        }
    }
    review.note();
    let verdict = if review.is_clean() { ", no problems" } else { "" };
    terminal::tell(&format!("{} checked{verdict}\n", review.counts()));
    Ok(())
}
