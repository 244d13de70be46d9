//! Compiles a spec and prints its rules: `cargo run --example compile [SPEC]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program, not the library")]

use slo_compiler::{Options, Source, compile};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/getting-started.yml".into());
    let outcome = compile(&Source::new(path.as_str(), std::fs::read(&path)?), &Options::default());
    for problem in &outcome.diagnostics {
        eprintln!("{path}: {}: {} [{}]", problem.severity, problem.message, problem.code);
    }
    print!("{}", outcome.compiled.ok_or("the spec has errors")?.to_prometheus());
    Ok(())
}
