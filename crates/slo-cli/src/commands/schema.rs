//! `slo schema`: the JSON Schema of a kind of spec.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use slo_compiler::schema::{Kind, json_schema};

/// Print the JSON Schema of a kind of spec, for editors and validators
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The kind of spec
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Kind,
}

/// The schema as a file would hold it.
pub(super) fn run(args: &Args) -> String {
    format!("{:#}\n", json_schema(args.kind))
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    // The names are checked before.
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str))
        .map(|name| Kind::named(&name).unwrap_or(Kind::Prometheus))
}
