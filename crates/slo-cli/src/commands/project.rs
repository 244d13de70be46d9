//! Project files: what holds for all specs below a directory.
//!
//! In: spec files. Out: for each of them the nearest `slo.toml` at or above it, read once. Keeps: a file that is wrong in any
//! way is a finding with a place, and then nothing is compiled.

mod dashboards;
mod defaults;
mod file;
mod recover;
mod rows;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::Code;
use toml::{Table, Value};

pub(super) use self::file::{Build, Directory, ProjectFile, schema};
use super::besides::Besides;
use crate::findings::Findings;
use crate::path_error::PathError;

/// The name of project files.
pub(super) const NAME: &str = "slo.toml";

/// A project file and where it is.
#[derive(Debug)]
pub(super) struct Project {
    /// The file, as short as the working directory allows.
    pub(super) path: PathBuf,
    /// What it says.
    pub(super) file: ProjectFile,
    /// The same as it is written.
    written: Table,
}

impl Project {
    /// What a section of the file says, as lines of TOML.
    pub(super) fn lines(&self, section: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(Value::Table(table)) = self.written.get(section) {
            rows::add("", table, &mut lines);
        }
        lines
    }

    /// A path of the file as seen from the working directory.
    pub(super) fn resolve(&self, path: &Path) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The directory of the file, without links.
    pub(super) fn root(&self) -> Result<PathBuf, PathError> {
        let directory = self.resolve(Path::new("."));
        fs::canonicalize(&directory).map_err(|error| PathError::new("open", &directory, error))
    }
}

/// The project files of a run.
#[derive(Debug, Default)]
pub(super) struct Projects {
    pub(super) read: Vec<Project>,
    /// For each path that was asked for: a position in `read`.
    pub(super) of_path: Vec<Option<usize>>,
    /// What was found at or above each directory: a position in `read`.
    by_directory: BTreeMap<PathBuf, Option<usize>>,
}

impl Projects {
    /// The project files of these `paths`, which are files or directories. What is wrong with them goes to `besides`.
    ///
    /// # Errors
    /// When the system does not let the directories be looked at.
    pub(super) fn of<'p>(
        paths: impl IntoIterator<Item = &'p Path>,
        besides: &mut Besides,
    ) -> Result<Self, PathError> {
        let mut projects = Self::default();
        for path in paths {
            let found = projects.find(path, besides)?;
            projects.of_path.push(found);
        }
        Ok(projects)
    }

    /// The project that `path` belongs to: a position in `read`. A file that is wrong counts as none.
    fn find(&mut self, path: &Path, besides: &mut Besides) -> Result<Option<usize>, PathError> {
        let directory = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
        let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
        let directory =
            fs::canonicalize(directory).map_err(|error| PathError::new("open", directory, error))?;
        let mut passed = Vec::new();
        let mut found = None;
        for directory in directory.ancestors() {
            if let Some(known) = self.by_directory.get(directory) {
                found = *known;
                break;
            }
            passed.push(directory.to_owned());
            let path = directory.join(NAME);
            // A link that leads nowhere was meant to be one.
            if path.symlink_metadata().is_ok() && !path.is_dir() {
                found = self.read(&path, besides);
                break;
            }
        }
        self.by_directory.extend(passed.into_iter().map(|directory| (directory, found)));
        Ok(found)
    }

    fn read(&mut self, path: &Path, besides: &mut Besides) -> Option<usize> {
        let shown = shortened(path);
        match read(&shown) {
            Ok((file, written)) => {
                self.read.push(Project { path: shown, file, written });
                Some(self.read.len() - 1)
            }
            Err(findings) => {
                besides.findings.push(*findings);
                None
            }
        }
    }
}

fn read(path: &Path) -> Result<(ProjectFile, Table), Box<Findings>> {
    let name = path.to_string_lossy();
    let unreadable = |error: io::Error| {
        let error = PathError::new("open", path, error);
        Box::new(Findings::of_file(&name, Code::FileRead, error.to_string()))
    };
    let text = fs::read_to_string(path).map_err(unreadable)?;
    let wrong = |found| Box::new(Findings::new(&name, text.as_bytes(), found, 1));
    Ok((recover::read(&text).map_err(wrong)?, recover::read(&text).map_err(wrong)?))
}

/// The path from the working directory on, where it is below that.
fn shortened(path: &Path) -> PathBuf {
    let here = env::current_dir().and_then(fs::canonicalize);
    here.ok().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests;
