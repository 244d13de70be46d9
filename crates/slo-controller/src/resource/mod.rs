//! `PrometheusServiceLevel` of `sloth.slok.dev/v1`, as the API server stores it.
//!
//! In: JSON of the API. Out: a [`ServiceLevel`]. Keeps: the spec stays the text that was received; the compiler reads it,
//! so that a field that this program does not know is no reason to fail, and a thousand objects fit in little memory.

pub mod crd;
pub(crate) mod metadata;
pub mod status;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use kube::Resource;
use kube::core::{NamespaceResourceScope, ObjectMeta};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

pub use status::Status;

/// The API group.
pub const GROUP: &str = "sloth.slok.dev";
/// The version of the API group.
pub const VERSION: &str = "v1";
/// Group and version, as objects name them.
pub const API_VERSION: &str = "sloth.slok.dev/v1";
/// The kind.
pub const KIND: &str = "PrometheusServiceLevel";
/// The kind in URLs.
pub const PLURAL: &str = "prometheusservicelevels";

/// A `PrometheusServiceLevel`.
#[derive(Clone, Debug, Deserialize)]
pub struct ServiceLevel {
    /// Name, namespace, labels and the like; without managed fields.
    #[serde(deserialize_with = "metadata::read")]
    pub metadata: ObjectMeta,
    /// The SLOs, as text, which versions of an object share as long as it is the same.
    #[serde(default, deserialize_with = "text")]
    pub spec: Option<Arc<RawValue>>,
    /// What became of them.
    #[serde(default)]
    pub status: Option<Status>,
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<RawValue>>, D::Error> {
    Ok(Option::<Box<RawValue>>::deserialize(deserializer)?.map(Arc::from))
}

impl ServiceLevel {
    /// The name of the object.
    #[must_use]
    pub fn name(&self) -> &str {
        self.metadata.name.as_deref().unwrap_or_default()
    }

    /// The namespace of the object.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.metadata.namespace.as_deref().unwrap_or_default()
    }

    /// What tells the object from an earlier one of the same name.
    #[must_use]
    pub fn uid(&self) -> &str {
        self.metadata.uid.as_deref().unwrap_or_default()
    }

    /// The spec's text; `null` if there is none.
    #[must_use]
    pub fn spec(&self) -> &str {
        self.spec.as_ref().map_or("null", |spec| spec.get())
    }

    /// How often the spec was changed.
    #[must_use]
    pub fn generation(&self) -> i64 {
        self.metadata.generation.unwrap_or_default()
    }

    /// The value of an annotation.
    #[must_use]
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata.annotations.as_ref()?.get(name).map(String::as_str)
    }

    /// The labels of the object.
    #[must_use]
    pub fn labels(&self) -> BTreeMap<String, String> {
        self.metadata.labels.clone().unwrap_or_default()
    }
}

impl Resource for ServiceLevel {
    type DynamicType = ();
    type Scope = NamespaceResourceScope;

    fn kind((): &()) -> Cow<'_, str> {
        KIND.into()
    }

    fn group((): &()) -> Cow<'_, str> {
        GROUP.into()
    }

    fn version((): &()) -> Cow<'_, str> {
        VERSION.into()
    }

    fn plural((): &()) -> Cow<'_, str> {
        PLURAL.into()
    }

    fn meta(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn meta_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}
