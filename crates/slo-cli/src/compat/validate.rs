//! `slo validate`: specs in, problems out, as Sloth does it.
//!
//! In: flag values. Out: a record a problem, and lines with positions for people. Keeps: an SLO id is registered only by
//! a document that has no error, so a mistake is not reported twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;

use rayon::prelude::*;

use super::args::Values;
use super::log::{Level, Log};
use super::setup::Request;
use super::{Failure, discover, tell};
use crate::compile::{CompiledFile, Emit, SloName, Work, compile_file};
use crate::path_error::PathError;

/// Runs the command.
///
/// # Errors
/// `validation failed` after the problems were shown, or what kept specs from being looked at.
pub(super) fn run(values: &Values, log: &Log) -> Result<(), Failure> {
    let request = Request::read(values)?;
    let paths =
        discover::discover(values.text("input"), values.text("fs-exclude"), values.text("fs-include"))?;
    let mut options = request.load(values, log)?;
    options.require_rules = false;
    let files: Vec<Result<CompiledFile, PathError>> =
        paths.par_iter().map(|path| compile_file(path, Work::new(&options, Emit::Nothing))).collect();
    let files = files.into_iter().collect::<Result<Vec<_>, _>>()?;
    let failed = report(&paths, &files, values.is_on("ignore-slo-duplicates"), log);
    tell::lines(&files, log);
    if failed {
        return Err(Failure("validation failed".to_owned()));
    }
    let documents: usize = files.iter().map(|file| file.documents).sum();
    log.write(Level::Info, "Validation succeeded", [("slo-specs", documents.into())]);
    Ok(())
}

/// Logs what is wrong with each file, and tells whether anything is.
fn report(paths: &[PathBuf], files: &[CompiledFile], ignore_duplicates: bool, log: &Log) -> bool {
    let mut first_seen: HashMap<&str, &str> = HashMap::new();
    let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
    let mut failed = false;
    for (path, file) in paths.iter().zip(files) {
        failed |= file.has_failed();
        tell::ignored_fields(path, file, log);
        tell::records(path, file, log);
        if ignore_duplicates {
            continue;
        }
        for slo in &file.slos {
            match first_seen.entry(&slo.id) {
                Entry::Vacant(entry) => {
                    entry.insert(path);
                }
                Entry::Occupied(first) => {
                    log.write(Level::Error, &duplicate(slo, first.get()), [("file", path.as_ref().into())]);
                    failed = true;
                }
            }
        }
    }
    failed
}

fn duplicate(slo: &SloName, first: &str) -> String {
    let SloName { id, service, name, .. } = slo;
    format!(
        "SLO duplicated. SLO{{service={service}, name={name}}}, ID={id} already exists in a file: {first}: already exists"
    )
}
