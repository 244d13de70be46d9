//! `cargo xtask bench`: what `slo generate` and `slo build` cost, start to end, on a tree as large as a big company's.
//!
//! In: nothing; the specs are generated, the same ones each time. Out: for each way of compiling them a table of wall
//! time, CPU time and peak memory, and how long the operating system alone takes to write the same files; the start-up
//! time on one small file. No time is judged here: machines differ, and a timed test fails on busy ones. That Prometheus
//! would load every file is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::run;

#[cfg(unix)]
pub(crate) mod controller;
mod measure;
pub(crate) mod overview;
mod specs;

use measure::{Spread, Usage};

const STARTUP_RUNS: usize = 30;

/// Ways to compile the tree: the arguments before its folder, and before that of the rules `-o`.
const WAYS: [&[&str]; 3] =
    [&["generate", "-i"], &["build", "--profile", "sloth"], &["build", "--profile", "native"]];

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

    let ways = WAYS.map(|way| measured(&program, way, args.runs, &folders));
    let startup = startup(&program, &target)?;

    println!("\n{} SLOs in {} files, {} MB of specs", specs::SLOS, specs::FILES, megabytes(spec_bytes));
    for (way, measured) in WAYS.iter().zip(ways) {
        print_table(&way.join(" "), &measured?);
    }
    let startup = Spread::of(startup.iter().map(|time| time.as_secs_f64() * 1000.0));
    println!();
    row("start-up with one SLO, ms", startup);
    Ok(())
}

/// All runs of one way.
struct Measured {
    usages: Vec<Usage>,
    copies: Vec<Duration>,
    rule_bytes: u64,
}

fn measured(program: &Path, way: &[&str], runs: u32, folders: &Folders) -> Result<Measured> {
    let mut measured = Measured { usages: Vec::new(), copies: Vec::new(), rule_bytes: 0 };
    for _ in 0..runs {
        empty(&folders.rules)?;
        let mut command = Command::new(program);
        command.args(way).arg(&folders.specs).arg("-o").arg(&folders.rules);
        measured.usages.push(measure::usage(command.stdout(Stdio::null()).stderr(Stdio::null()))?);
        // Copied right after, so that both found the disk in the same state.
        empty(&folders.copy)?;
        let (bytes, time) = measure::copy_tree(&folders.rules, &folders.copy)?;
        measured.rule_bytes = bytes;
        measured.copies.push(time);
    }
    loads(&folders.rules)?;
    Ok(measured)
}

/// Whether Prometheus would load every file below a folder, if promtool is there to say it.
fn loads(folder: &Path) -> Result<()> {
    let Some(promtool) = slo_testkit::tools::promtool() else { return Ok(()) };
    for team in fs::read_dir(folder)? {
        let mut files = Vec::new();
        for file in fs::read_dir(team?.path())? {
            let path = file?.path();
            files.push((path.display().to_string(), fs::read_to_string(&path)?));
        }
        if let Some(refused) = promtool.check_all(files).first() {
            bail!("{}: {}", refused.name, refused.message);
        }
    }
    Ok(())
}

fn print_table(name: &str, Measured { usages, copies, rule_bytes }: &Measured) {
    let wall = Spread::of(usages.iter().map(|usage| usage.wall.as_secs_f64()));
    let cpu = Spread::of(usages.iter().map(|usage| usage.cpu.as_secs_f64()));
    let per_byte =
        Spread::of(usages.iter().map(|usage| usage.cpu.as_secs_f64() * 1e9 / as_float(*rule_bytes)));
    let memory = Spread::of(usages.iter().map(|usage| as_float(usage.peak_memory) / 1e6));
    let copy = Spread::of(copies.iter().map(Duration::as_secs_f64));
    let ratio = Spread::of(
        usages.iter().zip(copies).map(|(usage, copy)| usage.wall.as_secs_f64() / copy.as_secs_f64()),
    );
    println!(
        "\n{:40} {:>10} {:>10} {:>10}",
        format!("{name}: {} MB", megabytes(*rule_bytes)),
        "median",
        "least",
        "most"
    );
    row("wall time, s", wall);
    row("CPU time, user + system, s", cpu);
    row("CPU time a byte written, ns", per_byte);
    row("peak memory, MB", memory);
    row("copying the rules, s", copy);
    row("wall time / copying", ratio);
}

fn row(name: &str, Spread { median, least, most }: Spread) {
    println!("{name:40} {median:>10.2} {least:>10.2} {most:>10.2}");
}

fn release_build(package: &str, program: &str) -> Result<PathBuf> {
    run::check(&mut run::cargo(&["build", "--release", "-p", package]))?;
    let root = slo_testkit::repo::root();
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
    Ok(target.join("release").join(program).with_extension(std::env::consts::EXE_EXTENSION))
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
    format!("{:.1}", as_float(bytes) / 1e6)
}

#[allow(clippy::cast_precision_loss, reason = "shown with two digits after the point")]
fn as_float(bytes: u64) -> f64 {
    bytes as f64
}
