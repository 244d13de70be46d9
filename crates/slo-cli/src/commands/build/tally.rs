//! What all jobs together come to.
//!
//! In: the result of each job, and the review of the specs. Out: the outputs in their places, or what is wrong with them.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Done, Job};
use crate::commands::review::Review;
use crate::commands::setup::Setup;
use crate::commands::{Ending, Stop, count};
use crate::output::{self, Existing, Parents, Staged, Target};
use crate::path_error::PathError;
use crate::terminal;

/// The outputs of all jobs, put together.
#[derive(Default)]
pub(in crate::commands) struct Tally {
    /// Every output that should be there.
    pub(in crate::commands) outputs: HashSet<PathBuf>,
    /// Outputs that are not as they should be.
    changed: Vec<(PathBuf, Existing)>,
    staged: Vec<Staged>,
}

impl Tally {
    /// Gives each file to `review` and keeps the outputs of those that are good.
    pub(super) fn of<'j>(
        results: impl Iterator<Item = ((&'j Job, &'j Arc<Setup>), Result<Done, PathError>)>,
        review: &mut Review,
    ) -> Self {
        let mut tally = Self::default();
        for ((job, setup), result) in results {
            match result {
                Err(error) => {
                    review.add(&job.spec, setup, Err(error));
                }
                Ok(Done { file, existing, staged }) => {
                    if review.add(&job.spec, setup, Ok(file)) {
                        tally.add(job, existing, staged);
                    }
                }
            }
        }
        tally
    }

    fn add(&mut self, job: &Job, existing: Option<Existing>, staged: Option<Staged>) {
        self.outputs.extend(job.output.clone());
        if let (Some(path), Some(existing)) = (&job.output, existing)
            && existing != Existing::Same
        {
            self.changed.push((path.clone(), existing));
        }
        self.staged.extend(staged);
    }

    /// Takes in an output that does not belong to one job. With `check` it is only compared.
    ///
    /// # Errors
    /// When it cannot be compared or stored.
    pub(in crate::commands) fn put(
        &mut self,
        path: PathBuf,
        text: String,
        check: bool,
    ) -> Result<(), PathError> {
        let existing = output::compare(&path, &text)?;
        if existing != Existing::Same {
            if !check {
                self.staged.push(Target::file(&path, Parents::Create)?.stage(text)?);
            }
            self.changed.push((path.clone(), existing));
        }
        self.outputs.insert(path);
        Ok(())
    }

    /// Names the files that a run without `--check` would write or remove. Returns what became of the outputs, too.
    pub(in crate::commands) fn check(&self, stale: &[PathBuf]) -> (Ending, String) {
        for (path, existing) in &self.changed {
            let fault = if *existing == Existing::Missing { "is missing" } else { "is out of date" };
            terminal::error(&format!("{} {fault}", path.display()));
        }
        for path in stale {
            terminal::error(&format!("{} is left over, no spec makes it", path.display()));
        }
        let wrong = self.changed.len() + stale.len();
        let verdict = if wrong == 0 { "up to date".to_owned() } else { format!("{wrong} not up to date") };
        let ending = if wrong == 0 { Ending::Clean } else { Ending::Problems };
        (ending, self.summary(&verdict))
    }

    /// Puts the outputs in their places, then removes what is left over. Returns what became of the outputs, too.
    pub(in crate::commands) fn write(mut self, stale: &[PathBuf]) -> Result<(Ending, String), Stop> {
        output::commit(std::mem::take(&mut self.staged))?;
        for path in stale {
            fs::remove_file(path).map_err(|error| PathError::new("remove", path, error))?;
        }
        let removed = if stale.is_empty() { String::new() } else { format!(", {} removed", stale.len()) };
        let summary = self.summary(&format!("{} changed{removed}", self.changed.len()));
        Ok((Ending::Clean, summary))
    }

    fn summary(&self, state: &str) -> String {
        format!("{} ({state})", count(self.outputs.len(), "file"))
    }
}
