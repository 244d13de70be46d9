//! Which questions are asked, and for which SLOs together.
//!
//! In: the SLOs. Out: [`Batch`]es of SLOs that have one period and one set of windows, so that one range of times suits
//! all of them. A batch is small enough for its selector and its answer to be of a size that servers and proxies take.

use std::collections::BTreeMap;

use slo_compiler::CompiledSlo;
use slo_compiler::model::Window;
use slo_compiler::rules::naming::{self, BUDGET_REMAINING, CURRENT_BURN_RATE, LABEL_ID};

use crate::prometheus::{Answer, Client, QueryError, Range, Sample, Series};

/// So many SLOs are asked for at once: their answer has some thousand series, or some ten thousand points.
const LARGEST: usize = 200;

/// So many points a curve has at most.
const MOST_POINTS: u64 = 150;

/// So many times a range query may have; Prometheus' own limit is 11,000.
const MOST_TIMES: i64 = 10_000;

/// The series that Prometheus keeps of alerts.
pub(super) const ALERTS: &str = "ALERTS";

/// SLOs that are asked for together.
#[derive(Debug)]
pub(super) struct Batch {
    /// Positions in the list of SLOs.
    pub(super) slos: Vec<usize>,
    /// Ids, as a regular expression.
    ids: String,
    /// The windows of error ratios, ascending; that of the period is the last.
    windows: Vec<Window>,
    period: Window,
    /// The window that the curve of the budget is put together from.
    pub(super) tile: Window,
}

/// What is asked about every batch.
pub(super) const QUESTIONS: [Question; 3] = [Question::Facts, Question::Tiles, Question::Alerts];

/// What is asked about a batch.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    /// Error ratios, burn rate and budget now.
    Facts,
    /// The error ratios of windows that follow each other.
    Tiles,
    /// When alerts fired.
    Alerts,
}

/// An answer to a [`Question`].
#[derive(Debug)]
pub(super) enum Answered {
    Facts(Answer<Sample>),
    Tiles(Answer<Series>),
    /// With the distance of times, in seconds.
    Alerts(Answer<Series>, i64),
}

/// Puts SLOs together.
pub(super) fn batches(slos: &[&CompiledSlo]) -> Vec<Batch> {
    let mut alike: BTreeMap<(Window, &[Window]), Vec<usize>> = BTreeMap::new();
    for (position, CompiledSlo { plan, .. }) in slos.iter().enumerate() {
        alike.entry((plan.period, plan.windows.as_slice())).or_default().push(position);
    }
    let chunks = alike
        .into_iter()
        .flat_map(|(key, all)| all.chunks(LARGEST).map(|chunk| (key, chunk.to_vec())).collect::<Vec<_>>());
    chunks.map(|((period, windows), chunk)| batch(slos, period, windows, chunk)).collect()
}

fn batch(slos: &[&CompiledSlo], period: Window, windows: &[Window], chunk: Vec<usize>) -> Batch {
    let ids: Vec<String> =
        chunk.iter().filter_map(|position| slos.get(*position)).map(|slo| escape(&slo.slo.id)).collect();
    let mut windows = windows.to_vec();
    let tile = windows.iter().copied().filter(|window| *window < period);
    let fine =
        tile.clone().find(|window| window.as_millis().saturating_mul(MOST_POINTS) >= period.as_millis());
    let tile = fine.or_else(|| tile.max()).unwrap_or(period);
    if windows.last() != Some(&period) {
        windows.push(period);
    }
    Batch { slos: chunk, ids: ids.join("|"), windows, period, tile }
}

impl Batch {
    pub(super) fn ask(&self, question: Question, client: &Client, at: i64) -> Result<Answered, QueryError> {
        match question {
            Question::Facts => client.instant(&self.facts(), at).map(Answered::Facts),
            Question::Tiles => {
                let query = format!("{}{{{LABEL_ID}=~\"{}\"}}", naming::error_ratio(self.tile), self.ids);
                client.range(&query, self.range(self.tile, at)).map(Answered::Tiles)
            }
            Question::Alerts => {
                let range = self.range(self.alert_step(), at);
                // The maximum over each step, so that an alert between two times is seen.
                let query = format!(
                    "max_over_time({ALERTS}{{alertstate=\"firing\", {LABEL_ID}=~\"{}\"}}[{}s])",
                    self.ids, range.step
                );
                client.range(&query, range).map(|answer| Answered::Alerts(answer, range.step))
            }
        }
    }

    /// All facts in one query: their series have one label in common, and their names tell them apart.
    fn facts(&self) -> String {
        let mut names = [BUDGET_REMAINING, CURRENT_BURN_RATE, ALERTS].map(str::to_owned).to_vec();
        names.extend(self.windows.iter().copied().map(naming::error_ratio));
        format!("{{__name__=~\"{}\", {LABEL_ID}=~\"{}\"}}", names.join("|"), self.ids)
    }

    /// Times that end at `at` and cover the period, the first of them one step into it.
    fn range(&self, step: Window, at: i64) -> Range {
        let (step, period) = (seconds(step).max(1), seconds(self.period));
        let steps = (period / step).clamp(1, MOST_TIMES);
        Range { start: at - (steps - 1) * step, end: at, step }
    }

    /// As fine as the server allows, and a minute at least: rules are hardly evaluated more often.
    fn alert_step(&self) -> Window {
        const MINUTE: u64 = 60_000;
        let finest = self.period.as_millis() / MOST_TIMES.unsigned_abs();
        Window::from_millis(finest.div_ceil(MINUTE).max(1) * MINUTE)
    }
}

/// A length of time in whole seconds.
pub(super) fn seconds(window: Window) -> i64 {
    i64::try_from(window.as_millis() / 1000).unwrap_or(i64::MAX / 4)
}

/// `text` in a regular expression in a string of a selector. An id that was not checked may hold anything.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            '\\' => escaped.push_str(r"\\\\"),
            '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' => {
                escaped.push_str(r"\\");
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_match_nothing_but_themselves() {
        assert_eq!(escape("a.b-c_1"), r"a\\.b-c_1");
        assert_eq!(escape("a\\b\"c\n"), r#"a\\\\b\"c\n"#);
    }

    #[test]
    fn ranges_cover_the_period_and_end_at_the_time_of_the_report() {
        let batch = Batch {
            slos: Vec::new(),
            ids: String::new(),
            windows: Vec::new(),
            period: Window::days(30),
            tile: Window::hours(6),
        };
        let range = batch.range(batch.tile, 1_000_000_000);
        assert_eq!((range.end, range.step), (1_000_000_000, 21_600));
        assert_eq!(range.start - range.step, 1_000_000_000 - 30 * 86_400);
        let alerts = batch.range(batch.alert_step(), 0);
        assert_eq!(alerts.step, 300);
        assert!((alerts.end - alerts.start) / alerts.step < MOST_TIMES);
    }
}
