//! Outputs whose spec is gone.
//!
//! In: the output directory, and the outputs that belong there. Out: all other YAML files in it that begin with our
//! mark. Keeps: a file that does not begin with the mark is nobody's business here.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::MARK;
use crate::commands::outputs::begins_with;
use crate::path_error::PathError;
use crate::walk::{self, Enter};

/// The files below `directory` that we made and that are not among `outputs`.
///
/// # Errors
/// A directory or a file that cannot be read.
pub(super) fn find(directory: &Path, outputs: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, PathError> {
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let others =
        walk::files(directory, Enter::Visible, |path| walk::is_yaml(path) && !outputs.contains(path))?;
    let mut ours = Vec::new();
    for path in others {
        if begins_with(&path, MARK).map_err(|error| PathError::new("open", &path, error))? {
            ours.push(path);
        }
    }
    Ok(ours)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_files_with_the_mark_are_ours() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        };
        let kept = write("kept.yml", MARK);
        let gone = write("team/gone.yaml", &format!("{MARK}groups: []\n"));
        write("hand-made.yml", "groups: []\n");
        write("mark-below.yml", &format!("\n{MARK}"));
        write("short.yml", "# Code");
        write("notes.txt", MARK);
        assert_eq!(find(root.path(), &HashSet::from([kept])).unwrap(), [gone]);
        assert_eq!(find(&root.path().join("missing"), &HashSet::new()).unwrap(), Vec::<PathBuf>::new());
    }
}
