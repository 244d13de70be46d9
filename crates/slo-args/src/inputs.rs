//! Files besides specs: alert windows, and plugins that are Go source.
//!
//! In: a directory. Out: paths below it, and texts, in lexical order. What the texts mean, only the library knows.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use slo_compiler::Source;

use crate::path_error::PathError;
use crate::walk::{self, Enter};

/// The files with alert windows. Capitals in the ending do not count, as in Sloth.
///
/// # Errors
/// A directory or a file that cannot be read; paths are told from `root` on, so `root` itself is `.`.
pub fn windows_files(root: &Path) -> Result<Vec<Source>, PathError> {
    let files = read_below(root, Enter::All, |path| [".yaml", ".yml"].iter().any(|end| path.ends_with(end)))?;
    Ok(files.into_iter().map(|(path, bytes)| Source::new(path, bytes)).collect())
}

/// The Go files that may be plugins: paths and texts.
///
/// # Errors
/// As with [`windows_files`].
pub fn go_files(root: &Path) -> Result<Vec<(String, String)>, PathError> {
    let files = read_below(root, Enter::NoVolumeLinks, is_plugin)?;
    Ok(files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect())
}

/// Whether the path ends in `plugin`, any character, and `go`: Sloth's pattern is `plugin.go$`, the dot unescaped.
fn is_plugin(path: &str) -> bool {
    path.strip_suffix("go").is_some_and(|path| {
        let mut letters = path.chars();
        letters.next_back().is_some() && letters.as_str().ends_with("plugin")
    })
}

fn read_below(
    root: &Path,
    enter: Enter,
    keep: impl Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, PathError> {
    match fs::metadata(root) {
        Err(error) => return Err(PathError::new("stat", ".", error)),
        Ok(there) if !there.is_dir() => {
            return Err(PathError::of_kind("stat", ".", io::ErrorKind::NotADirectory));
        }
        Ok(_) => {}
    }
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    // The empty step is a slash at the end: it makes the system follow a link at the root.
    let found = walk::files(&root.join(""), enter, |path| keep(&below(path)))?;
    let read = |path: PathBuf| match fs::read(&path) {
        Ok(bytes) => Ok((below(&path), bytes)),
        Err(error) => Err(PathError::new("open", below(&path), error)),
    };
    found.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugins_are_told_by_sloths_pattern() {
        for (path, expected) in [
            ("x/plugin.go", true),
            ("my_plugin.go", true),
            ("pluginXgo", true),
            ("plugin_test.go", false),
            ("plugingo", false),
            ("plugin.go.txt", false),
        ] {
            assert_eq!(is_plugin(path), expected, "{path}");
        }
    }

    #[test]
    fn paths_are_told_from_the_root_on() {
        let root = tempfile::tempdir().unwrap();
        for path in ["w.yaml", "sub/v.yml", "sub/..data/u.yml", "w.YAML", "..data/plugin.go"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let windows: Vec<_> =
            windows_files(root.path()).unwrap().iter().map(|file| file.name().to_owned()).collect();
        assert_eq!(windows, ["sub/..data/u.yml", "sub/v.yml", "w.yaml"]);
        assert_eq!(go_files(root.path()).unwrap(), []);
        let error = |path| windows_files(path).unwrap_err().to_string();
        assert_eq!(error(Path::new("nowhere")), "stat .: no such file or directory");
        assert_eq!(error(&root.path().join("w.yaml")), "stat .: not a directory");
    }
}
