//! npm packages that tests check things with: a folder each, whose lock file pins them.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::run;

/// Whether Node and npm are there.
pub(crate) fn is_there() -> bool {
    ["node", "npm"].iter().all(|program| run::succeeds(&mut run::command(program, &["--version"])))
}

/// Installs the packages of `folder`, unless they come from the lock file that is there now.
///
/// # Errors
/// What npm complains of.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let (lock, stamp) = (folder.join("package-lock.json"), folder.join("node_modules/.lock"));
    if matches!((fs::read(&lock), fs::read(&stamp)), (Ok(wanted), Ok(there)) if wanted == there) {
        println!("{}: up to date", folder.display());
        return Ok(());
    }
    // No package needs to run anything to be installed.
    run::check(
        run::command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder),
    )?;
    fs::copy(lock, stamp)?;
    Ok(())
}
