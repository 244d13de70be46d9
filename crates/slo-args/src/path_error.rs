//! File errors in the words of Sloth, which are those of Go's standard library: `open specs: permission denied`.
//!
//! In: what was tried, on which path, and how it failed. Out: one line. The native commands use the same words: they are
//! short and name the path.

use std::fmt;
use std::io;
use std::path::Path;

/// An operation on a path that failed.
#[derive(Debug)]
pub struct PathError {
    operation: &'static str,
    path: String,
    cause: io::Error,
}

impl PathError {
    /// `operation` is the name of the system call: `open`, `stat`, `mkdir`.
    pub fn new(operation: &'static str, path: impl AsRef<Path>, cause: io::Error) -> Self {
        Self { operation, path: path.as_ref().to_string_lossy().into_owned(), cause }
    }

    /// What was tried.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The same with a kind of error that no system call reported.
    pub fn of_kind(operation: &'static str, path: impl AsRef<Path>, kind: io::ErrorKind) -> Self {
        Self::new(operation, path, kind.into())
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.operation, self.path, cause(&self.cause))
    }
}

impl std::error::Error for PathError {}

/// The reason in lower case and without the number of the error.
fn cause(error: &io::Error) -> String {
    let text = error.to_string();
    let text = match text.rfind(" (os error ") {
        Some(end) => text.get(..end).unwrap_or(&text),
        None => &text,
    };
    if error.kind() == io::ErrorKind::NotFound {
        return "no such file or directory".to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_go_says() {
        let missing = std::fs::metadata("no/such/file").unwrap_err();
        assert_eq!(
            PathError::new("stat", "no/such/file", missing).to_string(),
            "stat no/such/file: no such file or directory"
        );
        let file = std::fs::metadata("Cargo.toml/x").unwrap_err();
        assert_eq!(
            PathError::new("stat", "Cargo.toml/x", file).to_string(),
            "stat Cargo.toml/x: not a directory"
        );
        let kind = PathError::of_kind("open", "d", io::ErrorKind::IsADirectory);
        assert_eq!(kind.to_string(), "open d: is a directory");
    }
}
