//! Taking back what others wrote into the content of an object of ours, its rules or its dashboard.
//!
//! Server-side apply leaves alone what another field manager added, such as a rule group of a manual edit, or everything
//! that a controller wrote before us and that is not wanted any more. In: the metadata of an object that was just applied.
//! Out: a patch that makes those fields ours, after which the next apply removes those that are not wanted. Keeps: labels
//! and annotations of others stay theirs.

use kube::core::ObjectMeta;
use serde_json::{Map, Value, json};

use crate::core::labels::MANAGER;

const APPLY: &str = "Apply";

/// The patch, if anything has to be taken back below the field `content`.
pub(super) fn claim(meta: &ObjectMeta, content: &str) -> Option<Value> {
    let content = ["f:", content].concat();
    let entries = serde_json::to_value(meta.managed_fields.as_ref()?).ok()?;
    let mut entries: Vec<Map<String, Value>> = serde_json::from_value(entries).ok()?;
    let mut taken = Value::Object(Map::new());
    for entry in entries.iter_mut().filter(|entry| !is_ours(entry) && !entry.contains_key("subresource")) {
        if let Some(theirs) = fields(entry).and_then(|fields| fields.remove(&content)) {
            merge(&mut taken, theirs);
        }
    }
    if taken.as_object().is_some_and(Map::is_empty) {
        return None;
    }
    let ours = entries.iter_mut().find(|entry| is_ours(entry)).and_then(fields)?;
    merge(ours.entry(content).or_insert_with(|| json!({})), taken);
    entries.retain_mut(|entry| fields(entry).is_some_and(|fields| !fields.is_empty()));
    let version = &meta.resource_version; // somebody may write at the same time
    Some(json!({ "metadata": { "resourceVersion": version, "managedFields": entries } }))
}

fn is_ours(entry: &Map<String, Value>) -> bool {
    let is = |field: &str, value: &str| entry.get(field).is_some_and(|found| found == value);
    is("manager", MANAGER) && is("operation", APPLY) && !entry.contains_key("subresource")
}

fn fields(entry: &mut Map<String, Value>) -> Option<&mut Map<String, Value>> {
    entry.get_mut("fieldsV1")?.as_object_mut()
}

/// The union of two sets of fields. They are as deep as the schema of the kind, which the API server checked.
fn merge(all: &mut Value, more: Value) {
    let (Value::Object(all), Value::Object(more)) = (all, more) else { return };
    for (name, fields) in more {
        merge(all.entry(name).or_insert_with(|| json!({})), fields);
    }
}

#[cfg(test)]
mod tests;
