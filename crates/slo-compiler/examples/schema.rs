//! Prints the JSON Schema of a kind: `cargo run --features schema --example schema -- prometheus-v1`.

use slo_compiler::schema::{Kind, json_schema};

#[expect(clippy::print_stdout, reason = "printing is what the example is for")]
fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    if let Some(kind) = Kind::named(&name) {
        println!("{:#}", json_schema(kind));
    }
}
