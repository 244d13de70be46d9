//! Any bytes as a spec: the YAML reader, the deserializer, templates, queries and emission.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target has one of them")]
#[path = "../checks.rs"]
mod checks;

fuzz_target!(|bytes: &[u8]| checks::compile(bytes));
