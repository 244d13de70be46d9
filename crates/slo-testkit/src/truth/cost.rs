//! What the evaluations of rules read.
//!
//! In: rules and a number of raw series. Out: samples and seconds a day. Rules that read only recorded series cost the
//! same for any number of raw series, so a month is measured with two of those, and three days, the longest window that
//! the reference reads from raw series, for the rest.

use std::io::{self, Write};

use super::replay::{self, Job, RuleCost};
use super::world::{DAY, EPOCH, MINUTE};

/// Seconds between scrapes.
const SCRAPE: u64 = 60;
/// The series that queries read; rules without it read recorded series.
const RAW: &str = "http_requests_total";
/// Over how long costs are measured: five evaluations of the slowest group.
const MEASURED: u64 = 10 * MINUTE;

/// A rule's cost.
#[derive(Clone, Debug)]
struct PerRule {
    query: String,
    samples_a_day: f64,
    seconds_a_day: f64,
    seconds: f64,
    peak: u64,
}

/// What all rules read that do not read raw series.
#[derive(Clone, Debug)]
pub struct Recorded(Vec<PerRule>);

/// What all rules of an SLO cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Samples loaded a day.
    pub samples: f64,
    /// Seconds of evaluation a day.
    pub seconds: f64,
    /// The mean time of the slowest rule's evaluation, in seconds.
    pub slowest: f64,
    /// The most samples in memory at once.
    pub peak: u64,
}

/// Measures the rules that read recorded series, over `days` of them. `None`, with a note, without the replay tool.
///
/// # Errors
/// Those of the replay tool, and any error or warning of a rule.
pub fn recorded(rules: &str, days: u64) -> io::Result<Option<Recorded>> {
    let rules = measure(rules, 2, days, days)?;
    Ok(rules.map(|rules| Recorded(rules.into_iter().filter(|rule| !rule.query.contains(RAW)).collect())))
}

/// Measures the rules that read `series` raw series, and adds the others.
///
/// # Errors
/// Those of the replay tool, and any error or warning of a rule.
pub fn with_raw(rules: &str, series: u64, recorded: &Recorded) -> io::Result<Option<Cost>> {
    let Some(measured) = measure(rules, series, 3, 0)? else { return Ok(None) };
    let raw = measured.iter().filter(|rule| rule.query.contains(RAW));
    let all: Vec<&PerRule> = raw.chain(&recorded.0).collect();
    Ok(Some(Cost {
        samples: all.iter().map(|rule| rule.samples_a_day).sum(),
        seconds: all.iter().map(|rule| rule.seconds_a_day).sum(),
        slowest: all.iter().map(|rule| rule.seconds).fold(0.0, f64::max),
        peak: all.iter().map(|rule| rule.peak).max().unwrap_or_default(),
    }))
}

/// The costs of all rules at the end of `days` of raw series, of which rules have seen the last `evaluated` days.
fn measure(rules: &str, series: u64, days: u64, evaluated: u64) -> io::Result<Option<Vec<PerRule>>> {
    let full_from = EPOCH + days * DAY;
    let end = full_from + MEASURED;
    let job = Job {
        rules: rules.to_owned(),
        start: full_from - evaluated * DAY,
        end: end - 1, // a group that stands at the start would be evaluated once more
        interval: 30,
        full_from,
        ..Job::default()
    };
    let Some(((), outcome)) = replay::run(&job, |out| samples(series, end, out))? else { return Ok(None) };
    if !outcome.problems.is_empty() {
        return Err(io::Error::other(outcome.problems.join("\n")));
    }
    Ok(Some(outcome.costs.iter().map(per_rule).collect()))
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn per_rule(cost: &RuleCost) -> PerRule {
    let evaluations = cost.evaluations as f64;
    let a_day = DAY as f64 / cost.interval / evaluations;
    PerRule {
        query: cost.query.clone(),
        samples_a_day: cost.samples as f64 * a_day,
        seconds_a_day: cost.seconds * a_day,
        seconds: cost.seconds / evaluations,
        peak: cost.peak_samples,
    }
}

/// Counters that all grow by one a second, in the format of the replay tool; one in five, and at least one, of failures.
fn samples(series: u64, end: u64, mut out: impl Write) -> io::Result<()> {
    let bad = (series / 5).max(1);
    for index in 0..series {
        let code = if index < bad { 500 } else { 200 };
        writeln!(out, "s {RAW}{{job=\"svc\",code=\"{code}\",pod=\"svc-{index}\"}}")?;
    }
    let mut time = EPOCH;
    while time < end {
        writeln!(out, "@ {} {}", time * 1000, time * 1000)?;
        for index in 0..series {
            writeln!(out, "{index} {}", time - EPOCH)?;
        }
        time += SCRAPE;
    }
    out.flush()
}
