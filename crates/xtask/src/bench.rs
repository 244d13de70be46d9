//! `cargo xtask bench`: what `slo generate` costs, start to end, on a tree as large as a big company's.
//!
//! In: nothing; the specs are generated, the same ones each time. Out: a table of wall time, CPU time and
//! peak memory, the start-up time on one small file, and how long the operating system alone takes to write
//! the same files. No number is judged here: machines differ, and a timed test fails on busy ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::run;

#[cfg(unix)]
pub(crate) mod controller;
mod measure;
pub(crate) mod overview;
mod specs;

use measure::{Spread, Usage};

const STARTUP_RUNS: usize = 30;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often the whole tree is compiled
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Measure this program instead of a release build of `slo`; it takes the same arguments
    #[arg(long, value_name = "PROGRAM")]
    binary: Option<PathBuf>,
}

/// Where everything of a benchmark lies.
struct Folders {
    specs: PathBuf,
    rules: PathBuf,
    copy: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let target = slo_testkit::repo::root().join("target/bench");
    let folders =
        Folders { specs: target.join("specs"), rules: target.join("rules"), copy: target.join("copy") };
    let program = match &args.binary {
        Some(program) => program.canonicalize().with_context(|| program.display().to_string())?,
        None => release_build("slo-cli", "slo")?,
    };
    let spec_bytes = specs::write(&folders.specs)?;

    let mut usages = Vec::new();
    let mut copies = Vec::new();
    let mut rule_bytes = 0;
    for _ in 0..args.runs {
        usages.push(generate(&program, &folders)?);
        // Copied right after, so that both found the disk in the same state.
        empty(&folders.copy)?;
        let (bytes, time) = measure::copy_tree(&folders.rules, &folders.copy)?;
        rule_bytes = bytes;
        copies.push(time);
    }
    let startup = startup(&program, &target)?;

    println!(
        "\n{} SLOs in {} files: {} MB of specs, {} MB of rules",
        specs::SLOS,
        specs::FILES,
        megabytes(spec_bytes),
        megabytes(rule_bytes),
    );
    print_table(&usages, &copies, &startup);
    Ok(())
}

fn print_table(usages: &[Usage], copies: &[Duration], startup: &[Duration]) {
    let wall = Spread::of(usages.iter().map(|usage| usage.wall.as_secs_f64()));
    let cpu = Spread::of(usages.iter().map(|usage| usage.cpu.as_secs_f64()));
    let memory = Spread::of(usages.iter().map(|usage| megabytes_of(usage.peak_memory)));
    let copy = Spread::of(copies.iter().map(Duration::as_secs_f64));
    let ratio = Spread::of(
        usages.iter().zip(copies).map(|(usage, copy)| usage.wall.as_secs_f64() / copy.as_secs_f64()),
    );
    let startup = Spread::of(startup.iter().map(|time| time.as_secs_f64() * 1000.0));

    println!("{:28} {:>10} {:>10} {:>10}", "", "median", "least", "most");
    let row = |name: &str, unit: &str, Spread { median, least, most }: Spread| {
        println!("{:28} {median:>10.2} {least:>10.2} {most:>10.2}", format!("{name}, {unit}"));
    };
    row("wall time", "s", wall);
    row("CPU time, user + system", "s", cpu);
    row("peak memory", "MB", memory);
    row("copying the rules", "s", copy);
    row("wall time / copying", "times", ratio);
    row("start-up with one SLO", "ms", startup);
}

fn release_build(package: &str, program: &str) -> Result<PathBuf> {
    run::check(&mut run::cargo(&["build", "--release", "-p", package]))?;
    let root = slo_testkit::repo::root();
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
    Ok(target.join("release").join(program).with_extension(std::env::consts::EXE_EXTENSION))
}

fn generate(program: &Path, folders: &Folders) -> Result<Usage> {
    empty(&folders.rules)?;
    let mut command = Command::new(program);
    command.arg("generate").arg("-i").arg(&folders.specs).arg("-o").arg(&folders.rules);
    measure::usage(command.stdout(Stdio::null()).stderr(Stdio::null()))
}

/// The times of a whole process that compiles one SLO.
fn startup(program: &Path, folder: &Path) -> Result<Vec<Duration>> {
    let spec = folder.join("one.yml");
    fs::write(&spec, specs::one())?;
    let mut times = Vec::new();
    for _ in 0..STARTUP_RUNS {
        let mut command = Command::new(program);
        command.arg("generate").arg("-i").arg(&spec);
        times.push(measure::usage(command.stdout(Stdio::null()).stderr(Stdio::null()))?.wall);
    }
    Ok(times)
}

/// Makes a folder that holds nothing.
fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", megabytes_of(bytes))
}

#[allow(clippy::cast_precision_loss, reason = "shown with two digits after the point")]
fn megabytes_of(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
