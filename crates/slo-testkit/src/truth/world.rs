//! What happens in a simulated world: requests, failures, pods, and how their counters reach Prometheus.
//!
//! Times are seconds since 1970, lengths seconds.

use super::exporter::Exporter;

/// Seconds.
pub const MINUTE: u64 = 60;
/// Seconds.
pub const HOUR: u64 = 60 * MINUTE;
/// Seconds.
pub const DAY: u64 = 24 * HOUR;

/// Midnight UTC, 1 January 2026: when worlds begin.
pub const EPOCH: u64 = 1_767_225_600;

/// A time from its start up to, but not at, its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first second.
    pub start: u64,
    /// The second after the last.
    pub end: u64,
}

impl Span {
    /// From a start and a length.
    #[must_use]
    pub const fn new(start: u64, length: u64) -> Self {
        Self { start, end: start + length }
    }

    /// Whether `time` lies in it.
    #[must_use]
    pub const fn contains(self, time: u64) -> bool {
        self.start <= time && time < self.end
    }
}

/// Everything that decides which samples Prometheus gets.
#[derive(Clone, Debug)]
pub struct World {
    /// The label `cluster` of its series.
    pub cluster: &'static str,
    /// What its events are to Prometheus.
    pub exporter: Exporter,
    /// When there is something to scrape; afterwards its series have ended.
    pub span: Span,
    /// Requests.
    pub traffic: Traffic,
    /// The share of requests that fail on a good day.
    pub base_errors: f64,
    /// Times in which more of them fail.
    pub incidents: Vec<Incident>,
    /// How many pods share the traffic evenly.
    pub pods: u64,
    /// Seconds between two scrapes of a pod; a multiple of `pods`, because they are scraped one after the other.
    pub scrape_interval: u64,
    /// What becomes of pods.
    pub life: Life,
    /// When a pod begins to export a counter.
    pub birth: Birth,
    /// When Prometheus is down: nothing is scraped or evaluated.
    pub down: Option<Span>,
    /// How long samples are on their way.
    pub delay: u64,
    /// Other seeds have other events.
    pub seed: u64,
}

/// Requests a second, of all pods.
#[derive(Clone, Copy, Debug)]
pub enum Traffic {
    /// The same at all times.
    Even(f64),
    /// By day, from 08:00 to 20:00, and by night.
    DayNight(f64, f64),
    /// None from 22:00 to 06:00.
    IdleNights(f64),
}

impl Traffic {
    /// Requests a second at a time.
    #[must_use]
    pub fn rate(self, time: u64) -> f64 {
        let hour = time % DAY / HOUR;
        match self {
            Self::DayNight(day, _) if (8..20).contains(&hour) => day,
            Self::DayNight(_, night) => night,
            Self::IdleNights(_) if !(6..22).contains(&hour) => 0.0,
            Self::Even(rate) | Self::IdleNights(rate) => rate,
        }
    }
}

/// A time in which many requests fail.
#[derive(Clone, Copy, Debug)]
pub struct Incident {
    /// When.
    pub span: Span,
    /// The share of requests that fail.
    pub errors: f64,
}

/// What becomes of pods.
#[derive(Clone, Copy, Debug)]
pub enum Life {
    /// They stay.
    Stable,
    /// Each restarts so often, in seconds: its counters begin at zero again.
    Restarts(u64),
    /// Each is replaced so often, in seconds, by a pod of another name.
    Renamed(u64),
    /// There is one only for the first `length` seconds of every `every`, each with a name of its own.
    Runs {
        /// From start to start.
        every: u64,
        /// From start to end.
        length: u64,
    },
}

/// When a pod begins to export a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// At its start, with zero; what is scraped first is what has been counted until then.
    AtZero,
    /// The same, and Prometheus stores that zero, too: `--enable-feature=created-timestamp-zero-ingestion`.
    AtStoredZero,
    /// At the first event, with one: the usual case of counters with labels.
    AtFirstEvent,
}

impl World {
    /// The share of requests that fail at a time.
    #[must_use]
    pub fn error_ratio(&self, time: u64) -> f64 {
        let incident = self.incidents.iter().find(|incident| incident.span.contains(time));
        incident.map_or(self.base_errors, |incident| incident.errors)
    }

    /// Seconds between two looks at the world: then events have happened, and one pod is scraped.
    #[must_use]
    pub fn tick(&self) -> u64 {
        self.scrape_interval / self.pods
    }
}
