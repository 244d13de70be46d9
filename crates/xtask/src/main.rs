//! `cargo xtask <command>`: every chore of the repository, so that none lives in a shell script.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore's report is its purpose")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod npm;
mod run;
mod test;
mod tools;

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
    /// Measure `slo generate` on a generated tree of 10,000 SLOs
    Bench(bench::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Test => return test::run(),
        Command::Tools(args) => tools::run(&args),
        Command::Bench(args) => bench::run(&args),
    };
    if let Err(error) = result {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
