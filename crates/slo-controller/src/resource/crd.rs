//! The custom resource definition.
//!
//! In: nothing. Out: the definition as YAML. Its schema comes from the types that the compiler reads and from [`Status`], so
//! there is nothing to keep in step. Keeps: what Sloth's own definition takes, this one takes.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use slo_compiler::schema::{service_level_spec, structural};

use super::{GROUP, KIND, PLURAL, Status, VERSION};

/// The definition, as `kubectl apply` takes it.
#[must_use]
pub fn definition() -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": format!("{PLURAL}.{GROUP}") },
        "spec": {
            "group": GROUP,
            "scope": "Namespaced",
            "names": {
                "kind": KIND,
                "listKind": format!("{KIND}List"),
                "plural": PLURAL,
                "singular": KIND.to_ascii_lowercase(),
                "shortNames": ["psl", "pslo"],
                "categories": ["slo", "slos", "sli", "slis"],
            },
            "versions": [{
                "name": VERSION,
                "served": true,
                "storage": true,
                "subresources": { "status": {} },
                "additionalPrinterColumns": columns(),
                "schema": { "openAPIV3Schema": schema() },
            }],
        },
    })
}

fn columns() -> Value {
    #[rustfmt::skip] // a table
    let columns = [
        // name           type       path                                               priority
        ("SERVICE",      "string",  ".spec.service",                                    0),
        ("DESIRED SLOs", "integer", ".status.processedSLOs",                            0),
        ("READY SLOs",   "integer", ".status.promOpRulesGeneratedSLOs",                 0),
        ("GEN OK",       "boolean", ".status.promOpRulesGenerated",                     0),
        ("GEN AGE",      "date",    ".status.lastPromOpRulesSuccessfulGenerated",       0),
        ("AGE",          "date",    ".metadata.creationTimestamp",                      0),
        ("READY",        "string",  ".status.conditions[?(@.type==\"Ready\")].status",  1),
        ("MESSAGE",      "string",  ".status.conditions[?(@.type==\"Ready\")].message", 1),
    ];
    let column = |(name, type_, path, priority)| {
        let mut column = json!({ "name": name, "type": type_, "jsonPath": path });
        if let (Value::Object(column), 1..) = (&mut column, priority) {
            column.insert("priority".into(), priority.into()); // shown with `-o wide`
        }
        column
    };
    columns.into_iter().map(column).collect()
}

fn schema() -> Value {
    json!({
        "description": "The service-level objectives of a service, of which recording rules and alerts are made.",
        "type": "object",
        "properties": {
            "apiVersion": { "type": "string" },
            "kind": { "type": "string" },
            "metadata": { "type": "object" },
            "spec": service_level_spec(),
            "status": status(),
        },
    })
}

/// What a status requires: exactly what Sloth's own definition does.
const STATUS_REQUIRED: [&str; 4] =
    ["observedGeneration", "processedSLOs", "promOpRulesGenerated", "promOpRulesGeneratedSLOs"];

fn status() -> Value {
    let root = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Status>().to_value();
    let definitions = root.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut status = structural(&root, &definitions);
    if let Value::Object(status) = &mut status {
        status.insert("required".into(), json!(STATUS_REQUIRED));
        keyed(status, "conditions", "type");
    }
    status
}

/// Makes the list `field` one whose items are told apart by `key`.
fn keyed(status: &mut Map<String, Value>, field: &str, key: &str) {
    let list = status.get_mut("properties").and_then(|fields| fields.get_mut(field));
    if let Some(Value::Object(list)) = list {
        list.insert("x-kubernetes-list-type".into(), "map".into());
        list.insert("x-kubernetes-list-map-keys".into(), json!([key]));
        if let Some(Value::Object(items)) = list.get_mut("items") {
            items.insert("required".into(), json!([key]));
        }
    }
}
