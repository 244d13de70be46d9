//! The metrics of the reference's controller, under its names, so that dashboards, alerts and the `kooper` SLI plugins go on.
//!
//! They count what ours count: a queue of objects, and how looking at one ended. What differs: the reference looks at an object
//! up to three times when that fails, and at every object with each resync, so that its numbers are higher.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// What the reference calls itself.
const CONTROLLER: &str = "sloth";

#[rustfmt::skip] // as the reference has them, in seconds
const WAITED: [f64; 12] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0, 20.0, 60.0, 150.0, 300.0];
#[rustfmt::skip] // as above
const PROCESSED: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Whole {
    controller: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Queued {
    controller: &'static str,
    requeue: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Processed {
    controller: &'static str,
    success: &'static str,
}

/// The metrics.
#[derive(Debug)]
pub(super) struct Kooper {
    queued: Family<Queued, Counter>,
    waited: Family<Whole, Histogram, fn() -> Histogram>,
    processed: Family<Processed, Histogram, fn() -> Histogram>,
    waiting: Family<Whole, Gauge>,
}

impl Default for Kooper {
    fn default() -> Self {
        Self {
            queued: Family::default(),
            waited: Family::new_with_constructor(|| Histogram::new(WAITED)),
            processed: Family::new_with_constructor(|| Histogram::new(PROCESSED)),
            waiting: Family::default(),
        }
    }
}

impl Kooper {
    /// Shows them on the page of `registry`.
    pub(super) fn register(&self, registry: &mut Registry) {
        let registry = registry.sub_registry_with_prefix("kooper_controller");
        registry.register("queued_events", "Objects that were queued", self.queued.clone());
        registry.register(
            "event_in_queue_duration_seconds",
            "How long objects were queued",
            self.waited.clone(),
        );
        registry.register(
            "processed_event_duration_seconds",
            "How long it took to look at an object",
            self.processed.clone(),
        );
        registry.register("event_queue_length", "Objects that are queued", self.waiting.clone());
        for is_again in [false, true] {
            drop(self.queued.get_or_create(&queued(is_again))); // a ratio needs both from the start
        }
    }

    /// An object is queued, for the first time or because looking at it failed.
    pub(super) fn queued(&self, is_again: bool) {
        self.queued.get_or_create(&queued(is_again)).inc();
    }

    /// An object is not queued any more.
    pub(super) fn waited(&self, time: Duration) {
        self.waited.get_or_create(&Whole { controller: CONTROLLER }).observe(time.as_secs_f64());
    }

    /// Looking at an object ended.
    pub(super) fn processed(&self, is_success: bool, took: Duration) {
        let labels = Processed { controller: CONTROLLER, success: word(is_success) };
        self.processed.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// So many objects are queued.
    pub(super) fn waiting(&self, objects: i64) {
        self.waiting.get_or_create(&Whole { controller: CONTROLLER }).set(objects);
    }
}

fn queued(is_again: bool) -> Queued {
    Queued { controller: CONTROLLER, requeue: word(is_again) }
}

const fn word(is_true: bool) -> &'static str {
    if is_true { "true" } else { "false" }
}
