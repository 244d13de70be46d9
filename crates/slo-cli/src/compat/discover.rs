//! Which spec files there are, for Sloth's commands.
//!
//! In: a file or a directory and two patterns. Out: the YAML files to compile, in lexical order.

use std::path::{Path, PathBuf};

use regex::Regex;

use super::{Failure, go_path};
use crate::walk::{self, Enter};

/// The YAML files at or below `input` whose path matches `include` and does not match `exclude`; an empty pattern is
/// none.
///
/// # Errors
/// A pattern that is not a regular expression, a directory that cannot be read, or no file at all.
pub(super) fn discover(input: &str, exclude: &str, include: &str) -> Result<Vec<PathBuf>, Failure> {
    let (exclude, include) = (pattern("exclude", exclude)?, pattern("include", include)?);
    let keep = |path: &Path| {
        let text = walked(input, path);
        walk::is_yaml(path)
            && !exclude.as_ref().is_some_and(|regex| regex.is_match(&text))
            && include.as_ref().is_none_or(|regex| regex.is_match(&text))
    };
    let files = walk::files(Path::new(input), Enter::All, keep).map_err(|error| {
        Failure::from(error).within("could not discover files: could not find files recursively")
    })?;
    if files.is_empty() {
        return Err(Failure("0 slo specs have been discovered".to_owned()));
    }
    Ok(files
        .into_iter()
        .map(|path| if path.to_str().is_some() { walked(input, &path).into() } else { path })
        .collect())
}

/// The path as Sloth names it: shortened, except for `input` itself.
fn walked(input: &str, path: &Path) -> String {
    let text = path.to_string_lossy();
    if text == input { text.into_owned() } else { go_path::clean(&text) }
}

fn pattern(name: &str, text: &str) -> Result<Option<Regex>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    Regex::new(text).map(Some).map_err(|error| {
        let drawing = error.to_string(); // its last line is the reason
        let reason = drawing.lines().last().unwrap_or_default();
        let reason = reason.strip_prefix("error: ").unwrap_or(reason);
        Failure(format!("invalid {name} regex: error parsing regexp: {reason}: `{text}`"))
    })
}
