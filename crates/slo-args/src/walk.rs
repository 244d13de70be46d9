//! Directories → the files in them.
//!
//! In: a directory, and a test that a file must pass. Out: paths in lexical order, so that output and messages come in
//! the same order everywhere. Keeps: symbolic links to directories are never followed, so a walk ends.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::path_error::PathError;

/// Which directories a walk enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enter {
    /// All of them, hidden ones too.
    All,
    /// Those that are not hidden.
    Visible,
    /// Those whose name does not begin with two dots, which Kubernetes uses for mounted volumes.
    NoVolumeLinks,
}

/// The files at or below `root` that pass `keep`; a `root` that is a file may be one.
///
/// # Errors
/// The first directory that cannot be read.
pub fn files(root: &Path, enter: Enter, keep: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, PathError> {
    let left_out: Option<&[u8]> = match enter {
        Enter::All => None,
        Enter::Visible => Some(b"."),
        Enter::NoVolumeLinks => Some(b".."),
    };
    let enters = |entry: &DirEntry| {
        let name = entry.file_name().as_encoded_bytes();
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !left_out.is_some_and(|start| name.starts_with(start))
    };
    let mut found = Vec::new();
    for entry in
        WalkDir::new(root).follow_root_links(false).sort_by_file_name().into_iter().filter_entry(enters)
    {
        let entry = entry.map_err(|error| walk_error(root, error))?;
        if !entry.file_type().is_dir() && keep(entry.path()) {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// A path that cannot be looked at, or a directory that cannot be listed.
fn walk_error(root: &Path, error: walkdir::Error) -> PathError {
    let operation = if error.depth() == 0 { "lstat" } else { "open" };
    let path = error.path().unwrap_or(root).to_owned();
    PathError::new(operation, path, error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into()))
}

/// Whether the file's name ends in `.yaml` or `.yml`, in capitals or not; `.yml` itself counts.
#[must_use]
pub fn is_yaml(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    [&b".yaml"[..], b".yml"].iter().any(|end| {
        name.len()
            .checked_sub(end.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for path in ["b.yml", "a/x.yml", "a/..data/y.yml", "a.yaml", ".hidden/z.YML", "note.txt"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    fn walked(root: &Path, enter: Enter) -> Vec<String> {
        let files = files(root, enter, is_yaml).unwrap();
        files.iter().map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect()
    }

    #[test]
    fn files_come_in_lexical_order() {
        let root = tree();
        let all = [".hidden/z.YML", "a/..data/y.yml", "a/x.yml", "a.yaml", "b.yml"];
        assert_eq!(walked(root.path(), Enter::All), all);
        assert_eq!(walked(root.path(), Enter::NoVolumeLinks), [all[0], all[2], all[3], all[4]]);
        assert_eq!(walked(root.path(), Enter::Visible), [all[2], all[3], all[4]]);
    }

    #[test]
    fn a_file_is_its_own_tree_and_a_missing_one_an_error() {
        let root = tree();
        assert_eq!(files(&root.path().join("b.yml"), Enter::All, is_yaml).unwrap().len(), 1);
        let error = files(Path::new("nowhere"), Enter::All, is_yaml).unwrap_err();
        assert_eq!(error.to_string(), "lstat nowhere: no such file or directory");
    }

    #[test]
    fn yaml_is_told_by_the_end_of_the_name() {
        for (name, expected) in [
            ("a.yml", true),
            (".yml", true),
            ("a.YAML", true),
            ("yml", false),
            ("a.yml.txt", false),
            ("d/.yaml", true),
        ] {
            assert_eq!(is_yaml(Path::new(name)), expected, "{name}");
        }
    }
}
