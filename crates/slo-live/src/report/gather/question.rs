//! What is asked of the server, one request after the other.
//!
//! In: SLOs, and a time. Out: [`Question`]s, whose expressions come from the library, and their answers. A question is about
//! so many SLOs that its selector and its answer are of a size that servers and proxies take.

use slo_compiler::dashboard::Subject;
use slo_compiler::dashboard::queries::Many;
use slo_compiler::model::Window;

use crate::prometheus::{Answer, Client, QueryError, Range, Series};

/// So many SLOs are asked for at once: their answer has some thousand series, or some ten thousand points.
const LARGEST: usize = 200;

/// So many times a range query may have; Prometheus' own limit is 11,000.
const MOST_TIMES: i64 = 10_000;

/// One request.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) kind: Kind,
    expr: String,
    /// The last time, or the only one.
    at: i64,
    /// All times; `None` for one.
    range: Option<Range>,
}

/// What is asked about many SLOs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Budgets, error ratios and alerts now.
    Facts,
    /// All events of the period.
    Events,
    /// Error ratios of windows that follow each other.
    RatioTiles,
    /// Bad events of such windows.
    BadTiles,
    /// All events of such windows.
    TotalTiles,
    /// When alerts fired, in steps of so many seconds.
    Alerts(i64),
}

/// Everything there is to ask about SLOs. Those that are asked about together have one period and one set of windows, so that
/// one range of times suits all of them.
pub(super) fn questions(subjects: &[Subject<'_>], at: i64) -> Vec<Question> {
    let mut questions = Vec::new();
    for many in Many::of(subjects, LARGEST) {
        let mut ask = |kind, expr, range| questions.push(Question { kind, expr, at, range });
        let (period, tile) = (seconds(many.period()), seconds(many.tile()));
        let tiles = Some(range(period, tile, at));
        let step = alert_step(period);
        ask(Kind::Facts, many.facts(), None);
        ask(Kind::RatioTiles, many.ratio_tiles(), tiles);
        ask(Kind::Alerts(step), many.firing(step.unsigned_abs()), Some(range(period, step, at)));
        if let Some(events) = many.events_in_period() {
            ask(Kind::Events, events, None);
        }
        if let Some((bad, total)) = many.event_tiles() {
            ask(Kind::BadTiles, bad, tiles);
            ask(Kind::TotalTiles, total, tiles);
        }
    }
    questions
}

impl Question {
    /// The answer; a value at one time is a series of one point.
    pub(super) fn ask(&self, client: &Client) -> Result<Answer<Series>, QueryError> {
        if let Some(range) = self.range {
            return client.range(&self.expr, range);
        }
        let Answer { series, warnings } = client.instant(&self.expr, self.at)?;
        let series = series
            .into_iter()
            .map(|sample| Series { labels: sample.labels, points: vec![(self.at, sample.value)] });
        Ok(Answer { series: series.collect(), warnings })
    }
}

/// Times that end at `at` and cover the period, the first of them one step into it; all in seconds.
fn range(period: i64, step: i64, at: i64) -> Range {
    let step = step.max(1);
    let steps = (period / step).clamp(1, MOST_TIMES);
    Range { start: at - (steps - 1) * step, end: at, step }
}

/// As fine as the server allows, and a minute at least: rules are hardly evaluated more often. In seconds.
fn alert_step(period: i64) -> i64 {
    const MINUTE: i64 = 60;
    (period / MOST_TIMES / MINUTE + i64::from(period % (MOST_TIMES * MINUTE) > 0)).max(1) * MINUTE
}

/// A length of time in whole seconds.
pub(super) fn seconds(window: Window) -> i64 {
    i64::try_from(window.as_millis() / 1000).unwrap_or(i64::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_the_period_and_end_at_the_time_of_the_report() {
        const MONTH: i64 = 30 * 86_400;
        let tiles = range(MONTH, 21_600, 1_000_000_000);
        assert_eq!((tiles.end, tiles.step), (1_000_000_000, 21_600));
        assert_eq!(tiles.start - tiles.step, 1_000_000_000 - MONTH);
        assert_eq!((alert_step(MONTH), alert_step(3600), alert_step(7 * 86_400)), (300, 60, 120));
        let alerts = range(MONTH, alert_step(MONTH), 0);
        assert!((alerts.end - alerts.start) / alerts.step < MOST_TIMES);
    }
}
