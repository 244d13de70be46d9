//! What all outputs of a run come to.
//!
//! In: outputs that were compared with what is there. Out: all of them in their places, or what is not as it should be.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::commands::{Ending, Stop, count};
use crate::output::{self, Existing, Parents, Staged, Target};
use crate::path_error::PathError;
use crate::terminal;

/// An output that was compared with what is there, and waits if it would change that.
#[derive(Debug)]
pub(in crate::commands) struct Prepared {
    existing: Existing,
    staged: Option<Staged>,
}

impl Prepared {
    /// The text of the file at `path`. With `check` it is only compared.
    ///
    /// # Errors
    /// When it cannot be compared or stored.
    pub(in crate::commands) fn file(path: &Path, text: String, check: bool) -> Result<Self, PathError> {
        let existing = output::compare(path, &text)?;
        let staged = if check || existing == Existing::Same {
            None
        } else {
            Some(Target::file(path, Parents::Create)?.stage(text)?)
        };
        Ok(Self { existing, staged })
    }

    /// What goes to standard output.
    ///
    /// # Errors
    /// None that is known of: the text waits in memory.
    pub(in crate::commands) fn stdout(text: String) -> Result<Self, PathError> {
        Ok(Self { existing: Existing::Different, staged: Some(Target::stdout().stage(text)?) })
    }
}

/// The outputs of a run, put together.
#[derive(Debug, Default)]
pub(in crate::commands) struct Tally {
    /// Every file that should be there.
    pub(in crate::commands) outputs: HashSet<PathBuf>,
    /// Files that are not as they should be.
    changed: Vec<(PathBuf, Existing)>,
    staged: Vec<Staged>,
}

impl Tally {
    /// Takes in an output; `None` is standard output.
    pub(in crate::commands) fn put(&mut self, path: Option<PathBuf>, output: Prepared) {
        self.staged.extend(output.staged);
        let Some(path) = path else { return };
        if output.existing != Existing::Same {
            self.changed.push((path.clone(), output.existing));
        }
        self.outputs.insert(path);
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
    ///
    /// # Errors
    /// The first file that cannot be moved or removed.
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
