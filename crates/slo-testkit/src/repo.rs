//! Where things lie in the working tree.

use std::path::PathBuf;

/// The root of the repository: two folders above this crate.
#[must_use]
pub fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}
