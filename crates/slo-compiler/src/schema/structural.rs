//! Structural schemas, which is what the API server of Kubernetes takes of `OpenAPI`.
//!
//! In: a schema with definitions, as it is generated from types. Out: the same as one tree without references. What a
//! custom resource requires and refuses is a table here, beside the tables of [`super::limits`]: fewer fields than the
//! compiler does, because an object that Sloth's own definition takes has to stay valid; the rules are such that Sloth's
//! controller would have refused the object. Keeps: a new field of the types is in the schema without being named here.

use serde_json::{Map, Value, json};

use super::{Structs, properties, shape};
use crate::spec::ServiceLevel;

/// What a custom resource requires: what Sloth's own definition does, but for what a field of our own can replace.
#[rustfmt::skip] // a table
const REQUIRED: &[(&str, &[&str])] = &[
    ("Spec",              &["service"]),
    ("Slo",               &["name", "objective", "sli", "alerting"]),
    ("SliRaw",            &["error_ratio_query"]),
    ("SliEvents",         &["total_query"]), // and one of two others, see below
    ("SliPlugin",         &["id"]),
    ("Plugins",           &["chain"]),
    ("PluginDeclaration", &["id"]),
];

/// Structs that may also be `true` or `false`, which a structural schema can only say by taking anything.
const SWITCHES: &[&str] = &["HealthAlert"];

const ANYTHING: &str = "x-kubernetes-preserve-unknown-fields";

/// More SLOs than fit into an object that can be stored (1.5 MB, at more than 150 bytes each). With a bound, the API server
/// knows that the rules cost little.
const MAX_SLOS: usize = 10_000;

/// Limits that Sloth's own definition has, and the one above.
fn limits() -> [(&'static str, &'static str, Value); 2] {
    [
        ("Spec", "slos", json!({ "minItems": 1, "maxItems": MAX_SLOS })),
        ("Slo", "name", json!({ "maxLength": 128 })),
    ]
}

/// Rules in the expression language of the API server: struct, field, rule, what is wrong if it does not hold.
#[rustfmt::skip] // a table
const RULES: &[(&str, &str, &str, &str)] = &[
    ("Spec", "service",   NAME, "the service has to begin and end with a letter or digit, with letters, digits, '.', '_' and '-' between, and at least two characters"),
    ("Slo",  "name",      NAME, "the name has to begin and end with a letter or digit, with letters, digits, '.', '_' and '-' between, and at least two characters"),
    ("Slo",  "objective", "self > 0.0 && self <= 100.0", "the objective is in percent: above 0 and at most 100, such as 99.9"),
    // A plugin's query replaces a raw one that stands beside it, so these two may both be there.
    ("Slo",  "sli",       SLI, "an SLI has exactly one of: events, raw, plugin, latency, probe"),
    ("Sli",  "events",    "has(self.errorQuery) != has(self.goodQuery)", "events have exactly one of: errorQuery, goodQuery"),
];

const SLI: &str = "[has(self.events), has(self.raw) || has(self.plugin), has(self.latency), has(self.probe)].filter(one, one).size() == 1";

const NAME: &str = "self.matches('^[A-Za-z0-9][-A-Za-z0-9_.]*[A-Za-z0-9]$')";

/// The schema of the field `spec` of a `PrometheusServiceLevel`.
#[must_use]
pub fn service_level_spec() -> Value {
    let mut structs = Structs::of::<ServiceLevel>();
    if let Some(fields) = structs.get_mut("Spec").and_then(properties) {
        fields.remove("version"); // an object says it in `apiVersion`
    }
    for name in SWITCHES {
        if let Some(schema) = structs.get_mut(name) {
            schema.retain(|keyword, _| keyword == "description");
            schema.insert(ANYTHING.into(), true.into());
        }
    }
    for (owner, names) in REQUIRED {
        if let Some(schema) = structs.get_mut(owner) {
            schema.insert("required".into(), json!(names));
        }
    }
    for (owner, field, limit) in limits() {
        extend(&mut structs, owner, field, limit);
    }
    for (owner, field, rule, message) in RULES {
        let rules = json!({ "x-kubernetes-validations": [{ "rule": rule, "message": message }] });
        extend(&mut structs, owner, field, rules);
    }
    shape::camel_case(&mut structs);
    let spec = structs.schemas.get("Spec").cloned().unwrap_or_default();
    structural(&spec, &structs.schemas)
}

fn extend(structs: &mut Structs, owner: &str, field: &str, more: Value) {
    let field = structs.get_mut(owner).and_then(properties).and_then(|fields| fields.get_mut(field));
    if let (Some(Value::Object(field)), Value::Object(more)) = (field, more) {
        field.extend(more);
    }
}

/// `schema` as a tree, with `definitions` in the place of references to them. Types that refer to themselves have none.
#[must_use]
pub fn structural(schema: &Value, definitions: &Map<String, Value>) -> Value {
    let Value::Object(schema) = schema else { return Map::from_iter(anything()).into() };
    let mut tree = Map::new();
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("$ref", Value::String(reference)) => tree.extend(resolved(reference, definitions)),
            // An optional struct is the struct or null, and null is the same as leaving it out.
            ("anyOf", Value::Array(alternatives)) => {
                let one =
                    alternatives.iter().find(|alternative| alternative.get("type") != Some(&json!("null")));
                if let Some(Value::Object(one)) = one.map(|one| structural(one, definitions)) {
                    tree.extend(one);
                }
            }
            ("type", Value::Array(types)) => {
                tree.insert("type".into(), types.first().cloned().unwrap_or_default());
            }
            ("properties", Value::Object(fields)) => {
                let fields =
                    fields.iter().map(|(name, field)| (name.clone(), structural(field, definitions)));
                tree.insert("properties".into(), fields.collect::<Map<_, _>>().into());
            }
            ("items", items) => {
                tree.insert("items".into(), structural(items, definitions));
            }
            // Neither names of Rust nor defaults are for users of the API; nor are the bits of its floats.
            ("title" | "default" | "$schema" | "$defs", _) => {}
            ("format", Value::String(format)) if format == "double" => {}
            _ => {
                tree.insert(keyword.clone(), value.clone());
            }
        }
    }
    if !tree.contains_key("type") && !tree.contains_key(ANYTHING) {
        tree.extend(anything());
    }
    // What is said where a struct is used wins over what is said of the struct.
    tree.extend(schema.get("description").map(|own| ("description".into(), own.clone())));
    tree.into()
}

/// Anything goes: in a custom resource, an object at least.
fn anything() -> [(String, Value); 2] {
    [("type".into(), "object".into()), (ANYTHING.into(), true.into())]
}

fn resolved(reference: &str, definitions: &Map<String, Value>) -> Map<String, Value> {
    let name = reference.rsplit('/').next().unwrap_or_default();
    match definitions.get(name).map(|definition| structural(definition, definitions)) {
        Some(Value::Object(definition)) => definition,
        _ => Map::new(),
    }
}
