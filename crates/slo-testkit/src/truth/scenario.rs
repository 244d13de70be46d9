//! The table of worlds in which error ratios are compared to the truth, and how far off each profile may be.
//!
//! Every world is as long as the SLO's period and some hours, at odd minutes, so that all windows are full and no
//! grid is met by luck. It has a long incident by night, a short one some hours before the end, and a few failures
//! at all times.

use std::fmt;

use Limit::{Beyond, Missing, NaN, Within};

use super::exporter::Exporter;
use super::spec::{self, Spec};
use super::world::{Birth, DAY, EPOCH, HOUR, Incident, Life, MINUTE, Span, Traffic, World};

/// Worlds, and the limits of the period's error ratio in them.
#[derive(Debug)]
pub struct Scenario {
    /// What is special.
    pub name: &'static str,
    /// Of what rules are made.
    pub spec: Spec,
    /// What happens: a world for each cluster.
    pub worlds: Vec<World>,
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
    let mut rows = traffic(days);
    rows.extend(counters(days));
    rows.extend(shapes(days));
    let scenario = |(name, spec, mut worlds, native, sloth): Row, seed| {
        // Clusters have other events, too.
        worlds
            .iter_mut()
            .zip((0..).step_by(100))
            .for_each(|(world, more): (&mut World, u64)| world.seed = seed + more);
        Scenario { name, spec, worlds, native, sloth }
    };
    rows.into_iter().zip(1..).map(|(row, seed)| scenario(row, seed)).collect()
}

type Row = (&'static str, Spec, Vec<World>, Limit, Limit);

/// A hundred requests a second to five pods that stay.
fn even(days: u64) -> World {
    World {
        cluster: "a",
        exporter: Exporter::Requests,
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
    }
}

fn day_night(days: u64) -> World {
    World { traffic: Traffic::DayNight(100.0, 100.0 / 60.0), ..even(days) }
}

fn idle_nights(days: u64) -> World {
    World { traffic: Traffic::IdleNights(100.0), ..even(days) }
}

/// When there are how many requests.
#[rustfmt::skip] // a table
fn traffic(days: u64) -> Vec<Row> {
    let even = even(days);
    let rare = |rate| World { traffic: Traffic::Even(rate), base_errors: 0.004, ..even.clone() };
    let healthy =
        World { base_errors: 0.0, incidents: Vec::new(), birth: Birth::AtFirstEvent, ..even.clone() };
    vec![
        ("even, 100/s",                       spec::EVENTS,  vec![even.clone()],        Within(0.01), Within(0.01)),
        ("day/night 60:1, incident at night", spec::EVENTS,  vec![day_night(days)],     Within(0.01), Beyond(0.3)),
        ("no traffic 8h a night",             spec::EVENTS,  vec![idle_nights(days)],   Within(0.01), NaN),
        ("1.2 requests a minute",             spec::EVENTS,  vec![rare(0.02)],          Within(noise(7 * days)), NaN),
        ("1 request a minute",                spec::EVENTS,  vec![rare(1.0 / 60.0)],    Within(noise(6 * days)), NaN),
        ("healthy, no error series yet",      spec::EVENTS,  vec![healthy],             Within(0.0),  Missing),
    ]
}

/// What happens to counters between an event and Prometheus.
#[rustfmt::skip] // a table
fn counters(days: u64) -> Vec<Row> {
    let even = even(days);
    let restarts = World { life: Life::Restarts(6 * HOUR), ..even.clone() };
    let renamed = World { life: Life::Renamed(12 * HOUR), birth: Birth::AtFirstEvent, ..day_night(days) };
    let renamed_zero = World { birth: Birth::AtStoredZero, ..renamed.clone() };
    // What is counted before a run's first scrape, on the average 6 of its 120 s, is the first value of a new counter, which
    // `rate` does not see. That of all events tells it when the run began and that of failures, which is 0, does not.
    let canary = World {
        traffic: Traffic::Even(5.0),
        base_errors: 0.004,
        scrape_interval: 10,
        life: Life::Runs { every: 30 * MINUTE, length: 2 * MINUTE },
        ..even.clone()
    };
    let canary_zero = World { birth: Birth::AtStoredZero, ..canary.clone() };
    let late = World { delay: 90, ..even.clone() };
    let down = World { down: Some(outage(days)), ..even.clone() };
    let lost = lost(days);
    vec![
        ("pods restart every 6h",             spec::EVENTS, vec![restarts],     Within(0.01), Within(0.01)),
        ("pods renamed every 12h, day/night", spec::EVENTS, vec![renamed],      Within(0.02), Beyond(0.3)),
        ("the same, zeros stored",            spec::EVENTS, vec![renamed_zero], Within(0.01), Beyond(0.3)),
        ("canary, 2 min every 30",            spec::EVENTS, vec![canary],       Within(0.06), Within(0.1)),
        ("canary, zeros stored",              spec::EVENTS, vec![canary_zero],  Within(0.01), Within(0.1)),
        ("samples 90 s late",                 spec::EVENTS, vec![late],         Within(0.01), Within(0.01)),
        ("Prometheus down 1h, incident in it",spec::EVENTS, vec![down],         Within(lost), Within(lost)),
    ]
}

/// What SLIs are made of.
#[rustfmt::skip] // a table
fn shapes(days: u64) -> Vec<Row> {
    let exports = |exporter| World { exporter, ..day_night(days) };
    let rare = World { traffic: Traffic::Even(0.02), base_errors: 0.004, ..even(days) };
    // One cluster stays, one comes before the incident by night, one goes shortly before the end.
    let appears = Span { start: EPOCH + days / 2 * DAY, ..even(days).span };
    let vanishes = Span { end: even(days).span.end - 20 * HOUR, ..even(days).span };
    let clusters = vec![
        day_night(days),
        World { cluster: "b", span: appears, birth: Birth::AtFirstEvent, ..day_night(days) },
        World { cluster: "c", span: vanishes, ..day_night(days) },
    ];
    // Each pod is probed twice a minute: that the events are few is no question of extrapolation here.
    let probe = World { exporter: Exporter::Probe, pods: 2, base_errors: 0.002, ..even(days) };
    vec![
        ("1.2 requests a minute, scrape_interval", spec::SCRAPED, vec![rare],                 Within(0.01), NaN),
        ("by cluster: one comes, one goes",    spec::BY_CLUSTER, clusters,                    Within(0.01), Beyond(0.3)),
        ("good instead of bad, day/night",     spec::GOOD,       vec![day_night(days)],       Within(0.01), Beyond(0.3)),
        ("cannot be added up, even",           spec::DIRECT,     vec![even(days)],            Within(0.01), Within(0.01)),
        ("cannot be added up, day/night",      spec::DIRECT,     vec![day_night(days)],       Beyond(0.3),  Beyond(0.3)),
        ("Istio plugin, day/night",            spec::PLUGIN,     vec![exports(Exporter::Istio)], Within(0.01), Beyond(0.3)),
        ("classic histogram, day/night",       spec::LATENCY,    vec![exports(Exporter::Durations)], Within(0.01), Beyond(0.3)),
        ("native histogram, day/night",        spec::NATIVE_LATENCY, vec![exports(Exporter::NativeDurations)], Within(0.01), Beyond(0.3)),
        ("two probes",                         spec::PROBE,      vec![probe],                 Within(0.01), Within(0.01)),
    ]
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
