//! When alerts fire and resolve.
//!
//! In: rules, how many requests fail, and when that begins. Out: minutes from the outage's start, or end, to each change of
//! an alert. Before the outage lie three days with few errors, so that every alert window is full.

use std::io;

use super::exporter::Exporter;
use super::replay::{self, Job, Transition};
use super::simulation::simulate;
use super::world::{Birth, DAY, EPOCH, HOUR, Incident, Life, MINUTE, Span, Traffic, World};

/// An outage.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// The share of requests that fail.
    pub errors: f64,
    /// Its length in minutes.
    pub minutes: u64,
    /// Seconds from a full five minutes to its start: where in the intervals of rules it begins.
    pub phase: u64,
}

/// Minutes; `None` for what did not happen until an hour after the outage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// From the outage's start to the page.
    pub page: Option<f64>,
    /// From the outage's end to the last end of the page.
    pub page_end: Option<f64>,
    /// From the outage's start to the ticket.
    pub ticket: Option<f64>,
}

/// Lets an outage happen under rules. `None`, with a note, without the replay tool.
///
/// # Errors
/// Those of the replay tool, and any error or warning of a rule.
pub fn measure(outage: Outage, rules: &str) -> io::Result<Option<Detection>> {
    let start = EPOCH + 3 * DAY + 2 * HOUR + outage.phase;
    let span = Span::new(start, outage.minutes * MINUTE);
    let end = span.end + HOUR;
    let world = World {
        cluster: "a",
        exporter: Exporter::Requests,
        span: Span { start: EPOCH, end },
        traffic: Traffic::Even(100.0),
        base_errors: 0.0002,
        incidents: vec![Incident { span, errors: outage.errors }],
        pods: 5,
        scrape_interval: 30,
        life: Life::Stable,
        birth: Birth::AtZero,
        down: None,
        delay: 0,
        seed: 1 + outage.phase,
    };
    let job = Job {
        rules: rules.to_owned(),
        start: EPOCH,
        end,
        interval: 30,
        full_from: start - 5 * MINUTE,
        ..Job::default()
    };
    let Some((_, outcome)) = replay::run(&job, |out| simulate(&[world], out))? else { return Ok(None) };
    if !outcome.problems.is_empty() {
        return Err(io::Error::other(outcome.problems.join("\n")));
    }
    let changes = |severity: &'static str, state: &'static str| {
        outcome.alerts.iter().filter(move |change| has(change, severity) && change.state == state)
    };
    Ok(Some(Detection {
        page: changes("page", "firing").next().map(|change| minutes(change, start)),
        page_end: changes("page", "inactive").next_back().map(|change| minutes(change, span.end)),
        ticket: changes("ticket", "firing").next().map(|change| minutes(change, start)),
    }))
}

fn has(change: &Transition, severity: &str) -> bool {
    change.labels.get("sloth_severity").is_some_and(|label| label == severity)
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds of days")]
fn minutes(change: &Transition, since: u64) -> f64 {
    (change.at as f64 - (since * 1000) as f64) / 60_000.0
}
