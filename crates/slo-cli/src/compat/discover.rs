//! Which spec files there are, for Sloth's commands.
//!
//! In: a file or a directory and two patterns. Out: the YAML files to compile, in lexical order.

use std::path::{Path, PathBuf};

use regex::Regex;
use slo_compiler::go::regexp;

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
    regexp::check(text).map_err(|error| Failure(format!("invalid {name} regex: {error}")))?;
    // What Go takes and this crate does not is rare, such as `{` that counts nothing.
    Regex::new(text).map(Some).map_err(|error| {
        let drawing = error.to_string(); // its last line is the reason
        let reason = drawing.lines().last().unwrap_or_default();
        let reason = reason.strip_prefix("error: ").unwrap_or(reason);
        Failure(format!("invalid {name} regex: {reason}: `{text}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_refused_in_gos_words() {
        let error = |text| pattern("include", text).unwrap_err().0;
        for (text, reason) in [
            ("[", "missing closing ]: `[`"),
            ("(?!x)", "invalid or unsupported Perl syntax: `(?!`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("*", "missing argument to repetition operator: `*`"),
        ] {
            assert_eq!(error(text), format!("invalid include regex: error parsing regexp: {reason}"));
        }
        assert!(pattern("exclude", "").unwrap().is_none());
        assert!(pattern("exclude", r"(?P<team>a|b)/\d+\.ya?ml$").unwrap().unwrap().is_match("a/1.yml"));
    }
}
