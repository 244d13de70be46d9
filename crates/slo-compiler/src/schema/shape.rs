//! What is the same for all structs of a kind: no unknown fields, empty fields, the spelling of names.

use serde_json::{Map, Value, json};

use super::{Structs, properties};
use crate::spec::unused_fields;
use crate::words;

/// Fields that no struct has are refused, but for those that are known and not looked at, and those that begin with `x-`,
/// where users keep anchors.
pub(super) fn close(structs: &mut Structs) {
    for (name, schema) in structs.iter_mut() {
        let unused = unused_fields(name);
        if let Some(fields) = properties(schema) {
            fields.extend(
                unused
                    .iter()
                    .map(|field| (field.to_string(), json!({ "description": "Known, and not looked at." }))),
            );
        }
        schema.insert("additionalProperties".into(), false.into());
        schema.insert("patternProperties".into(), json!({ "^x-": true }));
        schema.remove("title");
    }
}

/// The structs in whose place `true` or `false` may stand.
const SWITCHES: [&str; 1] = ["HealthAlert"];

/// A field without a value is as good as none, as it is left over when all entries below it are commented out. A field
/// that is required needs one.
pub(super) fn nullable(structs: &mut Structs) {
    let root = structs.root.clone();
    for (name, schema) in structs.iter_mut() {
        if name != root {
            let switch = SWITCHES.contains(&name);
            let types = if switch { json!(["object", "boolean", "null"]) } else { json!(["object", "null"]) };
            schema.insert("type".into(), types);
        }
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        for (name, field) in properties(schema).into_iter().flatten() {
            let is_required = required.iter().any(|required| required == name);
            if let Some(field) = field.as_object_mut() {
                set_null(field, is_required);
            }
        }
    }
}

fn set_null(field: &mut Map<String, Value>, is_required: bool) {
    // Neither the bits that Rust has for a number nor an empty default tell a user anything.
    field.remove("format");
    field.remove("default");
    if let Some(Value::Array(alternatives)) = field.remove("anyOf") {
        // An `Option`: the struct and null; the schema of a struct takes null itself.
        field.extend(alternatives.into_iter().filter_map(reference));
    }
    let null_is_fine = field.contains_key("$ref") || field.get("type").is_some_and(Value::is_array);
    if is_required && field.contains_key("$ref") {
        field.insert("type".into(), "object".into());
    }
    match field.get_mut("type") {
        Some(Value::Array(types)) if is_required => types.retain(|one| one != "null"),
        Some(Value::String(one)) if !is_required && !null_is_fine => {
            let types = json!([one, "null"]);
            field.insert("type".into(), types);
        }
        _ => {}
    }
    let items = field.get_mut("items").and_then(Value::as_object_mut);
    if let Some(items) = items.filter(|items| items.contains_key("$ref")) {
        items.insert("type".into(), "object".into());
    }
}

fn reference(alternative: Value) -> Option<(String, Value)> {
    let Value::Object(alternative) = alternative else { return None };
    alternative.into_iter().find(|(keyword, _)| keyword == "$ref")
}

/// Kubernetes objects spell in camel case what the types name in snake case.
pub(super) fn camel_case(structs: &mut Structs) {
    for (_, schema) in structs.iter_mut() {
        camel_case_fields(schema);
    }
}

/// Renames the fields of a schema, and those of the alternatives within it; the table of limits nests them no deeper than
/// the recursion of this function goes on its own rows.
fn camel_case_fields(schema: &mut Map<String, Value>) {
    if let Some(fields) = properties(schema) {
        *fields = std::mem::take(fields)
            .into_iter()
            .map(|(name, field)| (words::camel_case(&name), field))
            .collect();
        fields.values_mut().filter_map(Value::as_object_mut).for_each(camel_case_fields);
    }
    for name in schema.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
        *name = words::camel_case(name.as_str().unwrap_or_default()).into();
    }
    for keyword in ["anyOf", "oneOf"] {
        let alternatives = schema.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten();
        alternatives.filter_map(Value::as_object_mut).for_each(camel_case_fields);
    }
}
