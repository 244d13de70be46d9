//! How a file is known to be one of ours.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Whether the file at `path` begins with `mark`.
pub(in crate::commands) fn begins_with(path: &Path, mark: &str) -> io::Result<bool> {
    if !is_plain(path)? {
        return Ok(false);
    }
    let mut start = Vec::with_capacity(mark.len());
    File::open(path)?.take(mark.len() as u64).read_to_end(&mut start)?;
    Ok(start == mark.as_bytes())
}

/// Whether a file is at `path` itself: a link is the user's.
pub(in crate::commands) fn is_plain(path: &Path) -> io::Result<bool> {
    Ok(path.symlink_metadata()?.is_file())
}
