//! The table of worlds in which error ratios are compared to the truth, and how far off each profile may be.
//!
//! Every world is as long as the SLO's period and some hours, at odd minutes, so that all windows are full and no
//! grid is met by luck. It has a long incident by night, a short one some hours before the end, and a few failures
//! at all times.

use std::fmt;

use super::world::{Birth, DAY, EPOCH, HOUR, Incident, Life, MINUTE, Span, Traffic, World};

/// A world, and the limits of the period's error ratio in it.
#[derive(Debug)]
pub struct Scenario {
    /// What is special.
    pub name: &'static str,
    /// What happens.
    pub world: World,
    /// The limit of our own rules.
    pub native: Limit,
    /// What is known of the reference's rules.
    pub sloth: Limit,
}

/// How far from the truth a ratio is, relative to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// At most so far, up or down.
    Within(f64),
    /// At least so far, up or down: a known defect, without which the harness would prove nothing.
    Beyond(f64),
    /// Not a number.
    NaN,
    /// No series at all.
    Missing,
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(limit) => write!(out, "{:.1} %", limit * 100.0),
            Self::Beyond(limit) => write!(out, "more than {:.0} %", limit * 100.0),
            Self::NaN => out.write_str("NaN"),
            Self::Missing => out.write_str("no data"),
        }
    }
}

/// The worlds of a period of `days`.
#[must_use]
pub fn all(days: u64) -> Vec<Scenario> {
    use Limit::{Beyond, Missing, NaN, Within};
    let even = World {
        span: Span::new(EPOCH, days * DAY + 14 * HOUR + 17 * MINUTE),
        traffic: Traffic::Even(100.0),
        base_errors: 0.0002,
        incidents: incidents(days),
        pods: 5,
        scrape_interval: 30,
        life: Life::Stable,
        birth: Birth::AtZero,
        down: None,
        delay: 0,
        seed: 1,
    };
    let day_night = World { traffic: Traffic::DayNight(100.0, 100.0 / 60.0), ..even.clone() };
    let rare = |rate| World { traffic: Traffic::Even(rate), base_errors: 0.004, ..even.clone() };
    // A failure before a run's first scrape, 5 of its 120 s, is the first value of a new counter, which `rate` does not see;
    // of all events it makes up for as many. So 4.2 % of the failures are missing, and by chance some more.
    let canary = World {
        traffic: Traffic::Even(1.0),
        base_errors: 0.004,
        pods: 1,
        scrape_interval: 10,
        life: Life::Runs { every: 30 * MINUTE, length: 2 * MINUTE },
        ..even.clone()
    };
    let renamed = World { life: Life::Renamed(12 * HOUR), birth: Birth::AtFirstEvent, ..day_night.clone() };
    let down = World { down: Some(outage(days)), ..even.clone() };
    let healthy =
        World { base_errors: 0.0, incidents: Vec::new(), birth: Birth::AtFirstEvent, ..even.clone() };
    let idle = World { traffic: Traffic::IdleNights(100.0), ..even.clone() };
    let restarts = World { life: Life::Restarts(6 * HOUR), ..even.clone() };
    let late = World { delay: 90, ..even.clone() };
    #[rustfmt::skip] // a table
    let rows = [
        ("even, 100/s",                                even.clone(),             Within(0.01), Within(0.01)),
        ("day/night 60:1, incident at night",          day_night,           Within(0.01), Beyond(0.3)),
        ("no traffic 8h a night",                      idle,                Within(0.01), NaN),
        ("1.2 requests a minute",                      rare(0.02),          Within(noise(7 * days)), NaN),
        ("1 request a minute",                         rare(1.0 / 60.0),    Within(noise(6 * days)), NaN),
        ("canary, 2 min every 30",                     canary,              Within(0.06), Within(0.1)),
        ("pods restart every 6h",                      restarts,            Within(0.01), Within(0.01)),
        ("pods renamed every 12h, day/night",          renamed,             Within(0.02), Beyond(0.3)),
        ("samples 90 s late",                          late,                Within(0.01), Within(0.01)),
        ("Prometheus down 1h, incident in it",         down,                Within(lost(days)), Within(lost(days))),
        ("healthy, no error series yet",               healthy,             Within(0.0),  Missing),
    ];
    let rows = rows.into_iter().zip(1..);
    rows.map(|((name, world, native, sloth), seed)| Scenario {
        name,
        world: World { seed, ..world },
        native,
        sloth,
    })
    .collect()
}

/// Three standard deviations of the error that `rate()` makes with so few failures: of 60 intervals between scrapes,
/// it sees 59 and counts what is in them 60/59 times.
#[allow(clippy::cast_precision_loss, reason = "events are few")]
fn noise(failures: u64) -> f64 {
    3.0 * (60.0 * failures as f64).sqrt().recip()
}

/// The part of the long incident that is as long as the outage in it, at most all.
#[allow(clippy::cast_precision_loss, reason = "incidents are short")]
fn lost(days: u64) -> f64 {
    (HOUR as f64 / (night(days).end - night(days).start) as f64).min(1.0)
}

/// Two of each world: one by night in the middle, and one in the last hours.
fn incidents(days: u64) -> Vec<Incident> {
    let end = EPOCH + days * DAY + 14 * HOUR + 17 * MINUTE;
    let recent = Span::new(end - 3 * HOUR - 17 * MINUTE, 23 * MINUTE);
    vec![Incident { span: night(days), errors: 0.05 }, Incident { span: recent, errors: 0.02 }]
}

/// As long for a period as five hours are for 30 days, from 01:07 on.
const fn night(days: u64) -> Span {
    Span::new(EPOCH + days / 2 * DAY + HOUR + 7 * MINUTE, days * 10 * MINUTE)
}

/// An hour in which Prometheus is down, from shortly after the incident's start.
const fn outage(days: u64) -> Span {
    Span::new(night(days).start + 7 * MINUTE, HOUR)
}
