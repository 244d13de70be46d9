//! What the controller does, as Prometheus sees it. The names are documented in `docs/reference/controller.md`.
//!
//! In: what happened, said by those who did it. Out: a text for the metrics page. Keeps: the number of series does not grow
//! with the number of objects.

mod kooper;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::core::output::Kind;
use crate::resource::Status;
use kooper::Kooper;

/// Seconds; an object takes some milliseconds of ours, and what the API server takes.
const DURATIONS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// How looking at an object ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Result {
    /// Its rules are as they should be.
    Success,
    /// Its spec has an error.
    Invalid,
    /// Its rules could not be written.
    Problem,
    /// The API server did not answer as it should; it is tried again.
    Error,
}

impl Result {
    const ALL: [Self; 4] = [Self::Success, Self::Invalid, Self::Problem, Self::Error];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Invalid => "invalid",
            Self::Problem => "problem",
            Self::Error => "error",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByResult {
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Write {
    kind: &'static str,
    verb: &'static str,
    result: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByReady {
    ready: &'static str,
}

/// What the controller counts.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    reconciles: Family<ByResult, Counter>,
    durations: Histogram,
    writes: Family<Write, Counter>,
    objects: Family<ByReady, Gauge>,
    slos: Gauge,
    rules: Gauge,
    waiting: Gauge,
    leader: Gauge,
    last_success: Gauge<f64, AtomicU64>,
    kooper: Kooper,
    facts: Mutex<Facts>,
}

/// What is summed up when somebody asks.
#[derive(Debug, Default)]
struct Facts {
    /// By uid: ready, SLOs, rules.
    objects: HashMap<String, (bool, i64, i64)>,
    /// Namespace and name of objects that should be looked at, and since when.
    waiting: HashMap<(String, String), Instant>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            reconciles: Family::default(),
            durations: Histogram::new(DURATIONS),
            writes: Family::default(),
            objects: Family::default(),
            slos: Gauge::default(),
            rules: Gauge::default(),
            waiting: Gauge::default(),
            leader: Gauge::default(),
            last_success: Gauge::default(),
            kooper: Kooper::default(),
            facts: Mutex::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        for result in Result::ALL.map(Result::as_str) {
            drop(self.reconciles.get_or_create(&ByResult { result })); // a ratio needs all of them from the start
        }
        self.kooper.register(&mut self.registry);
        let registry = self.registry.sub_registry_with_prefix("slo_controller");
        registry.register(
            "reconciles",
            "Objects that were looked at, by how it ended",
            self.reconciles.clone(),
        );
        registry.register(
            "reconcile_duration_seconds",
            "How long it took to look at an object",
            self.durations.clone(),
        );
        registry.register("api_writes", "Requests that change something", self.writes.clone());
        registry.register("objects", "PrometheusServiceLevel objects", self.objects.clone());
        registry.register("slos", "SLOs of objects that are ready", self.slos.clone());
        registry.register("rules", "Rules of objects that are ready", self.rules.clone());
        registry.register(
            "waiting_objects",
            "Objects that should be looked at and were not yet",
            self.waiting.clone(),
        );
        registry.register("leader", "Whether this replica works, 1, or waits, 0", self.leader.clone());
        registry.register(
            "last_success_timestamp_seconds",
            "When looking at an object last ended well",
            self.last_success.clone(),
        );
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", build);
    }

    /// An object should be looked at.
    pub fn wait(&self, namespace: &str, name: &str) {
        if let Entry::Vacant(entry) = self.facts().waiting.entry((namespace.to_owned(), name.to_owned())) {
            entry.insert(Instant::now());
            self.kooper.queued(false);
        }
    }

    /// Somebody looks at an object.
    pub fn begin(&self, namespace: &str, name: &str) {
        let since = self.facts().waiting.remove(&(namespace.to_owned(), name.to_owned()));
        if let Some(since) = since {
            self.kooper.waited(since.elapsed());
        }
    }

    /// Looking at an object ended.
    pub fn end(&self, result: Result, took: Duration) {
        self.reconciles.get_or_create(&ByResult { result: result.as_str() }).inc();
        self.durations.observe(took.as_secs_f64());
        self.kooper.processed(result == Result::Success, took);
        if matches!(result, Result::Problem | Result::Error) {
            self.kooper.queued(true); // after a while it is looked at again
        }
        if result == Result::Success {
            #[allow(clippy::cast_precision_loss, reason = "milliseconds fit into a float for 285,000 years")]
            self.last_success.set(jiff::Timestamp::now().as_millisecond() as f64 / 1000.0);
        }
    }

    /// What the status of an object says.
    pub fn told(&self, uid: &str, status: &Status) {
        let rules = status.slos.iter().map(|slo| slo.rules).sum();
        let fact = (status.prom_op_rules_generated, status.prom_op_rules_generated_slos, rules);
        self.facts().objects.insert(uid.to_owned(), fact);
    }

    /// An object is gone.
    pub fn forget(&self, namespace: &str, name: &str, uid: &str) {
        let mut facts = self.facts();
        facts.objects.remove(uid);
        facts.waiting.remove(&(namespace.to_owned(), name.to_owned()));
    }

    /// A request that changes something was answered.
    pub fn wrote(&self, kind: Option<Kind>, verb: &'static str, is_good: bool) {
        let kind = kind.map_or(crate::resource::KIND, Kind::kind);
        let result = if is_good { "success" } else { "error" };
        self.writes.get_or_create(&Write { kind, verb, result }).inc();
    }

    /// Whether this replica works.
    pub fn lead(&self, leads: bool) {
        self.leader.set(i64::from(leads));
    }

    /// The metrics page.
    #[must_use]
    pub fn text(&self) -> String {
        self.sum_up();
        let mut text = String::new();
        // A `String` takes everything, and our own metrics have no other errors.
        let _ = encode(&mut text, &self.registry);
        text
    }

    fn sum_up(&self) {
        let facts = self.facts();
        let (mut ready, mut slos, mut rules) = (0, 0, 0);
        for (is_ready, of_it, its_rules) in facts.objects.values() {
            if *is_ready {
                (ready, slos, rules) = (ready + 1, slos + of_it, rules + its_rules);
            }
        }
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        self.objects.get_or_create(&ByReady { ready: "true" }).set(ready);
        self.objects.get_or_create(&ByReady { ready: "false" }).set(count(facts.objects.len()) - ready);
        self.slos.set(slos);
        self.rules.set(rules);
        let waiting = count(facts.waiting.len());
        self.waiting.set(waiting);
        self.kooper.waiting(waiting);
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
