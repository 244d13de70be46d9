//! npm packages that tests check things with: a folder under `tools/` each, whose lock file pins them.

use anyhow::{Result, bail};
use slo_testkit::{repo, tools};

use crate::run;

const FOLDERS: &[&str] = &["grafana-types"];

/// Installs what is missing. Without npm it only says so, unless the tests must run.
pub(crate) fn prepare() -> Result<()> {
    let folders = FOLDERS.iter().map(|name| repo::root().join("tools").join(name));
    let missing: Vec<_> =
        folders.filter(|folder| !folder.join("node_modules/.package-lock.json").is_file()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !run::succeeds(&mut run::command("npm", &["--version"])) {
        if tools::required() {
            bail!("npm is missing, and CI is set: the tests that need Grafana's types must run here");
        }
        println!("note: npm is missing, so dashboards are not checked against Grafana's types");
        return Ok(());
    }
    for folder in missing {
        run::check(run::command("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    }
    Ok(())
}
