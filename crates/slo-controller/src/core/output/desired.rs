//! An object that should exist, and the form in which it is sent.
//!
//! In: what it is made of. Out: a [`Desired`], of which [`Desired::sent`] is JSON for the API server. Keeps: the same input gives
//! the same hash, so that nothing is written when nothing changed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use slo_compiler::emit::prometheus_operator::Form;

use super::{Kind, Outputs};
use crate::core::hash::hash;
use crate::core::labels::{HASH, LAST_APPLIED, MANAGED_BY, MANAGER, PREFIX};
use crate::resource::{API_VERSION, KIND, ServiceLevel};

/// A resource version that no object has: it is that of an empty store. Without it, an apply to an object that somebody else made
/// a moment ago would put our content beside theirs.
const VERSION_OF_NOTHING: &str = "1";

/// An object that should exist.
#[derive(Clone, Debug)]
pub struct Desired {
    /// What it is.
    pub kind: Kind,
    /// Its name; the namespace is that of the owner.
    pub name: String,
    /// The labels that it should have; others may have added more.
    pub labels: BTreeMap<String, String>,
    /// The annotations that it should have; others may have added more.
    pub annotations: BTreeMap<String, String>,
    /// The hash of all that.
    pub hash: String,
    /// How many rules it holds.
    pub rules: usize,
    /// What lies below [`Kind::content`].
    pub content: Box<RawValue>,
}

/// Names and values, in order.
pub(super) type Pairs = Vec<(String, String)>;

/// What tells one object from the others that are made of the same spec.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Labels and annotations besides those that all objects have.
    pub(super) labels: Pairs,
    pub(super) annotations: Pairs,
    pub(super) rules: usize,
    pub(super) content: Box<RawValue>,
}

impl Desired {
    /// `part` with what all objects have that are made of `owner`.
    pub(super) fn new(part: Part, owner: &ServiceLevel, settings: &Outputs) -> Self {
        let Part { kind, name, rules, content, .. } = part;
        let mut labels = owner.labels();
        labels.extend(part.labels);
        labels.extend(settings.labels.clone());
        // A swap of controllers keeps what selectors look at.
        labels.extend(Form::Compat.labels().map(|(name, value)| (name.to_owned(), value.to_owned())));
        labels.insert(MANAGED_BY.into(), MANAGER.into());
        let mut annotations = owner.metadata.annotations.clone().unwrap_or_default();
        annotations.retain(|name, _| name != LAST_APPLIED && !name.starts_with(PREFIX));
        annotations.extend(part.annotations);
        annotations.extend(settings.annotations.clone());
        let texts = [&labels, &annotations].into_iter().flatten().flat_map(|(name, value)| [name, value]);
        let parts = texts.map(String::as_str).chain([owner.name(), owner.uid(), content.get()]);
        let hash = hash(parts);
        annotations.insert(HASH.into(), hash.clone());
        Self { kind, name, labels, annotations, hash, rules, content }
    }

    /// The object as it is sent. `uid` is that of the object that is to be changed; if there is none, the API server makes the
    /// object, and refuses that if there is one after all.
    #[must_use]
    pub fn sent<'d>(&'d self, owner: &'d ServiceLevel, uid: Option<&'d str>) -> Sent<'d> {
        let content = Some(&*self.content);
        let (spec, data) = if self.kind.content() == "data" { (None, content) } else { (content, None) };
        Sent {
            api_version: self.kind.api_version(),
            kind: self.kind.kind(),
            metadata: SentMeta {
                name: &self.name,
                namespace: owner.namespace(),
                uid,
                resource_version: uid.is_none().then_some(VERSION_OF_NOTHING),
                labels: &self.labels,
                annotations: &self.annotations,
                owner_references: [Owner::of(owner)],
            },
            spec,
            data,
        }
    }
}

/// An object as it is sent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent<'d> {
    api_version: &'static str,
    kind: &'static str,
    metadata: SentMeta<'d>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spec: Option<&'d RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'d RawValue>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SentMeta<'d> {
    name: &'d str,
    namespace: &'d str,
    /// Makes the API server refuse the write if the object is another one by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    uid: Option<&'d str>,
    /// Makes the API server refuse the write if it has another version.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_version: Option<&'static str>,
    labels: &'d BTreeMap<String, String>,
    annotations: &'d BTreeMap<String, String>,
    owner_references: [Owner<'d>; 1],
}

/// The reference to the object that an object was made for: with it, Kubernetes removes the one with the other.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Owner<'d> {
    api_version: &'static str,
    kind: &'static str,
    name: &'d str,
    uid: &'d str,
}

impl<'d> Owner<'d> {
    fn of(owner: &'d ServiceLevel) -> Self {
        Self { api_version: API_VERSION, kind: KIND, name: owner.name(), uid: owner.uid() }
    }
}
