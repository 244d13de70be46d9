//! Dashboards whose SLOs are gone.
//!
//! In: the output directory, and the outputs that belong there. Out: all other dashboards in it that carry our mark, also those
//! in another format. Keeps: directories below it are left alone, because dashboards are never written there.

use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::mark;
use crate::path_error::PathError;

/// The dashboards in `directory` that we made and that are not among `outputs`, in the order of their names.
///
/// # Errors
/// A directory or a file that cannot be read.
pub(in crate::commands) fn find(
    directory: &Path,
    outputs: &HashSet<PathBuf>,
) -> Result<Vec<PathBuf>, PathError> {
    let others: io::Result<Vec<PathBuf>> = match fs::read_dir(directory) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect()),
    };
    let mut others = others.map_err(|error| PathError::new("open", directory, error))?;
    others.retain(|path| !outputs.contains(path));
    others.sort_unstable();
    let mut ours = Vec::new();
    for path in others {
        if mark::is_on(&path).map_err(|error| PathError::new("open", &path, error))? {
            ours.push(path);
        }
    }
    Ok(ours)
}
