//! Phase 3: what has to be done so that what should exist does.
//!
//! In: the desired objects and what is known of those that exist. Out: [`Step`]s. Keeps: an object that somebody else
//! made is never written, and one that is as it should be is not written either.

use std::collections::BTreeMap;

use super::labels::{MANAGED_BY, MANAGER};
use super::output::{Desired, Kind};
use crate::resource::ServiceLevel;
use crate::resource::status::ObjectStatus;

/// What is known of an object that exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// What tells it from an earlier one of the same name.
    pub uid: String,
    /// What changes whenever the part of it changes that we write: its generation, or for kinds without one its resource
    /// version.
    pub revision: String,
    /// Its labels, if we made it.
    pub labels: BTreeMap<String, String>,
    /// Its annotations, if we made it.
    pub annotations: BTreeMap<String, String>,
    /// The `PrometheusServiceLevel` that owns it.
    pub owner: Option<Owner>,
    /// Whether it is being deleted.
    pub deleting: bool,
    /// What it was when this process wrote it last.
    pub written: Option<Written>,
}

/// A reference to a `PrometheusServiceLevel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// What tells it from an earlier one of the same name.
    pub uid: String,
}

/// What an object was when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The hash of what it should be.
    pub hash: String,
    /// The revision that it had then.
    pub revision: String,
}

/// Something to do, or not to do, about one object.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    /// It does not exist yet.
    Create(&'a Desired),
    /// It exists, and is not as it should be.
    Update(&'a Desired, &'a Live),
    /// It exists and is as it should be.
    Keep(&'a Desired, &'a Live),
    /// Somebody else made an object of this name.
    Refuse(&'a Desired),
    /// It is being deleted, and can be made anew only when that is done.
    Wait(&'a Desired),
    /// It exists, and should not any more.
    Delete(Kind, &'a str, &'a Live),
}

/// What has to be done for `owner`. `live` holds the objects of its name, and those that it owns.
#[must_use]
pub fn plan<'a>(
    owner: &ServiceLevel,
    desired: &'a [Desired],
    live: &'a BTreeMap<(Kind, String), Live>,
) -> Vec<Step<'a>> {
    let wanted = desired.iter().map(|desired| {
        let key = (desired.kind, desired.name.clone());
        live.get(&key).map_or(Step::Create(desired), |live| compare(owner, desired, live))
    });
    let is_wanted =
        |kind: Kind, name: &str| desired.iter().any(|desired| desired.kind == kind && desired.name == name);
    let superfluous = live
        .iter()
        .filter(|((kind, name), live)| !is_wanted(*kind, name) && live.is_made_for(owner) && !live.deleting)
        .map(|((kind, name), live)| Step::Delete(*kind, name, live));
    wanted.chain(superfluous).collect()
}

fn compare<'a>(owner: &ServiceLevel, desired: &'a Desired, live: &'a Live) -> Step<'a> {
    if !live.may_be_taken_by(owner) {
        return Step::Refuse(desired);
    }
    if live.deleting {
        return Step::Wait(desired);
    }
    let recorded = live.written.clone().or_else(|| recorded(owner, desired));
    let is_written =
        recorded.is_some_and(|written| written.hash == desired.hash && written.revision == live.revision);
    let is_labelled =
        contains(&live.labels, &desired.labels) && contains(&live.annotations, &desired.annotations);
    if is_written && is_labelled && live.is_owned_by(owner) {
        Step::Keep(desired, live)
    } else {
        Step::Update(desired, live)
    }
}

/// What the status of the owner says of an object that an earlier process wrote.
fn recorded(owner: &ServiceLevel, desired: &Desired) -> Option<Written> {
    let objects = &owner.status.as_ref()?.objects;
    let is_it = |object: &&ObjectStatus| object.kind == desired.kind.kind() && object.name == desired.name;
    let object = objects.iter().find(is_it)?;
    Some(Written { hash: object.hash.clone(), revision: object.revision.clone() })
}

fn contains(all: &BTreeMap<String, String>, some: &BTreeMap<String, String>) -> bool {
    some.iter().all(|(name, value)| all.get(name) == Some(value))
}

impl Live {
    fn is_owned_by(&self, owner: &ServiceLevel) -> bool {
        self.owner.as_ref().is_some_and(|reference| reference.uid == owner.uid())
    }

    /// Whether we made it, for anyone.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.labels.get(MANAGED_BY).is_some_and(|manager| manager == MANAGER)
    }

    /// Whether we made it for `owner`.
    pub(crate) fn is_made_for(&self, owner: &ServiceLevel) -> bool {
        self.is_ours() && self.is_owned_by(owner)
    }

    /// Whether it is ours to change: `owner` owns it (a controller before us may have made it), or we made it, and it
    /// lost its owner or belonged to an earlier object of the same name.
    pub(crate) fn may_be_taken_by(&self, owner: &ServiceLevel) -> bool {
        match &self.owner {
            Some(reference) if reference.uid == owner.uid() => true,
            Some(reference) => self.is_ours() && reference.name == owner.name(),
            None => self.is_ours(),
        }
    }
}

#[cfg(test)]
mod tests;
