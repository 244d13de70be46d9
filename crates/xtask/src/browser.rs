//! What tests need of the world of browsers: Node's packages, and Chromium to look at pages with.
//!
//! In: the lock files of `tools/grafana-types` and `tools/browser-tests`. Out: their packages, and Debian's Chromium where it
//! is missing and may be installed. [`slo_testkit::browser`] uses them, and the test that gives dashboards to TypeScript.

use anyhow::{Result, bail};
use slo_testkit::{browser, repo, tools};

use crate::{npm, run};

/// Puts in place what is missing. What cannot be is a failure only in CI.
pub(crate) fn prepare() -> Result<()> {
    if !npm::is_there() {
        return missing("Node (https://nodejs.org, 20 or later) is missing");
    }
    npm::install(&repo::root().join("tools/grafana-types"))?;
    npm::install(&browser::folder())?;
    if !chromium_is_there() && !install_chromium() {
        return missing(
            "Chromium is missing, and only root on a Debian can install it here (`apt-get install chromium`)",
        );
    }
    Ok(())
}

fn chromium_is_there() -> bool {
    run::succeeds(&mut run::command("chromium", &["--version"]))
}

/// A fresh machine has no list of packages, or an old one.
fn install_chromium() -> bool {
    let apt = |arguments: &[&str]| run::succeeds(&mut run::command("apt-get", arguments));
    apt(&["update"]) && apt(&["install", "-y", "chromium"])
}

fn missing(what: &str) -> Result<()> {
    if tools::required() {
        bail!("{what}, and CI is set: the tests that need it must run here");
    }
    println!("note: {what}, so pages are not opened, or dashboards not checked against Grafana's types");
    Ok(())
}
