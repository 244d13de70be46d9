//! `slo schema`: the JSON Schema of a kind of file.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::Value;
use slo_compiler::schema::{Kind, json_schema};

use super::project;

/// The name of the project file's schema.
const PROJECT: &str = "project";

/// Print the JSON Schema of a kind of spec or of the project file, for editors and validators
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The kind of file
    #[arg(value_name = "KIND", value_parser = kinds())]
    schema: Value,
}

/// The schema as a file would hold it.
pub(super) fn run(args: &Args) -> String {
    format!("{:#}\n", args.schema)
}

fn kinds() -> impl TypedValueParser<Value = Value> {
    let names = Kind::ALL.map(Kind::as_str).into_iter().chain([PROJECT]);
    // The names are checked before: what is no kind of spec is the project file.
    PossibleValuesParser::new(names).map(|name| Kind::named(&name).map_or_else(project::schema, json_schema))
}
