//! The last good spec of every object, by uid.
//!
//! In: objects whose spec has no mistake. Out: the last such spec of an object whose spec has some. Keeps: what this process has
//! seen goes before what the status tells of an earlier one.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::core::last_good::LastGood;
use crate::resource::ServiceLevel;

/// The last good spec of every object.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<HashMap<String, LastGood>>);

impl Memory {
    /// The spec of `object` has no mistake.
    pub(super) fn remember(&self, object: &ServiceLevel) {
        self.lock().insert(object.uid().to_owned(), LastGood::of(object));
    }

    /// The last spec of `object` without a mistake.
    pub(super) fn of(&self, object: &ServiceLevel) -> Option<LastGood> {
        let seen = self.lock().get(object.uid()).cloned();
        seen.or_else(|| object.status.as_ref().and_then(LastGood::read))
    }

    /// Forgets an object that is gone.
    pub(super) fn forget(&self, uid: &str) {
        self.lock().remove(uid);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, LastGood>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
