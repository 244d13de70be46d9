//! Metadata of objects, without the lists of who manages which field.
//!
//! In: JSON of the API. Out: [`ObjectMeta`]. Keeps: managed fields are skipped as text. They name every field of an object, so as
//! values they take many times the memory of all the rest, and a page of a list would be the most that this program ever
//! needs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{OwnerReference, Time};
use kube::Resource;
use kube::api::ApiResource;
use kube::core::{DynamicResourceScope, ObjectMeta};
use serde::{Deserialize, Deserializer};

/// What is looked at of an object's metadata.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    name: Option<String>,
    namespace: Option<String>,
    uid: Option<String>,
    resource_version: Option<String>,
    generation: Option<i64>,
    deletion_timestamp: Option<Time>,
    labels: Option<BTreeMap<String, String>>,
    annotations: Option<BTreeMap<String, String>>,
    owner_references: Option<Vec<OwnerReference>>,
}

/// Reads what is looked at of an object's metadata.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ObjectMeta, D::Error> {
    let read = Metadata::deserialize(deserializer)?;
    Ok(ObjectMeta {
        name: read.name,
        namespace: read.namespace,
        uid: read.uid,
        resource_version: read.resource_version,
        generation: read.generation,
        deletion_timestamp: read.deletion_timestamp,
        labels: read.labels,
        annotations: read.annotations,
        owner_references: read.owner_references,
        ..ObjectMeta::default()
    })
}

/// An object of any kind, of which the API server sends only the metadata.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Outline {
    #[serde(deserialize_with = "read")]
    pub(crate) metadata: ObjectMeta,
}

impl Resource for Outline {
    type DynamicType = ApiResource;
    type Scope = DynamicResourceScope;

    fn kind(resource: &ApiResource) -> Cow<'_, str> {
        resource.kind.as_str().into()
    }

    fn group(resource: &ApiResource) -> Cow<'_, str> {
        resource.group.as_str().into()
    }

    fn version(resource: &ApiResource) -> Cow<'_, str> {
        resource.version.as_str().into()
    }

    fn plural(resource: &ApiResource) -> Cow<'_, str> {
        resource.plural.as_str().into()
    }

    fn metadata_api() -> bool {
        true
    }

    fn meta(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn meta_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

    use super::Outline;

    #[test]
    fn all_but_managed_fields_is_read() {
        let text = r#"{"kind": "PartialObjectMetadata", "metadata": {
            "name": "checkout", "namespace": "shop", "uid": "1-2", "resourceVersion": "7", "generation": 3,
            "creationTimestamp": "2026-01-02T03:04:05Z", "deletionTimestamp": "2026-01-02T03:04:06Z",
            "labels": {"team": "shop"}, "annotations": {"a": "b"},
            "ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "owner", "uid": "3"}],
            "managedFields": [{"manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {}}}]
        }}"#;
        let meta = serde_json::from_str::<Outline>(text).unwrap().metadata;
        assert_eq!(meta.name.as_deref(), Some("checkout"));
        assert_eq!(meta.namespace.as_deref(), Some("shop"));
        assert_eq!(meta.uid.as_deref(), Some("1-2"));
        assert_eq!(meta.resource_version.as_deref(), Some("7"));
        assert_eq!(meta.generation, Some(3));
        assert!(meta.deletion_timestamp.is_some());
        assert_eq!(meta.labels.unwrap().get("team").map(String::as_str), Some("shop"));
        assert_eq!(meta.annotations.unwrap().get("a").map(String::as_str), Some("b"));
        assert_eq!(meta.owner_references.unwrap().first().unwrap().name, "owner");
        assert_eq!(meta.managed_fields, None);
    }
}
