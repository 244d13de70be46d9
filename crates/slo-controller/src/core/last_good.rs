//! The last spec without a mistake, while the one that an object has now has some.
//!
//! In: an object that had none. Out: the same object as it was then. It is kept in memory, where it shares the text that the
//! watch holds anyway, and while the spec is broken also in the status, so that a controller that starts meanwhile knows it.
//! Keeps: what is made of an object while its spec is broken is what was made of it before.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::labels::{OUTPUTS, PROFILE};
use super::output::Kind;
use super::plan::Live;
use crate::resource::status::LastGoodStatus;
use crate::resource::{ServiceLevel, Status};

/// The longest spec that a status repeats: an object has to fit into 1.5 MiB.
pub const MAX_SPEC: usize = 256 << 10;

/// A spec without a mistake, and the annotations that decide what is made of it.
#[derive(Clone, Debug)]
pub struct LastGood {
    generation: i64,
    spec: Option<Arc<RawValue>>,
    profile: Option<String>,
    outputs: Option<String>,
}

impl LastGood {
    /// What `object` says now.
    #[must_use]
    pub fn of(object: &ServiceLevel) -> Self {
        let annotation = |name| object.annotation(name).map(str::to_owned);
        Self {
            generation: object.generation(),
            spec: object.spec.clone(),
            profile: annotation(PROFILE),
            outputs: annotation(OUTPUTS),
        }
    }

    /// What a status tells of an earlier process.
    #[must_use]
    pub fn read(status: &Status) -> Option<Self> {
        let LastGoodStatus { observed_generation: generation, spec, profile, outputs } =
            status.last_good.clone()?;
        let spec = Some(Arc::from(RawValue::from_string(spec).ok()?));
        Some(Self { generation, spec, profile, outputs })
    }

    /// For the status, unless it is too long.
    #[must_use]
    pub fn told(&self) -> Option<LastGoodStatus> {
        let spec = self.spec.as_ref()?.get();
        (spec.len() <= MAX_SPEC).then(|| LastGoodStatus {
            observed_generation: self.generation,
            spec: spec.to_owned(),
            profile: self.profile.clone(),
            outputs: self.outputs.clone(),
        })
    }

    /// `object` with this spec. Everything else is as it is now.
    #[must_use]
    pub fn within(&self, object: &ServiceLevel) -> ServiceLevel {
        let mut object = object.clone();
        object.spec.clone_from(&self.spec);
        let annotations = object.metadata.annotations.get_or_insert_default();
        for (name, value) in [(PROFILE, &self.profile), (OUTPUTS, &self.outputs)] {
            match value {
                Some(value) => annotations.insert(name.to_owned(), value.clone()),
                None => annotations.remove(name),
            };
        }
        object
    }
}

/// What others did to the objects that a status names, in words: what is said where the last good spec is not known.
/// `live` holds the objects that exist, and `concerned` says which of those that are named are looked at.
#[must_use]
pub fn lost(
    status: Option<&Status>,
    live: &BTreeMap<(Kind, String), Live>,
    concerned: impl Fn(Kind, &str) -> bool,
) -> Vec<String> {
    let told = status.into_iter().flat_map(|status| &status.objects).filter_map(|object| {
        let kind = Kind::of(&object.api_version, &object.kind)?;
        if !concerned(kind, &object.name) {
            return None;
        }
        match live.get(&(kind, object.name.clone())) {
            None => Some(format!("{kind}/{} is gone", object.name)),
            Some(live) if live.revision != object.revision => {
                Some(format!("{kind}/{} was changed", object.name))
            }
            Some(_) => None,
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests;
