//! The command line of the SLO compiler.
//!
//! Two doors: Sloth's own commands (`compat`), and ours (`commands`). What an SLO is, only the library knows; here are
//! arguments, files and reports.

mod commands;
mod compat;
mod compile;
mod cross_check;
mod findings;
mod interrupt;
mod output;
mod pages;
mod report;
mod terminal;

use std::process::ExitCode;

use slo_args::{inputs, path_error, plugin_json, walk};

/// Compiling is a matter of many small texts; this one is about a fifth faster at it than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let texts: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    if commands::is_native(&texts) { commands::run(words) } else { compat::run(&texts) }
}
