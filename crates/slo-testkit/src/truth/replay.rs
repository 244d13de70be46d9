//! Runs the replay tool: the rule groups, the query engine and the storage of the pinned Prometheus in simulated
//! time (`tools/prometheus/replay`).

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Read as _};
use std::process::{ChildStdin, Command, Stdio};
use std::thread;

use serde::{Deserialize, Serialize};

use super::world::Span;
use crate::tools;

/// What is evaluated, and when. Times are seconds since 1970.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// The text of a rule file.
    pub rules: String,
    /// When rules begin to be evaluated.
    pub start: u64,
    /// When they stop.
    pub end: u64,
    /// Seconds between two evaluations of a group that has no `interval`.
    pub interval: u64,
    /// When all rules begin to be evaluated. Before it, only those whose past any rule reads; results are the same.
    pub full_from: u64,
    /// When nothing is evaluated.
    pub down: Option<Span>,
    /// Instant queries and their times, in the order of time.
    pub queries: Vec<(u64, String)>,
}

/// What the tool found.
#[derive(Debug, Deserialize)]
pub struct Outcome {
    /// One vector a query.
    pub answers: Vec<Vec<Element>>,
    /// Every change of an alert's state, in the order of time.
    pub alerts: Vec<Transition>,
    /// One element a rule, for the evaluations from [`Job::full_from`] on.
    pub costs: Vec<RuleCost>,
    /// Each different error and warning of rules.
    pub problems: Vec<String>,
}

/// A series with its value.
#[derive(Debug, Deserialize)]
pub struct Element {
    /// Its labels, the name among them.
    pub labels: BTreeMap<String, String>,
    /// Its value, perhaps NaN.
    #[serde(deserialize_with = "number")]
    pub value: f64,
}

/// An alert's change of state.
#[derive(Debug, Deserialize)]
pub struct Transition {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// `pending`, `firing` or `inactive`.
    pub state: String,
    /// The alert's labels.
    pub labels: BTreeMap<String, String>,
}

/// What the evaluations of one rule took together.
#[derive(Clone, Debug, Deserialize)]
pub struct RuleCost {
    /// The rule's group.
    pub group: String,
    /// The recorded series or the alert.
    pub name: String,
    /// The rule's expression.
    pub query: String,
    /// The group's interval in seconds.
    pub interval: f64,
    /// How often it was evaluated.
    pub evaluations: u64,
    /// Samples loaded, Prometheus' `totalQueryableSamples`.
    pub samples: u64,
    /// The most samples in memory at once.
    pub peak_samples: u64,
    /// Wall time of all evaluations.
    pub seconds: f64,
}

/// Runs a job over the samples that `samples` writes. `None`, with a note, when the tool has not been built.
///
/// # Errors
/// Those of files and pipes, and the tool's own words when it fails.
pub fn run<T>(
    job: &Job,
    samples: impl FnOnce(BufWriter<ChildStdin>) -> io::Result<T>,
) -> io::Result<Option<(T, Outcome)>> {
    let Some(tool) = tools::replay() else { return Ok(None) };
    let file = tempfile::NamedTempFile::new()?;
    fs::write(file.path(), serde_json::to_vec(&job.described())?)?;
    let mut child =
        Command::new(tool).arg(file.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (Some(stdin), Some(mut stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("the replay tool has no pipes"));
    };
    let answer = thread::spawn(move || {
        let mut text = Vec::new();
        stdout.read_to_end(&mut text).map(|_| text)
    });
    let written = samples(BufWriter::new(stdin));
    let status = child.wait()?;
    if !status.success() {
        return Err(io::Error::other(format!("the replay tool ended with {status}; its words are above")));
    }
    let answer = answer.join().map_err(|_| io::Error::other("the replay tool's answer was not read"))??;
    Ok(Some((written?, serde_json::from_slice(&answer)?)))
}

impl Job {
    /// The job as the tool reads it, in milliseconds.
    fn described(&self) -> Described<'_> {
        let millis = |seconds: u64| seconds * 1000;
        let down = |span: Span| DescribedSpan { start: millis(span.start), end: millis(span.end) };
        Described {
            rules: &self.rules,
            start: millis(self.start),
            end: millis(self.end),
            interval: self.interval,
            full_from: millis(self.full_from),
            down: self.down.map(down).into_iter().collect(),
            queries: self.queries.iter().map(|(at, expr)| DescribedQuery { at: millis(*at), expr }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Described<'j> {
    rules: &'j str,
    start: u64,
    end: u64,
    interval: u64,
    full_from: u64,
    down: Vec<DescribedSpan>,
    queries: Vec<DescribedQuery<'j>>,
}

#[derive(Serialize)]
struct DescribedSpan {
    start: u64,
    end: u64,
}

#[derive(Serialize)]
struct DescribedQuery<'j> {
    at: u64,
    expr: &'j str,
}

fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}
