//! Recorded error ratios against exact counts.
//!
//! In: a world and rules. Out: for each recorded window what was recorded at the world's end, and what is true.

use std::fmt;
use std::io;

use super::replay::{self, Job, Outcome};
use super::scenario::Limit;
use super::simulation::simulate;
use super::world::{MINUTE, World};

/// Every recorded error ratio.
const RATIOS: &str = r#"{__name__=~"slo:sli_error:ratio_rate.+"}"#;

/// One window at the world's end.
#[derive(Clone, Debug)]
pub struct Reading {
    /// As it is named in rules, such as `30d`.
    pub window: String,
    /// Its length in seconds.
    pub length: u64,
    /// The recorded ratio, perhaps NaN; `None` when there is no series.
    pub measured: Option<f64>,
    /// The exact ratio. `None` when there was no event.
    pub truth: Option<f64>,
}

impl Reading {
    /// How far off the recorded ratio is, relative to the true one; NaN and infinite where that has no meaning.
    #[must_use]
    pub fn error(&self) -> f64 {
        match (self.measured, self.truth.unwrap_or(0.0)) {
            (None, _) => f64::NAN,
            (Some(measured), truth) if measured.to_bits() == truth.to_bits() => 0.0,
            (Some(measured), truth) => measured / truth - 1.0,
        }
    }

    /// How far off it is in points of the error budget: 100 is the whole budget.
    #[must_use]
    pub fn points(&self, objective: f64) -> f64 {
        let budget = 1.0 - objective / 100.0;
        (self.measured.unwrap_or(f64::NAN) - self.truth.unwrap_or(0.0)) / budget * 100.0
    }

    /// Whether the error is within, or beyond, a limit.
    #[must_use]
    pub fn keeps(&self, limit: Limit) -> bool {
        match limit {
            Limit::Within(limit) => self.error().abs() <= limit,
            Limit::Beyond(limit) => self.error().abs() > limit,
            Limit::NaN => self.measured.is_some_and(f64::is_nan),
            Limit::Missing => self.measured.is_none(),
        }
    }
}

impl fmt::Display for Reading {
    /// The error in percent, or why there is none.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.measured {
            None => out.write_str("no data"),
            Some(measured) if measured.is_nan() => out.write_str("NaN"),
            Some(_) => write!(out, "{:+.2} %", self.error() * 100.0),
        }
    }
}

/// Lets the world happen to the rules. One reading a window of `windows`, each with its
/// seconds, in that order; `None`, with a note, without
/// the replay tool.
///
/// # Errors
/// Those of the replay tool, and any error or warning of a rule.
pub fn measure(world: &World, rules: &str, windows: &[(&str, u64)]) -> io::Result<Option<Vec<Reading>>> {
    let end = world.span.end;
    let job = Job {
        rules: rules.to_owned(),
        start: world.span.start,
        end,
        interval: 30,
        full_from: end - 10 * MINUTE,
        down: world.down,
        queries: vec![(end, RATIOS.to_owned())],
    };
    let Some((counts, outcome)) = replay::run(&job, |out| simulate(world, out))? else { return Ok(None) };
    if !outcome.problems.is_empty() {
        return Err(io::Error::other(outcome.problems.join("\n")));
    }
    let reading = |&(window, length): &(&str, u64)| Reading {
        window: window.to_owned(),
        length,
        measured: recorded(&outcome, window),
        truth: counts.within(end, length).error_ratio(),
    };
    Ok(Some(windows.iter().map(reading).collect()))
}

fn recorded(outcome: &Outcome, window: &str) -> Option<f64> {
    let name = format!("slo:sli_error:ratio_rate{window}");
    let found =
        outcome.answers.iter().flatten().find(|element| element.labels.get("__name__") == Some(&name));
    found.map(|element| element.value)
}
