//! `cargo xtask <command>`: every chore of the repository, so that none lives in a shell script.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore's report is its purpose")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod browser;
mod npm;
mod run;
mod test;
mod tools;
mod truth;

/// Every chore of the repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that must hold before a push; what CI runs
    Test,
    /// Build the pinned tools that tests use (needs Go) into target/tools
    Tools(tools::Args),
    /// Measure `slo generate` and `slo build` on a generated tree of 10,000 SLOs
    Bench(bench::Args),
    /// Compare a month of both profiles' rules with exact counts, and what they cost and notice
    Truth(truth::Args),
    /// Measure how long a Prometheus takes to answer the overview of 2,000 SLOs
    BenchOverview(bench::overview::Args),
    /// Measure the controller on 1,000 objects with 10 SLOs each, in a cluster of its own
    #[cfg(unix)]
    BenchController(bench::controller::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Test => return test::run(),
        Command::Tools(args) => tools::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Truth(args) => truth::run(&args),
        Command::BenchOverview(args) => bench::overview::run(&args),
        #[cfg(unix)]
        Command::BenchController(args) => bench::controller::run(&args),
    };
    if let Err(error) = result {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
