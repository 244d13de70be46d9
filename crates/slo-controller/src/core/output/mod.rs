//! Phase 2: the objects that should exist.
//!
//! In: an object, its rules and the settings. Out: a [`Desired`] for each kind that is wanted, ready to be sent. Keeps:
//! the same input gives the same hash, so that nothing is written when nothing changed. A kind is a row of a table.

mod kind;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;
use slo_compiler::Compiled;
use slo_compiler::emit::prometheus_operator::Form;
use slo_compiler::emit::rule_spec::RuleSpec;

pub use kind::Kind;

use super::hash::hash;
use super::labels::{HASH, LAST_APPLIED, MANAGED_BY, MANAGER, OUTPUTS, PREFIX};
use crate::resource::{API_VERSION, KIND, ServiceLevel};

/// What is made of every object.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// The kinds that are made unless the object's annotation names others.
    pub kinds: Vec<Kind>,
    /// How the rules are written.
    pub form: Form,
    /// Labels for what is made, such as those that a `Prometheus` selects.
    pub labels: BTreeMap<String, String>,
    /// Annotations for what is made.
    pub annotations: BTreeMap<String, String>,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            kinds: vec![Kind::PrometheusRule],
            form: Form::Full,
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
        }
    }
}

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
    /// What lies below `spec`.
    pub spec: Box<RawValue>,
}

/// The objects that should exist because of `object`.
///
/// # Errors
/// An annotation that cannot be read, in words for its author.
pub fn outputs(
    object: &ServiceLevel,
    compiled: &Compiled,
    settings: &Outputs,
) -> Result<Vec<Desired>, String> {
    let kinds = kinds(object, settings)?;
    kinds.into_iter().map(|kind| desired(kind, object, compiled, settings)).collect()
}

/// The kinds that an object wants.
fn kinds(object: &ServiceLevel, settings: &Outputs) -> Result<Vec<Kind>, String> {
    let Some(text) = object.annotation(OUTPUTS) else { return Ok(settings.kinds.clone()) };
    let mut kinds = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let kind = Kind::named(name)
            .filter(|kind| settings.kinds.contains(kind))
            .ok_or_else(|| unknown_kind(name, &settings.kinds))?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

fn unknown_kind(name: &str, known: &[Kind]) -> String {
    let known: Vec<&str> = known.iter().map(|kind| kind.name()).collect();
    format!("the annotation {OUTPUTS} names `{name}`; this controller makes {}", known.join(", "))
}

fn desired(
    kind: Kind,
    object: &ServiceLevel,
    compiled: &Compiled,
    settings: &Outputs,
) -> Result<Desired, String> {
    let spec = RuleSpec::new(compiled.groups(), settings.form);
    let rules = spec.rules();
    let spec = serde_json::value::to_raw_value(&spec).map_err(|error| error.to_string())?;
    let mut labels = object.labels();
    labels.extend(settings.labels.clone());
    // A swap of controllers keeps what selectors look at.
    labels.extend(Form::Compat.labels().map(|(name, value)| (name.to_owned(), value.to_owned())));
    labels.insert(MANAGED_BY.into(), MANAGER.into());
    let mut annotations = object.metadata.annotations.clone().unwrap_or_default();
    annotations.retain(|name, _| name != LAST_APPLIED && !name.starts_with(PREFIX));
    annotations.extend(settings.annotations.clone());
    let texts = [&labels, &annotations].into_iter().flatten().flat_map(|(name, value)| [name, value]);
    let parts = texts.map(String::as_str).chain([object.name(), object.uid(), spec.get()]);
    let hash = hash(parts);
    annotations.insert(HASH.into(), hash.clone());
    Ok(Desired { kind, name: object.name().to_owned(), labels, annotations, hash, rules, spec })
}

/// An object as it is sent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent<'d> {
    api_version: &'static str,
    kind: &'static str,
    metadata: SentMeta<'d>,
    spec: &'d RawValue,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SentMeta<'d> {
    name: &'d str,
    namespace: &'d str,
    /// Makes the API server refuse the write if the object is another one by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    uid: Option<&'d str>,
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

impl Desired {
    /// The object as it is sent. `uid` is that of the object that is to be changed, if there is one.
    #[must_use]
    pub fn sent<'d>(&'d self, owner: &'d ServiceLevel, uid: Option<&'d str>) -> Sent<'d> {
        let reference = Owner { api_version: API_VERSION, kind: KIND, name: owner.name(), uid: owner.uid() };
        Sent {
            api_version: self.kind.api_version(),
            kind: self.kind.kind(),
            metadata: SentMeta {
                name: &self.name,
                namespace: owner.namespace(),
                uid,
                labels: &self.labels,
                annotations: &self.annotations,
                owner_references: [reference],
            },
            spec: &self.spec,
        }
    }
}
