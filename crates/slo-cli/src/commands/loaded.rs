//! Specs compiled for something other than rules files: a report, dashboards.
//!
//! In: paths and settings. Out: the compiled SLOs of every spec file, after all findings were told. Keeps: with any error
//! there are none, because what is made of a part of the specs would look complete.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use slo_compiler::Compiled;
use slo_compiler::Level;
use slo_compiler::diagnostic::Code;

use super::besides::Besides;
use super::progress::Progress;
use super::project::Projects;
use super::review::{Review, Tell};
use super::settings::Settings;
use super::setup;
use super::specs::{self, SpecFile};
use super::{Ending, Stop};
use crate::compile::{Emit, Work, compile_file};
use crate::{report, terminal};

/// Specs without an error.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The SLOs of each spec file.
    pub(super) compiled: Vec<Compiled>,
    /// The project files that they follow.
    pub(super) projects: Projects,
    /// How many specs and SLOs these are, in words.
    pub(super) counts: String,
}

/// The SLOs of `paths`, of which the directories `outputs` are no part; `None` after an error was told.
///
/// # Errors
/// What keeps the specs from being read.
pub(super) fn load(
    paths: &[PathBuf],
    outputs: &[&Path],
    settings: &Settings,
) -> Result<Option<Loaded>, Stop> {
    let files = specs::find(paths, outputs)?;
    let mut besides = Besides::default();
    let projects = Projects::of(files.iter().map(|file| file.path.as_path()), &mut besides)?;
    // One page or dashboard is about one Prometheus, where an id is unique.
    let unique = |levels: &mut super::levels::Levels| levels.set(Code::IdentityDuplicate, Level::Error);
    let setups = setup::all(&projects, settings, unique, &mut besides)?;
    if besides.has_errors() {
        besides.tell();
        return Ok(None);
    }
    let progress = Progress::new(files.len(), "files");
    let compile = |(spec, setup): (&SpecFile, &Arc<setup::Setup>)| {
        let work = Work { keep: true, ..Work::new(&setup.options, Emit::Nothing) };
        let file = compile_file(&spec.path, work);
        progress.step();
        file
    };
    let results: Vec<_> = files.par_iter().zip(&setups).map(compile).collect();
    progress.finish();
    let mut review = Review::new(Tell::Problems, besides);
    let mut compiled = Vec::new();
    for ((spec, setup), mut result) in files.into_iter().zip(&setups).zip(results) {
        let slos = result.as_mut().ok().and_then(|file| file.compiled.take());
        if review.add(&spec, setup, result) {
            compiled.extend(slos);
        }
    }
    review.compare_files();
    review.note();
    terminal::tell(&review.draw(report::Format::Human, terminal::stderr_style()));
    if review.has_errors() {
        return Ok(None);
    }
    if compiled.iter().all(|file| file.slos().next().is_none()) {
        return Err(Stop(Ending::Problems, "there is no SLO".to_owned()));
    }
    Ok(Some(Loaded { compiled, projects, counts: review.counts() }))
}
