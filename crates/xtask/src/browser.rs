//! What tests need to look at pages: Chromium, and the npm packages of `tools/browser-tests`.
//!
//! In: the lock file of the folder. Out: its packages beside it, installed again only when the lock file has changed, and
//! Debian's Chromium where it is missing and may be installed. [`slo_testkit::browser`] uses both.

use std::fs;

use anyhow::{Result, bail};
use slo_testkit::{browser, tools};

use crate::run;

/// Puts in place what is missing. What cannot be is a failure only in CI.
pub(crate) fn prepare() -> Result<()> {
    if !is_there("node") || !is_there("npm") {
        return missing("Node (https://nodejs.org, 20 or later) is missing");
    }
    if !is_there("chromium") && !install_chromium() {
        return missing(
            "Chromium is missing, and only root on a Debian can install it here (`apt-get install chromium`)",
        );
    }
    let (lock, stamp) =
        (browser::folder().join("package-lock.json"), browser::folder().join("node_modules/.lock"));
    let is_installed =
        matches!((fs::read(&lock), fs::read(&stamp)), (Ok(wanted), Ok(there)) if wanted == there);
    if is_installed {
        println!("browser-tests: up to date");
        return Ok(());
    }
    // No package needs to run anything to be installed.
    run::check(
        run::command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(browser::folder()),
    )?;
    fs::copy(lock, stamp)?;
    Ok(())
}

fn is_there(program: &str) -> bool {
    run::succeeds(&mut run::command(program, &["--version"]))
}

fn install_chromium() -> bool {
    run::succeeds(&mut run::command("apt-get", &["install", "-y", "chromium"]))
}

fn missing(what: &str) -> Result<()> {
    if tools::required() {
        bail!("{what}, and CI is set: the tests that open a browser must run here");
    }
    println!("note: {what}, so no test opens a page");
    Ok(())
}
