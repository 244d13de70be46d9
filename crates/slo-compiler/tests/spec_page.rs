//! `docs/reference/spec.md` lists every field of a spec: its tables are made of the JSON Schema.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value};
use slo_compiler::schema::{Kind, json_schema};
use slo_compiler::spec::extension;
use slo_testkit::repo;

const PAGE: &str = "docs/reference/spec.md";
const START: &str = "<!-- fields of ";
const END: &str = "<!-- end -->";

/// Structs that Sloth has not got at all.
const OURS: [&str; 9] = [
    "AlertingDefaults",
    "Defaults",
    "Health",
    "HealthAlert",
    "SliLatency",
    "SliProbe",
    "Tier",
    "WindowPair",
    "WindowPairs",
];

/// The schemas of all structs, by name.
fn structs() -> Map<String, Value> {
    let schema = json_schema(Kind::Prometheus);
    let mut structs = schema["$defs"].as_object().unwrap().clone();
    structs.insert("Spec".to_owned(), schema);
    structs
}

fn type_of(field: &Value) -> String {
    if let Some(reference) = field["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let switch = if name == "HealthAlert" { "true, false or " } else { "" };
        return format!("{switch}[mapping](#{})", name.to_lowercase());
    }
    let types: Vec<&str> = match &field["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => {
            several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect()
        }
        _ => Vec::new(),
    };
    let name = |one: &str| match one {
        "string" => "text",
        "boolean" => "true or false",
        "array" => "list",
        "object" => "mapping",
        "integer" => "whole number",
        other => {
            if other == "number" {
                "number"
            } else {
                "anything"
            }
        }
    };
    let mut names: Vec<&str> = types.into_iter().map(name).collect();
    names.dedup();
    let list_of = field["items"]["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
    match list_of {
        Some(of) => format!("list of [mappings](#{})", of.to_lowercase()),
        None if names.is_empty() => "anything".to_owned(),
        None => names.join(" or "),
    }
}

/// The fields of a struct as a table.
fn table(name: &str, schema: &Value) -> String {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut table = "| field | type | Sloth | meaning |\n|---|---|---|---|\n".to_owned();
    let fields = schema["properties"].as_object().unwrap();
    let is_ours =
        |field: &str| OURS.contains(&name) || name == "Windows" || extension::fields(name).contains(&field);
    // What has to be there first, what Sloth has next.
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by_key(|(field, _)| (!required.contains(&field.as_str()), is_ours(field)));
    for (field, schema) in sorted {
        let description =
            schema["description"].as_str().unwrap_or_default().replace(" Not read by Sloth.", "");
        let description = description.replace('\n', " ").replace('|', "\\|");
        let must = if required.contains(&field.as_str()) { " (required)" } else { "" };
        let sloth = if is_ours(field) { "" } else { "✓" };
        writeln!(table, "| `{field}`{must} | {} | {sloth} | {description} |", type_of(schema)).unwrap();
    }
    table
}

/// The page with every table made anew.
fn fresh(page: &str) -> (String, Vec<String>) {
    let structs = structs();
    let (mut out, mut listed) = (String::new(), Vec::new());
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once(START) {
        let (name, behind) = behind.split_once(" -->\n").unwrap();
        let (_, behind) = behind.split_once(END).unwrap();
        write!(out, "{before}{START}{name} -->\n{}{END}", table(name, &structs[name])).unwrap();
        listed.push(name.to_owned());
        rest = behind;
    }
    (out + rest, listed)
}

/// `UPDATE_DOCS=1 cargo test -p slo-compiler --features schema --test spec_page` writes the tables.
#[test]
fn the_page_lists_all_fields() {
    let path = repo::root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (made, mut listed) = fresh(&page);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == made, "run with UPDATE_DOCS=1 to write {PAGE}");
    listed.sort();
    assert_eq!(listed, structs().keys().cloned().collect::<Vec<_>>(), "each struct has its table");
}

/// So that the marks in the page, and what is ignored for Sloth, do not drift from what the fields say of themselves.
#[test]
fn fields_that_sloth_does_not_have_say_so() {
    for (name, schema) in structs() {
        for (field, schema) in schema["properties"].as_object().unwrap() {
            let says = schema["description"].as_str().unwrap().ends_with("Not read by Sloth.");
            assert_eq!(says, extension::fields(&name).contains(&field.as_str()), "{name}.{field}");
        }
    }
}
