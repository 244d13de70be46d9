//! What all jobs together come to.
//!
//! In: the result of each job. Out: messages in the order of the files, the summary, and the outputs in their places.
//! Keeps: an SLO id belongs to one file.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use slo_compiler::diagnostic::Code;

use super::{Done, Ending, Job, Stop};
use crate::output::{self, Existing, Staged};
use crate::path_error::PathError;
use crate::report::{self, Problem};

/// The results of all jobs, put together.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) bad_files: usize,
    specs: usize,
    slos: usize,
    /// Every output that should be there.
    pub(super) outputs: HashSet<PathBuf>,
    /// Outputs that are not as they should be.
    changed: Vec<(PathBuf, Existing)>,
    staged: Vec<Staged>,
}

impl Tally {
    /// Shows what there is to say about each file, in order, and counts.
    pub(super) fn of(results: Vec<(&Job, Result<Done, PathError>)>) -> Self {
        let mut tally = Self::default();
        let mut first_seen: BTreeMap<String, String> = BTreeMap::new();
        for (job, result) in results {
            let name = job.source.display().to_string();
            let mut done = match result {
                Ok(done) => done,
                Err(error) => {
                    report::error(&error.to_string());
                    tally.errors += 1;
                    tally.bad_files += 1;
                    continue;
                }
            };
            if !job.named && done.file.is_foreign() {
                report::note(&format!("{name}: holds no SLO, left out"));
                continue;
            }
            if done.file.is_empty() {
                done.file.problems.push(Problem::of_file(
                    &name,
                    Code::SpecEmpty,
                    "the file holds no SLO".to_owned(),
                ));
            }
            for slo in &done.file.slos {
                if let Some(first) = first_seen.get(&slo.id) {
                    let message = format!("the SLO id {:?} is already used in {first}", slo.id);
                    done.file.problems.push(Problem::of_file(&name, Code::SloDuplicate, message));
                } else {
                    first_seen.insert(slo.id.clone(), name.clone());
                }
            }
            report::show(&done.file.problems);
            tally.add(job, done);
        }
        tally
    }

    fn add(&mut self, job: &Job, done: Done) {
        let errors = done.file.problems.iter().filter(|problem| problem.is_error()).count();
        self.errors += errors;
        self.bad_files += usize::from(errors > 0);
        self.specs += 1;
        self.slos += done.file.slos.len();
        self.outputs.extend(job.output.clone());
        if let (Some(path), Some(existing)) = (&job.output, done.existing)
            && existing != Existing::Same
        {
            self.changed.push((path.clone(), existing));
        }
        self.staged.extend(done.staged);
    }

    /// Names the files that a run without `--check` would write or remove.
    pub(super) fn check(&self, stale: &[PathBuf]) -> Ending {
        for (path, existing) in &self.changed {
            let fault = if *existing == Existing::Missing { "is missing" } else { "is out of date" };
            report::error(&format!("{} {fault}", path.display()));
        }
        for path in stale {
            report::error(&format!("{} is left over, its spec is gone", path.display()));
        }
        let wrong = self.changed.len() + stale.len();
        self.summarise(&if wrong == 0 { "up to date".to_owned() } else { format!("{wrong} not up to date") });
        if wrong == 0 { Ending::Clean } else { Ending::Problems }
    }

    /// Puts the outputs in their places, then removes what is left over.
    pub(super) fn write(mut self, stale: &[PathBuf]) -> Result<Ending, Stop> {
        output::commit(std::mem::take(&mut self.staged))?;
        for path in stale {
            fs::remove_file(path).map_err(|error| PathError::new("remove", path, error))?;
        }
        let on_stdout = self.specs > 0 && self.outputs.is_empty();
        if !on_stdout {
            let removed = if stale.is_empty() { String::new() } else { format!(", {} removed", stale.len()) };
            self.summarise(&format!("{} changed{removed}", self.changed.len()));
        }
        Ok(Ending::Clean)
    }

    fn summarise(&self, state: &str) {
        let line = format!(
            "{}, {} → {} ({state})",
            count(self.specs, "spec"),
            count(self.slos, "SLO"),
            count(self.outputs.len(), "file")
        );
        // When nobody reads standard error, there is nobody to tell.
        let _: io::Result<()> = writeln!(anstream::stderr().lock(), "{line}");
    }
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
