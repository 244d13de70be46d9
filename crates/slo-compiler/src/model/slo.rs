//! One SLO, with every default resolved.

use std::sync::Arc;

use super::{About, AlertWindows, Labels, Name, Objective, Query, Tuning, Window};

/// A service-level objective from which rules can be made without further checks.
///
/// Made only by [`crate::lower`]. A spec may take the validation pass out of its own plugin chain; what such an SLO holds
/// went through the `unchecked` constructors, and [`Slo::validated`] says so.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Slo {
    /// Unique among the SLOs of a Prometheus: service and name, joined by `-`.
    pub id: Name,
    /// The name within the service.
    pub name: Name,
    /// The service.
    pub service: Name,
    /// What the SLO is about, for people.
    pub description: String,
    /// Owner, runbook and links.
    pub about: About,
    /// The target.
    pub objective: Objective,
    /// The rolling period over which the objective holds.
    pub period: Window,
    /// The alert windows for that period.
    pub windows: AlertWindows,
    /// Labels of the recording rules: those of the spec, of the SLO and of the run, merged.
    pub labels: Labels,
    /// The indicator; `None` only in an SLO that was not validated.
    pub sli: Option<Sli>,
    /// The alert that calls someone.
    pub page: Option<Alert>,
    /// The alert that opens a ticket.
    pub ticket: Option<Alert>,
    /// What only the profile `native` makes use of.
    pub tuning: Tuning,
    /// Whether names, labels and queries were checked.
    pub validated: bool,
}

/// How good and bad are told apart.
#[derive(Clone, Debug)]
pub enum Sli {
    /// The rates of bad and of all events.
    Events {
        /// Bad events.
        bad: Query,
        /// All events.
        total: Query,
    },
    /// A query that gives the ratio of bad to all events by itself.
    Raw {
        /// Bad events divided by all events, between 0 and 1.
        error_ratio: Query,
    },
}

/// What a burn-rate alert carries besides its expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alert {
    /// Its name.
    pub name: Arc<str>,
    /// Labels, without the severity.
    pub labels: Labels,
    /// Annotations, without title and summary.
    pub annotations: Labels,
    /// How long a condition must hold before the alert fires (`for`). The profile `native` makes use of it.
    pub hold: Option<Window>,
    /// How long the alert goes on after the condition ceased to hold. The profile `native` makes use of it.
    pub keep_firing: Option<Window>,
    /// Each of the two conditions raises an alert of its own, quick first; `None` for one alert that either of them raises.
    /// The profile `native` makes use of it.
    pub tiers: Option<[AlertTier; 2]>,
}

/// What sets the alert of one condition apart from that of the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlertTier {
    /// Labels that win over those of the alert.
    pub labels: Labels,
    /// How long the condition must hold, instead of [`Alert::hold`].
    pub hold: Option<Window>,
}
