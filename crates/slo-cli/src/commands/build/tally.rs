//! What all jobs together come to.
//!
//! In: the result of each job. Out: messages in the order of the files, the summary, and the outputs in their places.
//! Keeps: an SLO id belongs to one file, unless the user says otherwise.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use slo_compiler::diagnostic::Code;

use super::{Done, Ending, Job, Stop};
use crate::compile::SloName;
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
    pub(super) fn of(results: Vec<(&Job, Result<Done, PathError>)>, ignore_duplicates: bool) -> Self {
        let mut tally = Self::default();
        let mut first_seen = BTreeMap::new();
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
                    "the file holds no SLO",
                    None,
                ));
            }
            if !ignore_duplicates {
                done.file.problems.extend(duplicates(&name, &done.file.slos, &mut first_seen));
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

/// Ids that were seen before, and the file in which each was seen first.
fn duplicates(file: &str, slos: &[SloName], first_seen: &mut BTreeMap<String, String>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for SloName { id, .. } in slos {
        match first_seen.entry(id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(file.to_owned());
            }
            Entry::Occupied(first) => {
                let message = format!("the SLO id `{id}` is already used in {}", first.get());
                let help = "for different Prometheus servers, build apart or add `--ignore-slo-duplicates`";
                problems.push(Problem::of_file(file, Code::SloDuplicate, message, Some(help)));
            }
        }
    }
    problems
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
