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

/// One request, or several where the server does not answer for all SLOs at once.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) kind: Kind,
    many: Many,
    /// The last time, or the only one.
    at: i64,
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
    let kinds = |many: &Many| {
        let alerts = Kind::Alerts(alert_step(seconds(many.period())));
        [Kind::Facts, Kind::RatioTiles, alerts, Kind::Events, Kind::BadTiles, Kind::TotalTiles]
    };
    let mut questions = Vec::new();
    for many in Many::of(subjects, LARGEST) {
        let asked = kinds(&many).into_iter().filter(|kind| kind.expr(&many).is_some());
        questions.extend(asked.map(|kind| Question { kind, many: many.clone(), at }));
    }
    questions
}

impl Kind {
    /// The expression; `None` if the rules do not record what it asks for.
    fn expr(self, many: &Many) -> Option<String> {
        match self {
            Self::Facts => Some(many.facts()),
            Self::Events => many.events_in_period(),
            Self::RatioTiles => Some(many.ratio_tiles()),
            Self::BadTiles => Some(many.event_tiles()?.0),
            Self::TotalTiles => Some(many.event_tiles()?.1),
            Self::Alerts(step) => Some(many.firing(step.unsigned_abs())),
        }
    }

    /// The times at which it is asked; `None` for one.
    fn range(self, many: &Many, at: i64) -> Option<Range> {
        let period = seconds(many.period());
        match self {
            Self::Facts | Self::Events => None,
            Self::RatioTiles | Self::BadTiles | Self::TotalTiles => {
                Some(range(period, seconds(many.tile()), at))
            }
            Self::Alerts(step) => Some(range(period, step, at)),
        }
    }
}

impl Question {
    /// The answer; a value at one time is a series of one point. If it is too much for the server, each half of the SLOs is asked for
    /// by itself, down to a single one, which the error then names.
    pub(super) fn ask(&self, client: &Client) -> Result<Answer<Series>, QueryError> {
        self.ask_about(&self.many, client)
    }

    fn ask_about(&self, many: &Many, client: &Client) -> Result<Answer<Series>, QueryError> {
        let error = match self.ask_at_once(many, client) {
            Err(error @ QueryError::TooMuch(_)) => error,
            answer => return answer,
        };
        let Some([first, second]) = many.halves() else {
            return Err(many.ids().iter().fold(error, |error, id| error.about(id)));
        };
        let mut all = self.ask_about(&first, client)?;
        let Answer { series, warnings } = self.ask_about(&second, client)?;
        all.series.extend(series);
        all.warnings.extend(warnings);
        Ok(all)
    }

    fn ask_at_once(&self, many: &Many, client: &Client) -> Result<Answer<Series>, QueryError> {
        let expr = self.kind.expr(many).unwrap_or_default();
        if let Some(range) = self.kind.range(many, self.at) {
            return client.range(&expr, range);
        }
        let Answer { series, warnings } = client.instant(&expr, self.at)?;
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
