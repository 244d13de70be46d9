//! `cargo xtask tools`: builds the pinned tools that tests give their results to.
//!
//! In: the Go modules under `tools/`, one a project, whose `tool` lines name what is built and whose `go.mod`
//! pins the version. Out: programs in `target/tools`, where [`slo_testkit::tools`] finds them. A cold
//! build of promtool takes minutes, so a module is built again only when its `go.mod` has changed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use slo_testkit::{repo, tools};

use crate::{npm, run};

/// A Go module of ours: a folder under `tools/`, and the programs that its `tool` lines name.
struct Module {
    folder: &'static str,
    programs: &'static [&'static str],
}

#[rustfmt::skip] // a table
const MODULES: &[Module] = &[
    Module { folder: "prometheus",   programs: &["prometheus", "promtool"] },
    Module { folder: "alertmanager", programs: &["alertmanager", "amtool"] },
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build even what is up to date
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    if !go_is_there() {
        bail!("the tools are Go programs: install Go (https://go.dev/dl) and run this again");
    }
    build(args.force)
}

/// Builds what is not up to date. Without Go it only says which tests will not run, unless they must.
pub(crate) fn prepare() -> Result<()> {
    if go_is_there() || !MODULES.iter().any(Module::is_stale) {
        return build(false);
    }
    if tools::required() {
        bail!("Go is missing, and CI is set: the tests that need real tools must run here");
    }
    println!("note: Go is missing, so these tools are not built, and what tests ask of them is not checked:");
    for module in MODULES.iter().filter(|module| module.is_stale()) {
        println!("note:   {}", module.programs.join(", "));
    }
    Ok(())
}

fn build(force: bool) -> Result<()> {
    npm::prepare()?;
    for module in MODULES {
        if force || module.is_stale() {
            module.build()?;
        } else {
            println!("{}: up to date", module.programs.join(", "));
        }
    }
    Ok(())
}

fn go_is_there() -> bool {
    run::succeeds(&mut run::command("go", &["version"]))
}

impl Module {
    fn build(&self) -> Result<()> {
        let installed = tools::folder();
        fs::create_dir_all(&installed)?;
        run::check(
            run::command("go", &["install", "-trimpath", "-ldflags=-s -w", "tool"])
                .current_dir(self.source())
                .env("GOBIN", &installed),
        )?;
        let missing = self.programs.iter().find(|program| !program_path(program).is_file());
        if let Some(program) = missing {
            bail!("no `tool` line of tools/{}/go.mod builds {program}", self.folder);
        }
        fs::copy(self.source().join("go.mod"), self.stamp())
            .context("cannot write the stamp of the build")?;
        Ok(())
    }

    /// Whether a program is missing, or was built from another `go.mod`.
    fn is_stale(&self) -> bool {
        let same_versions = match (fs::read(self.source().join("go.mod")), fs::read(self.stamp())) {
            (Ok(wanted), Ok(built)) => wanted == built,
            _ => false,
        };
        !same_versions || !self.programs.iter().all(|program| program_path(program).is_file())
    }

    fn source(&self) -> PathBuf {
        repo::root().join("tools").join(self.folder)
    }

    /// A copy of the `go.mod` that the programs were built from.
    fn stamp(&self) -> PathBuf {
        tools::folder().join(self.folder).with_extension("go.mod")
    }
}

fn program_path(program: &str) -> PathBuf {
    tools::folder().join(program).with_extension(std::env::consts::EXE_EXTENSION)
}
