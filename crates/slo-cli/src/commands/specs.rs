//! Which spec files there are.
//!
//! In: the paths of the command line. Out: a [`SpecFile`] each, in lexical order within each path; of a directory all
//! YAML files that are not hidden.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Ending, Stop};
use crate::path_error::PathError;
use crate::walk::{self, Enter};

/// A file that should hold specs.
#[derive(Debug)]
pub(super) struct SpecFile {
    /// The file.
    pub(super) path: PathBuf,
    /// Whether the user named the file; else it was found in a directory and may hold something else.
    pub(super) named: bool,
    /// Its place below the path that the user named; its name, if that is the file itself.
    pub(super) relative: PathBuf,
}

/// The spec files at and below `paths`, leaving out the directories `outputs`, where those of an earlier run may be.
///
/// # Errors
/// A path that is missing, or paths without specs.
pub(super) fn find(paths: &[PathBuf], outputs: &[&Path]) -> Result<Vec<SpecFile>, Stop> {
    let mut files = Vec::new();
    for path in paths {
        let there = fs::metadata(path).map_err(|error| PathError::new("stat", path, error))?;
        if there.is_dir() {
            files.extend(below(path, outputs)?);
        } else {
            let relative = PathBuf::from(path.file_name().unwrap_or(path.as_os_str()));
            files.push(SpecFile { path: path.clone(), named: true, relative });
        }
    }
    if files.is_empty() {
        let places: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        let text = format!("there is no .yaml or .yml file in {}", places.join(", "));
        return Err(Stop(Ending::Problems, text));
    }
    Ok(files)
}

fn below(root: &Path, outputs: &[&Path]) -> Result<Vec<SpecFile>, Stop> {
    let real_root = fs::canonicalize(root).map_err(|error| PathError::new("open", root, error))?;
    // A directory above the specs holds outputs beside them.
    let outputs: Vec<PathBuf> = outputs
        .iter()
        .filter_map(|directory| fs::canonicalize(directory).ok())
        .filter(|directory| directory.starts_with(&real_root))
        .collect();
    if outputs.contains(&real_root) {
        return Err(Stop::usage(format!("specs and outputs cannot both be in {}", root.display())));
    }
    let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    let is_output = |path: &Path| {
        let path = real_root.join(relative(path));
        outputs.iter().any(|directory| path.starts_with(directory))
    };
    let keep = |path: &Path| {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        !hidden && walk::is_yaml(path) && !is_output(path)
    };
    let files = walk::files(&root.join(""), Enter::Visible, keep)?;
    let file = |path: PathBuf| {
        let relative = relative(&path);
        // Nobody writes `./a.yml`, nor does code scanning know it.
        let path = if root == Path::new(".") { relative.clone() } else { path };
        SpecFile { path, named: false, relative }
    };
    Ok(files.into_iter().map(file).collect())
}
