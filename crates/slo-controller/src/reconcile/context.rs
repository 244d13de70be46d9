//! What every reconciliation needs: the client, the settings, and what was learnt from earlier ones.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{Timestamp, Unit};
use kube::Client;
use slo_compiler::Options;
use tokio::sync::watch;

use super::adopt::Adopted;
use super::memory::Memory;
use super::retire::Forbidden;
use super::status::Statuses;
use crate::metrics::Metrics;
use crate::resource::ServiceLevel;
use crate::settings::Settings;
use crate::watch::Index;
use crate::watch::selection::Selection;

/// What every reconciliation needs.
pub struct Context {
    /// The API.
    pub client: Client,
    /// What the run was told.
    pub settings: Settings,
    /// The objects that exist.
    pub index: Arc<Index>,
    /// What is loaded by somebody.
    pub selection: Arc<Selection>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How long to wait after failures.
    pub backoff: Backoff,
    /// The statuses that were written and not yet seen.
    pub(crate) statuses: Statuses,
    /// The last good spec of every object.
    pub(super) memory: Memory,
    /// What is held as it is, for want of a last good spec.
    pub(super) adopted: Adopted,
    /// What may not be deleted of kinds that are off.
    pub(super) forbidden: Forbidden,
    /// Whether it was told that events are not written.
    without_events: AtomicBool,
    options: watch::Sender<Arc<Options>>,
}

impl Context {
    /// The context of a run.
    #[must_use]
    pub fn new(
        client: Client,
        settings: Settings,
        options: watch::Sender<Arc<Options>>,
        index: Arc<Index>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let selection = Arc::default();
        Self {
            client,
            settings,
            index,
            selection,
            metrics,
            backoff: Backoff::default(),
            statuses: Statuses::default(),
            memory: Memory::default(),
            adopted: Adopted::default(),
            forbidden: Forbidden::default(),
            without_events: AtomicBool::new(false),
            options,
        }
    }

    /// How specs are compiled now.
    #[must_use]
    pub fn options(&self) -> Arc<Options> {
        Arc::clone(&self.options.borrow())
    }

    /// Whether nobody said yet that events are not written.
    pub(super) fn is_first_without_event(&self) -> bool {
        !self.without_events.swap(true, Ordering::Relaxed)
    }

    /// Forgets an object that is gone.
    pub(super) fn forget(&self, object: &ServiceLevel) {
        self.statuses.forget(object.uid());
        self.memory.forget(object.uid());
        self.adopted.forget(object.uid());
        self.backoff.reset(object);
        self.metrics.forget(object.namespace(), object.name(), object.uid());
    }

    /// The time in whole seconds, as objects of the API have it.
    #[must_use]
    pub fn now(&self) -> String {
        let now = Timestamp::now();
        now.round(Unit::Second).unwrap_or(now).to_string()
    }
}

/// How often each object failed since it last succeeded.
#[derive(Debug, Default)]
pub struct Backoff(Mutex<HashMap<String, u32>>);

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(5);

impl Backoff {
    /// Counts a failure, and says how long to wait: twice as long each time, up to five minutes.
    #[must_use]
    pub fn next(&self, object: &ServiceLevel) -> Duration {
        let mut failures = self.lock();
        let count = failures.entry(object.uid().to_owned()).or_default();
        let delay = FIRST * 2_u32.saturating_pow(*count);
        *count = count.saturating_add(1).min(16);
        delay.min(LONGEST)
    }

    /// Forgets the failures of an object.
    pub fn reset(&self, object: &ServiceLevel) {
        self.lock().remove(object.uid());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
