//! Recorded error ratios against exact counts.
//!
//! In: worlds and rules. Out: for each recorded window what was recorded at the worlds' end, and what is true.

use std::fmt;
use std::io;

use super::replay::{self, Element, Job, Outcome};
use super::scenario::{Limit, Scenario};
use super::simulation::{Counts, Events, simulate};
use super::world::MINUTE;

/// Every recorded error ratio.
const RATIOS: &str = r#"{__name__=~"slo:sli_error:ratio_rate.+"}"#;

/// One window at the worlds' end.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The cluster, where each has a budget of its own.
    pub cluster: Option<&'static str>,
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
        if let Some(cluster) = self.cluster {
            write!(out, "{cluster}: ")?;
        }
        match self.measured {
            None => out.write_str("no data"),
            Some(measured) if measured.is_nan() => out.write_str("NaN"),
            Some(_) => write!(out, "{:+.2} %", self.error() * 100.0),
        }
    }
}

/// Lets the worlds of `scenario` happen to rules of its spec. The readings are in the order of `windows`, each with its
/// seconds; those of a window are in the order of the clusters. `None`, with a note, without the replay tool.
///
/// # Errors
/// Those of the replay tool, and any error or warning of a rule.
///
/// # Panics
/// When there is no world.
pub fn measure(
    scenario: &Scenario,
    rules: &str,
    windows: &[(&str, u64)],
) -> io::Result<Option<Vec<Reading>>> {
    let worlds = &scenario.worlds;
    let [world, ..] = worlds.as_slice() else { panic!("{}: nothing happens", scenario.name) };
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
    let Some((counts, outcome)) = replay::run(&job, |out| simulate(worlds, out))? else { return Ok(None) };
    if !outcome.problems.is_empty() {
        return Err(io::Error::other(outcome.problems.join("\n")));
    }
    let budgets: Vec<(Option<&'static str>, &[Counts])> = if scenario.spec.by_cluster {
        worlds.iter().map(|world| Some(world.cluster)).zip(counts.chunks(1)).collect()
    } else {
        vec![(None, &counts)]
    };
    let readings = windows.iter().flat_map(|&(window, length)| {
        budgets.iter().map(move |&(cluster, counts)| (window, length, cluster, counts))
    });
    let reading = |(window, length, cluster, counts): (&str, u64, Option<&'static str>, &[Counts])| Reading {
        cluster,
        window: window.to_owned(),
        length,
        measured: recorded(&outcome, window, cluster),
        truth: counts.iter().map(|counts| counts.within(end, length)).sum::<Events>().error_ratio(),
    };
    Ok(Some(readings.map(reading).collect()))
}

fn recorded(outcome: &Outcome, window: &str, cluster: Option<&str>) -> Option<f64> {
    let name = format!("slo:sli_error:ratio_rate{window}");
    let is_wanted = |element: &&Element| {
        let label = |name| element.labels.get(name).map(String::as_str);
        label("__name__") == Some(&name) && label("cluster") == cluster
    };
    outcome.answers.iter().flatten().find(is_wanted).map(|element| element.value)
}
