//! Any text as a query.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target has one of them")]
#[path = "../checks.rs"]
mod checks;

fuzz_target!(|text: &str| checks::promql(text));
