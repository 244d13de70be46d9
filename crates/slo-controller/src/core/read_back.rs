//! An object that exists as one that should exist: what stands in for a last good spec that nobody knows.
//!
//! In: an object as the API server sends it, and the hash that the status names. Out: a [`Desired`]. Keeps: it holds what we wrote
//! and nothing else; labels and annotations that others added stay theirs.

use std::collections::BTreeMap;

use kube::core::ObjectMeta;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::labels::{MANAGED_BY, MANAGER};
use super::output::{Desired, Kind};

/// An object as the API server sends it.
#[derive(Debug, Deserialize)]
pub struct Found {
    /// All of its metadata.
    pub metadata: ObjectMeta,
    spec: Option<Box<RawValue>>,
    data: Option<Box<RawValue>>,
}

/// Objects as the API server lists them.
#[derive(Debug, Deserialize)]
pub struct FoundList {
    /// The objects.
    pub items: Vec<Found>,
}

/// The object as we wrote it with this hash. None if its fields are not said to be ours.
#[must_use]
pub fn read_back(kind: Kind, found: Found, hash: &str) -> Option<Desired> {
    let Found { metadata, spec, data } = found;
    let fields = our_fields(&metadata)?;
    let labels = only(metadata.labels.unwrap_or_default(), &fields, "f:labels");
    if labels.get(MANAGED_BY).is_none_or(|manager| manager != MANAGER) {
        return None;
    }
    let annotations = only(metadata.annotations.unwrap_or_default(), &fields, "f:annotations");
    let content = if kind.content() == "data" { data } else { spec }?;
    Some(Desired {
        kind,
        name: metadata.name?,
        labels,
        annotations,
        hash: hash.to_owned(),
        rules: rules(&content),
        content,
    })
}

/// The fields of the metadata that we applied.
fn our_fields(metadata: &ObjectMeta) -> Option<Value> {
    let entries = metadata.managed_fields.as_ref()?;
    let entry = entries.iter().find(|entry| {
        entry.manager.as_deref() == Some(MANAGER)
            && entry.operation.as_deref() == Some("Apply")
            && entry.subresource.is_none()
    })?;
    entry.fields_v1.as_ref()?.0.get("f:metadata").cloned()
}

/// Of these names and values those that are among the fields.
fn only(mut all: BTreeMap<String, String>, fields: &Value, field: &str) -> BTreeMap<String, String> {
    all.retain(|name, _| fields.get(field).is_some_and(|fields| fields.get(["f:", name].concat()).is_some()));
    all
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Groups {
    groups: Vec<Group>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Group {
    rules: Vec<IgnoredAny>,
}

fn rules(content: &RawValue) -> usize {
    let Groups { groups } = serde_json::from_str(content.get()).unwrap_or_default();
    groups.iter().map(|group| group.rules.len()).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(managers: &Value) -> Found {
        let text = json!({
            "apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
            "metadata": {
                "name": "a", "namespace": "shop",
                "labels": { MANAGED_BY: MANAGER, "release": "r", "theirs": "x" },
                "annotations": { "note": "y", "theirs": "z" },
                "managedFields": managers,
            },
            "spec": { "groups": [{ "name": "g", "rules": [{ "record": "a" }, { "record": "b" }] }] },
        });
        serde_json::from_str(&text.to_string()).unwrap()
    }

    fn entry(manager: &str, operation: &str) -> Value {
        let labels: Value = json!({ "f:release": {}, format!("f:{MANAGED_BY}"): {} });
        let fields = json!({ "f:metadata": { "f:labels": labels, "f:annotations": { "f:note": {} } } });
        json!({ "manager": manager, "operation": operation, "fieldsType": "FieldsV1", "fieldsV1": fields })
    }

    #[test]
    fn what_we_wrote_is_read_and_nothing_else() {
        let managers = json!([{ "manager": "kubectl", "operation": "Update" }, entry(MANAGER, "Apply")]);
        let read = read_back(Kind::PrometheusRule, found(&managers), "hash").unwrap();
        assert_eq!(read.labels.keys().collect::<Vec<_>>(), ["release", MANAGED_BY]);
        assert_eq!(read.annotations, [("note".to_owned(), "y".to_owned())].into());
        assert_eq!((read.name.as_str(), read.hash.as_str(), read.rules), ("a", "hash", 2));
        let content: Value = serde_json::from_str(read.content.get()).unwrap();
        assert_eq!(content["groups"][0]["rules"][1]["record"], "b");
    }

    #[test]
    fn what_is_not_said_to_be_ours_is_not_read() {
        let read = |kind, managers| read_back(kind, found(&managers), "hash");
        for entry in [entry("kubectl", "Apply"), entry(MANAGER, "Update")] {
            assert!(read(Kind::PrometheusRule, json!([entry])).is_none(), "{entry}");
        }
        assert!(read(Kind::PrometheusRule, json!([])).is_none());
        let ours = json!([entry(MANAGER, "Apply")]);
        assert!(read(Kind::PrometheusRule, ours.clone()).is_some());
        assert!(read(Kind::DashboardConfigMap, ours).is_none(), "its content stands elsewhere");
    }
}
