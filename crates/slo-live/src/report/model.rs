//! What a report says, as numbers: made by [`super::gather`], drawn by [`super::page`].

use slo_compiler::dashboard::model::Format;
use slo_compiler::dashboard::queries::BurnState;
use slo_compiler::model::{AlertKind, Window};

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// What stands at its top.
    pub title: String,
    /// The server that was asked, without credentials.
    pub server: String,
    /// The time that it is about, in seconds since 1970.
    pub at: i64,
    /// The SLOs, in the order of their specs.
    pub slos: Vec<SloReport>,
    /// How many SLOs are left out because their specs disable them.
    pub disabled: usize,
    /// What the server had to say besides numbers.
    pub warnings: Vec<String>,
}

/// What there is to say about an SLO.
#[derive(Clone, Debug, PartialEq)]
pub struct SloReport {
    /// Unique among the SLOs of a Prometheus.
    pub id: String,
    /// The service.
    pub service: String,
    /// The name within the service.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Addresses for people, from annotations of its alerts: the name of the annotation, and the address.
    pub links: Vec<(String, String)>,
    /// The target in percent.
    pub objective: f64,
    /// The share of events that may be bad.
    pub error_budget: f64,
    /// The colours of the share of the budget that is left, those of the dashboards.
    pub budget: Format,
    /// Words and colours of the time until the budget is used up, those of the dashboards.
    pub exhaustion: Format,
    /// The rolling period.
    pub period: Window,
    /// The window whose burn rate that time is computed with.
    pub pace: Window,
    /// Whether its rules record events, and not only their ratio.
    pub records_events: bool,
    /// What is known, one entry for each combination of labels that the SLI keeps; empty when there is no data at all.
    pub groups: Vec<GroupReport>,
    /// When its alerts fired in the period, oldest first.
    pub alerts: Vec<AlertSpan>,
    /// Its alerts that fire at the time of the report.
    pub firing: Vec<AlertKind>,
}

/// What is known about an SLO, or about the part of it that has certain labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupReport {
    /// The labels that set it apart; empty when the SLI keeps no labels.
    pub labels: Vec<(String, String)>,
    /// The share of good events in the period.
    pub sli: Option<f64>,
    /// The share of the error budget that is left; negative when overspent.
    pub remaining: Option<f64>,
    /// That share as the time, in seconds, for which everything may fail if events come evenly.
    pub seconds_left: Option<f64>,
    /// In how many seconds the budget is used up.
    pub exhaustion_seconds: Option<f64>,
    /// All events of the period.
    pub total_events: Option<f64>,
    /// How many more events may be bad; negative when overspent.
    pub events_left: Option<f64>,
    /// How many times faster than allowed the budget burns now.
    pub burn_rate: Option<f64>,
    /// The pairs of windows of its alerts.
    pub pairs: Vec<PairReport>,
    /// Times, and what was left of the budget then.
    pub history: Vec<(i64, f64)>,
}

/// One condition of an alert, and how far it is from being true.
#[derive(Clone, Debug, PartialEq)]
pub struct PairReport {
    /// Which alert.
    pub alert: AlertKind,
    /// Whether the SLO has that alert.
    pub enabled: bool,
    /// The short window.
    pub short: Window,
    /// The long window.
    pub long: Window,
    /// The burn rate that both must exceed.
    pub threshold: f64,
    /// The burn rate of the short window.
    pub short_burn: Option<f64>,
    /// The burn rate of the long window.
    pub long_burn: Option<f64>,
    /// What both windows say together; `None` where one of them has no data.
    pub state: Option<BurnState>,
}

/// A time in which an alert fired.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertSpan {
    /// Which alert; `None` for one that is neither page nor ticket.
    pub kind: Option<AlertKind>,
    /// Its name.
    pub name: String,
    /// The start, in seconds since 1970, as exact as the step of the query.
    pub start: i64,
    /// The end; that of the report when it still fires.
    pub end: i64,
    /// Whether it fires at the time of the report.
    pub firing: bool,
}
