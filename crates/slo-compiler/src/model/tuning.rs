//! What an SLO decides about its rules beyond Sloth's format.
//!
//! All of it has a default that suits most SLOs. The profile `sloth` makes use of none of it, so that its rules stay those
//! of Sloth.

use std::sync::Arc;

use super::{Labels, Window};

/// How the rules of one SLO are made.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Tuning {
    /// The SLO is off on purpose: it yields no rule at all.
    pub disabled: bool,
    /// What the error ratio of a window without events is.
    pub no_traffic: NoTraffic,
    /// What it means that the query of bad events gives nothing while that of all events gives something.
    pub missing_bad: MissingBad,
    /// The user knows that the queries count events and may be summed over time, whatever the analysis of their text says.
    pub additive: bool,
    /// The longest time between two runs of a source that only sometimes has traffic, such as a canary. No short window
    /// is shorter than this and one run.
    pub sparse: Option<Window>,
    /// How far in the past the rules are evaluated, because samples arrive late.
    pub query_offset: Option<Window>,
    /// How often the series of the queries are scraped, where that is known.
    pub scrape_interval: Option<Window>,
    /// How many bad events the long window of a condition must hold before its alert may fire.
    pub min_events: Option<f64>,
    /// Alerts on the state of the SLO itself.
    pub health: Health,
    /// What their names begin with, for an SLO without any other alert too.
    pub alert_name: Option<Arc<str>>,
}

impl Tuning {
    /// The largest [`Self::query_offset`]: later, an alert tells of the past.
    pub const LATEST: Window = Window::hours(1);
}

/// What the error ratio of a window is in which the source exists and counts no event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoTraffic {
    /// 0: nobody was served badly.
    #[default]
    Good,
    /// There is none.
    Absent,
    /// 1: a source without traffic is down.
    Bad,
}

/// What it means that there is no series of bad events while there is one of all events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingBad {
    /// No event was bad yet: error counters often begin with the first error.
    #[default]
    IsZero,
    /// Nothing is known: the series of bad events is made from parts that exist together with the total, so its absence
    /// is a fault, such as a histogram without the bucket that is asked for.
    IsUnknown,
}

/// Alerts on the state of an SLO instead of its burn rate, each off unless it is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Health {
    /// The error budget of the period is used up.
    pub exhausted: Option<HealthAlert>,
    /// The source was there within the last day and is not any more.
    pub vanished: Option<HealthAlert>,
    /// The source was never there, or not for a day.
    pub never_seen: Option<HealthAlert>,
    /// The source is there and counts no event.
    pub idle: Option<HealthAlert>,
}

/// What a health alert carries besides its expression.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct HealthAlert {
    /// Its name; `None` for the name that the kind of alert has.
    pub name: Option<String>,
    /// How long the situation must last; `None` for the time that suits the kind of alert.
    pub hold: Option<Window>,
    /// How long the alert goes on after the situation has ended.
    pub keep_firing: Option<Window>,
    /// Labels.
    pub labels: Labels,
    /// Annotations.
    pub annotations: Labels,
}
