//! `cargo xtask test`: everything that must hold before a push. CI runs this and nothing else.
//!
//! The steps run in order of how soon they speak, and the first failure ends the run. The last line is
//! always `N passed, N failed`: the sum of what the test programs reported. A step that is not a test
//! counts as one failure, so that the line never reads well after a failed run.

use std::process::ExitCode;

use anyhow::{Context as _, Result};

use crate::{browser, run, tools};

const WASM: &str = "wasm32-unknown-unknown";

/// A headline and what runs below it.
type Step = (&'static str, fn(&mut Tally) -> Result<()>);

#[rustfmt::skip] // a table
const STEPS: &[Step] = &[
    ("toolchain",           |_| toolchain()),
    ("format",              |_| run::check(&mut run::cargo(&["fmt", "--check"]))),
    ("lint",                |_| run::check(&mut run::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))),
    ("tools for the tests", |_| tools::prepare()),
    ("browser for tests",   |_| browser::prepare()),
    ("tests",               tests),
    ("documentation",       |_| run::check(run::cargo(&["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings"))),
    ("library for wasm32",  |_| run::check(&mut run::cargo(&["build", "-p", "slo-compiler", "--target", WASM]))),
    ("library examples",    |_| library_examples()),
];

/// What the test programs reported.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

pub(crate) fn run() -> ExitCode {
    let mut tally = Tally::default();
    let result = STEPS.iter().try_for_each(|(headline, step)| {
        println!("\n== {headline} ==");
        step(&mut tally).with_context(|| format!("step `{headline}`"))
    });
    if let Err(error) = &result {
        eprintln!("error: {error:#}");
        tally.failed = tally.failed.max(1);
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Installs what a plain toolchain lacks. rust-toolchain.toml names the same parts, but a machine where
/// rustup may not install on its own has only what it was given.
fn toolchain() -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !run::succeeds(&mut run::cargo(&[probe, "--version"])) {
            run::check(&mut run::command("rustup", &["component", "add", component]))?;
        }
    }
    let folder = run::command("rustc", &["--print", "target-libdir", "--target", WASM]).output()?;
    let folder = String::from_utf8(folder.stdout)?;
    if !std::path::Path::new(folder.trim()).is_dir() {
        run::check(&mut run::command("rustup", &["target", "add", WASM]))?;
    }
    run::check(&mut run::command("rustc", &["--version"]))
}

/// Every test and doc test; one failing test program does not hide the others.
fn tests(tally: &mut Tally) -> Result<()> {
    run::check_lines(&mut run::cargo(&["test", "--workspace", "--no-fail-fast"]), |line| tally.add(line))
}

/// Runs each program of the library's `examples` folder: a README that shows them must not show what fails.
fn library_examples() -> Result<()> {
    let folder = slo_testkit::repo::root().join("crates/slo-compiler/examples");
    if !folder.is_dir() {
        return Ok(()); // none yet
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    for name in names {
        run::check(&mut run::cargo(&["run", "--quiet", "-p", "slo-compiler", "--example", &name]))?;
    }
    Ok(())
}

impl Tally {
    /// Adds a line such as `test result: FAILED. 3 passed; 1 failed; 0 ignored; …`; other lines are nothing.
    fn add(&mut self, line: &str) {
        let Some(counts) = line.trim_start().strip_prefix("test result: ") else { return };
        for count in counts.split(['.', ';']) {
            match count.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse::<u64>().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse::<u64>().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_result_lines_are_counted() {
        let mut tally = Tally::default();
        tally.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n");
        tally.add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n");
        tally.add("a test that prints 7 passed; 7 failed\n");
        assert_eq!(tally, Tally { passed: 15, failed: 2 });
    }
}
