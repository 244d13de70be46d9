//! `slo generate`: specs in, rules out, as Sloth does it.
//!
//! In: flag values. Out: files, or a text on standard output. The order of the checks is Sloth's, because it decides
//! which of two errors is told last. Differs on purpose: outputs change only after everything succeeded.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use rayon::prelude::*;
use slo_compiler::Options;

use super::args::Values;
use super::log::{Level, Log};
use super::setup::Request;
use super::{Failure, discover, go_path, tell};
use crate::compile::{CompiledFile, Emit, Work, compile_file};
use crate::interrupt;
use crate::output::{self, Parents, Staged, Target};
use crate::path_error::PathError;
use crate::terminal;

/// A spec file, and where its rules go.
struct Job {
    input: PathBuf,
    output: Target,
}

/// What became of a job.
struct Done {
    input: PathBuf,
    file: CompiledFile,
    outcome: Result<Staged, Failure>,
}

/// Runs the command.
///
/// # Errors
/// The first one in the order in which Sloth meets them; all others are shown before.
pub(super) fn run(values: &Values, log: &Log) -> Result<(), Failure> {
    let (input, out) = (values.text("input"), values.text("out"));
    let directory = stat(input)?.is_dir();
    if directory {
        check_output_directory(input, out)?;
    }
    let request = Request::read(values)?;
    let jobs = if directory { directory_jobs(values, input, out)? } else { vec![file_job(input, out, log)?] };
    let options = request.load(values, log)?;
    interrupt::listen();
    let done: Vec<Done> = jobs.into_par_iter().map(|job| execute(job, &options)).collect();
    finish(done, log)
}

fn stat(path: &str) -> Result<fs::Metadata, PathError> {
    fs::metadata(path).map_err(|error| PathError::new("stat", path, error))
}

fn check_output_directory(input: &str, out: &str) -> Result<(), Failure> {
    if !stat(out)?.is_dir() {
        return Err(Failure(format!("the path {out:?} is not a directory, however input is a directory")));
    }
    let absolute = |path| go_path::absolute(path).map_err(|error| PathError::new("getwd", path, error));
    let (input, out) = (absolute(input)?, absolute(out)?);
    if input == out {
        return Err(Failure(format!("input and output can't be the same directory: {input}")));
    }
    Ok(())
}

fn file_job(input: &str, out: &str, log: &Log) -> Result<Job, Failure> {
    let output = match out {
        "-" => Target::stdout(),
        "" => {
            if log.is_on() {
                terminal::note(
                    "`--out` is empty, and so is a lone `-` behind it, as in Sloth; `--out=-` is standard output",
                );
            }
            return Err(open_failure(PathError::of_kind("open", "", ErrorKind::NotFound)));
        }
        path => Target::file(path, Parents::MustExist).map_err(open_failure)?,
    };
    Ok(Job { input: PathBuf::from(input), output })
}

fn directory_jobs(values: &Values, input: &str, out: &str) -> Result<Vec<Job>, Failure> {
    let inputs = discover::discover(input, values.text("fs-exclude"), values.text("fs-include"))?;
    let job = |path: PathBuf| {
        let place = go_path::mirrored(&path.to_string_lossy(), input, out);
        let output = Target::file(place, Parents::Create).map_err(open_failure)?;
        Ok(Job { input: path, output })
    };
    inputs.into_iter().map(job).collect()
}

/// A missing directory speaks for itself; for a file that cannot be opened, Sloth says what it is for.
fn open_failure(error: PathError) -> Failure {
    match error.operation() {
        "mkdir" => error.into(),
        _ => Failure::from(error).within("could not create out file"),
    }
}

fn execute(job: Job, options: &Options) -> Done {
    match compile_file(&job.input, Work::new(options, Emit::Sloth)) {
        Err(error) => Done { input: job.input, file: CompiledFile::default(), outcome: Err(error.into()) },
        Ok(mut file) => {
            let outcome = stage(&mut file, job.output);
            Done { input: job.input, file, outcome }
        }
    }
}

/// Takes the text out of `file`, so that it needs no memory once it is stored.
fn stage(file: &mut CompiledFile, output: Target) -> Result<Staged, Failure> {
    if let Some(failure) = file.failures.first() {
        return Err(Failure(failure.reference.clone()));
    }
    output.stage(std::mem::take(&mut file.text)).map_err(open_failure)
}

fn finish(done: Vec<Done>, log: &Log) -> Result<(), Failure> {
    if interrupt::requested() {
        return Err(Failure("interrupted".to_owned()));
    }
    for done in &done {
        tell::ignored_fields(&done.input.to_string_lossy(), &done.file, log);
    }
    tell::lines(done.iter().map(|done| &done.file), log);
    if log.is_json() {
        for done in &done {
            tell::records(&done.input.to_string_lossy(), &done.file, log);
        }
    }
    tell_unreadable(&done, log);
    let outputs: Vec<Staged> = done.into_iter().map(|done| done.outcome).collect::<Result<_, _>>()?;
    output::commit(outputs).map_err(|error| Failure::from(error).within("could not store SLOs"))
}

/// Names the files that could not be read or stored, except for the one that the last line names.
fn tell_unreadable(done: &[Done], log: &Log) {
    let failed = done.iter().filter_map(|done| Some((done, done.outcome.as_ref().err()?)));
    for (done, failure) in failed.skip(1).filter(|(done, _)| !done.file.has_failed()) {
        let file = done.input.to_string_lossy().into_owned();
        log.write(Level::Error, &failure.to_string(), [("file", file.into())]);
    }
}
