//! Writing a set of files so that either all of them are new or none is.
//!
//! In: for each output a [`Target`], and its text. Out: a [`Staged`] output each, which waits next to its place under
//! another name until [`commit`] moves all of them. Keeps: before `commit` no existing file has changed and no new one
//! has appeared; what is not committed leaves no trace. Memory stays small: staged texts are on disk, except those for
//! places that cannot be renamed to, such as standard output, a pipe or a symbolic link.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::path_error::PathError;

/// A place for an output, looked at before anything is compiled.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    path: PathBuf,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    /// To standard output.
    Stdout,
    /// Into what is there: a device, a pipe, a symbolic link.
    WriteInto,
    /// Another file takes the place of the one that is there, if there is one, with its permissions.
    Replace { waits_in: PathBuf, permissions: Option<Permissions> },
}

/// Whether directories above an output are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parents {
    /// They must be there.
    MustExist,
    /// Missing ones are made.
    Create,
}

impl Target {
    /// Standard output.
    pub(crate) fn stdout() -> Self {
        Self { path: PathBuf::from("/dev/stdout"), method: Method::Stdout }
    }

    /// A file, or whatever else is at `path`.
    ///
    /// # Errors
    /// What opening the file for writing, and making its directories, would fail with.
    pub(crate) fn file(path: impl Into<PathBuf>, parents: Parents) -> Result<Self, PathError> {
        let path = path.into();
        let fails = |error| PathError::new("open", &path, error);
        let waits_in = match parents {
            Parents::MustExist => parent(&path).to_owned(),
            Parents::Create => nearest_directory(parent(&path))?.to_owned(),
        };
        let method = match (fs::symlink_metadata(&path), fs::metadata(&path)) {
            (_, Ok(there)) if there.is_dir() => return Err(fails(ErrorKind::IsADirectory.into())),
            (Ok(link), Ok(there)) if there.is_file() && !link.is_symlink() => {
                OpenOptions::new().write(true).open(&path).map_err(fails)?;
                Method::Replace { waits_in, permissions: Some(there.permissions()) }
            }
            (Ok(_), _) => Method::WriteInto,
            (Err(error), _) if error.kind() != ErrorKind::NotFound => return Err(fails(error)),
            (Err(missing), _) => {
                if path.as_os_str().is_empty() || !waits_in.is_dir() {
                    return Err(fails(missing));
                }
                if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
                    return Err(fails(ErrorKind::IsADirectory.into()));
                }
                Method::Replace { waits_in, permissions: None }
            }
        };
        Ok(Self { path, method })
    }

    /// Takes the text of the output.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub(crate) fn stage(self, text: String) -> Result<Staged, PathError> {
        let content = match &self.method {
            Method::Stdout | Method::WriteInto => Content::Held(text),
            Method::Replace { .. } if compare(&self.path, &text)? == Existing::Same => Content::Unchanged,
            Method::Replace { waits_in, permissions } => {
                let stored = store(waits_in, permissions.as_ref(), &text);
                Content::Waits(stored.map_err(|error| PathError::new("open", &self.path, error))?)
            }
        };
        Ok(Staged { target: self, content })
    }
}

/// An output that waits for the others.
#[derive(Debug)]
pub(crate) struct Staged {
    target: Target,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// On disk, and gone when it is not committed.
    Waits(TempPath),
    /// In memory.
    Held(String),
    /// What is there already.
    Unchanged,
}

impl Staged {
    fn commit(self) -> Result<(), PathError> {
        let Self { target: Target { path, method }, content } = self;
        match content {
            Content::Unchanged => Ok(()),
            Content::Waits(file) => {
                let directory = parent(&path);
                fs::create_dir_all(directory).map_err(|error| PathError::new("mkdir", directory, error))?;
                file.persist(&path).map_err(|failed| PathError::new("rename", &path, failed.error))
            }
            Content::Held(text) => {
                let written = match method {
                    Method::Stdout => write_all(io::stdout().lock(), &text),
                    Method::WriteInto | Method::Replace { .. } => {
                        File::create(&path).and_then(|file| write_all(file, &text))
                    }
                };
                written.map_err(|error| PathError::new("write", &path, error))
            }
        }
    }
}

/// Moves every output to its place. Files move first: what is written to a pipe cannot be taken back.
///
/// # Errors
/// The first output that cannot be moved; those before it are in their places.
pub(crate) fn commit(outputs: Vec<Staged>) -> Result<(), PathError> {
    let (files, streams): (Vec<_>, Vec<_>) =
        outputs.into_iter().partition(|output| matches!(output.content, Content::Waits(_)));
    files.into_iter().chain(streams).try_for_each(Staged::commit)
}

/// What is at `path`, compared with `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Nothing.
    Missing,
    /// A file with this text.
    Same,
    /// Something else.
    Different,
}

/// Compares `text` with what is at `path`.
///
/// # Errors
/// When there is something that cannot be read.
pub(crate) fn compare(path: &Path, text: &str) -> Result<Existing, PathError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Existing::Missing),
        Err(error) => Err(PathError::new("stat", path, error)),
        Ok(there) if !there.is_file() || there.len() != text.len() as u64 => Ok(Existing::Different),
        Ok(_) => {
            let old = fs::read(path).map_err(|error| PathError::new("open", path, error))?;
            Ok(if old == text.as_bytes() { Existing::Same } else { Existing::Different })
        }
    }
}

/// Writes `text` to a new file in `directory`; its name is hidden, and that of no spec.
fn store(directory: &Path, permissions: Option<&Permissions>, text: &str) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".slo-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less the umask, as any new file
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions.clone())?;
    }
    Ok(file.into_temp_path()) // closes the file: a thousand outputs must not need a thousand open files
}

fn write_all(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// The directory of a file; `.` for a name alone.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str() != OsStr::new("") => parent,
        _ => Path::new("."),
    }
}

/// The innermost directory at or above `path` that exists.
fn nearest_directory(path: &Path) -> Result<&Path, PathError> {
    for directory in path.ancestors().filter(|path| !path.as_os_str().is_empty()) {
        match fs::metadata(directory) {
            Ok(there) if there.is_dir() => return Ok(directory),
            Ok(_) => return Err(PathError::of_kind("mkdir", directory, ErrorKind::NotADirectory)),
            // A file further up is reported when it is reached.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(PathError::new("mkdir", directory, error)),
        }
    }
    Ok(Path::new("."))
}

#[cfg(test)]
mod tests;
