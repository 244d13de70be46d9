//! The real tools that tests hand their results to, as `cargo xtask tools` has built them.
//!
//! A tool that is not there makes its tests pass on a developer's machine, with a note that `--nocapture`
//! shows, and fail where the variable `CI` is set: nobody should need Go to work on the compiler, and nothing
//! should be merged unchecked.

use std::env;
use std::path::PathBuf;

use crate::promtool::Promtool;
use crate::repo;

/// The folder that `cargo xtask tools` installs into.
#[must_use]
pub fn folder() -> PathBuf {
    repo::root().join("target/tools")
}

/// The folder of the custom resource definitions that `cargo xtask tools` copies out of other projects.
#[must_use]
pub fn crds() -> PathBuf {
    folder().join("crds")
}

/// Whether missing tools are failures: the variable `CI` is set, and is neither empty nor `false`.
#[must_use]
pub fn required() -> bool {
    env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false")
}

/// The built promtool. `None`, with a note on standard error, when it has not been built.
///
/// # Panics
/// When it has not been built although [`required`].
#[must_use]
pub fn promtool() -> Option<Promtool> {
    binary("promtool").map(Promtool::new)
}

/// The built Prometheus server, as [`promtool`]; [`crate::prometheus`] starts it.
pub(crate) fn prometheus() -> Option<PathBuf> {
    binary("prometheus")
}

/// The built Alertmanager, as [`promtool`]; [`crate::alertmanager`] starts it.
pub(crate) fn alertmanager() -> Option<PathBuf> {
    binary("alertmanager")
}

/// The built replay tool, as [`promtool`]; [`crate::truth::replay`] runs it.
pub(crate) fn replay() -> Option<PathBuf> {
    binary("replay")
}

/// The built tool that fills blocks, as [`promtool`]; [`crate::fill`] runs it.
pub(crate) fn fill() -> Option<PathBuf> {
    binary("fill")
}

/// A built program. `None`, with a note on standard error, when it has not been built.
///
/// # Panics
/// When it has not been built although [`required`].
#[must_use]
#[allow(clippy::print_stderr, reason = "the note of a skipped test")]
pub fn binary(name: &str) -> Option<PathBuf> {
    let path = folder().join(name).with_extension(env::consts::EXE_EXTENSION);
    if path.is_file() {
        return Some(path);
    }
    assert!(!required(), "{name} has not been built, and CI is set: run `cargo xtask tools`");
    eprintln!("note: this test ran without {name}; `cargo xtask tools` builds it");
    None
}
