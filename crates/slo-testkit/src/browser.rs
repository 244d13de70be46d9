//! A page in a real browser.
//!
//! In: HTML. Out: what `tools/browser-tests` says of it, and pictures. Node, Chromium and the packages of that folder are
//! needed; `cargo xtask tools` puts the packages there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::{repo, tools};

/// The folder of the scripts and of their packages.
#[must_use]
pub fn folder() -> PathBuf {
    repo::root().join("tools/browser-tests")
}

/// Opens `html`. Pictures go to `pictures`: `light.png` and `dark.png`. `None`, with a note, when a part is missing.
///
/// # Panics
/// When a part is missing although [`tools::required`], or the script fails.
#[must_use]
#[allow(clippy::print_stderr, reason = "the note of a skipped test")]
pub fn look_at(html: &str, pictures: &Path) -> Option<Value> {
    let (node, chromium) = (program("node"), program("chromium"));
    let packages = folder().join("node_modules").is_dir();
    let (Some(node), Some(chromium), true) = (node, chromium, packages) else {
        assert!(!tools::required(), "Node, Chromium and `cargo xtask tools` are needed, and CI is set");
        eprintln!("note: this test ran without a browser; it needs Node, Chromium and `cargo xtask tools`");
        return None;
    };
    let page = pictures.join("page.html");
    fs::write(&page, html).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let output = Command::new(node)
        .arg(folder().join("look.mjs"))
        .arg(format!("file://{}", page.display()))
        .args([pictures, &chromium])
        .output()
        .unwrap_or_else(|error| panic!("cannot run node: {error}"));
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the page could not be looked at:\n{report}");
    Some(serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}")))
}

/// A program on the path.
fn program(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}
