//! From which recorded events each window is computed.
//!
//! In: the windows of an SLO. Out: two source windows, whose events are recorded straight from the queries, and for every
//! other window how it is put together from one of them. Keeps: every event inside a window counts equally often, so that
//! the factor cancels in the ratio of bad to all events; no window is a subquery of more than [`MAX_STEPS`] steps.
//!
//! ```text
//! window              is read from                                  30 days: 5m and 30m are the sources
//! ≤ second source     the queries                                   5m, 30m
//! page, ≤ 4 × second  adjoining source windows, if it is a multiple 1h   = 2 × 30m
//! others              the finest of these grids that has at most 600 steps:
//!                       first source every fifth of it              2h   = 5m at :1m,  6h = 5m at :1m
//!                       first source every half of it               1d   = 5m at :2m30s
//!                     alerts: first source, end to end, 900 steps   3d   = 5m at :5m
//!                     second source every third of it, 600 steps
//!                     or else the second source, end to end         30d  = 30m at :30m
//! ```
//!
//! A subquery is aligned to the epoch and not to the evaluation, so a grid trails the present by up to a step and half of
//! its source. That is why the windows that decide a page do not use one.

use super::Plan;
use crate::model::Window;

/// The most steps of a subquery: 30 days in half hours are 1,440. Each step seeks through every block of the store.
const MAX_STEPS: u64 = 1_500;
/// The most steps for which a grid that is finer than necessary is worth its cost.
const FINE_STEPS: u64 = 600;
/// The most steps for which an alert's window is made from the first source: a ticket that waits for the second one is
/// late by a quarter of an hour.
const ALERT_STEPS: u64 = 900;
/// The most source windows that are added up by name.
const MAX_TILES: u64 = 4;
/// Grids are not finer than this: groups are evaluated once a minute or more often, and a finer grid would read samples
/// twice.
const MIN_STEP: Window = Window::minutes(1);

/// What is recorded from the queries, and what is made of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sources {
    /// The shortest window.
    pub first: Window,
    /// A longer one, from which the long windows are made; the first itself where the period is so short that one source
    /// is enough.
    pub second: Window,
    /// Every window that an error ratio is recorded for, ascending, each once; the period is one of them.
    pub readings: Vec<Reading>,
}

/// A window and where its events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The window.
    pub window: Window,
    /// Where its events come from.
    pub source: Source,
}

/// Where the events of a window come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The queries; those of a source window are recorded.
    Raw,
    /// Source windows that adjoin, the newest ending now. Each event counts once.
    Tiles {
        /// The source window.
        of: Window,
        /// How many.
        count: u64,
    },
    /// Source windows that end at the multiples of a step. Each event counts `of ÷ step` times.
    Grid {
        /// The source window.
        of: Window,
        /// The step, which divides it.
        step: Window,
    },
}

impl Source {
    /// Whether it follows the present without delay, as far as rules can: the rest is for windows where that is not needed.
    #[must_use]
    pub const fn is_prompt(self) -> bool {
        !matches!(self, Self::Grid { .. })
    }
}

impl Sources {
    /// Chooses the sources among `windows`, which ascend, and how each window of `plan` is made from them.
    pub(super) fn of(windows: &[Window], plan: &Plan) -> Self {
        let longest = plan.windows.iter().copied().fold(plan.period, Window::max);
        let needed = Window::from_millis(longest.as_millis().div_ceil(MAX_STEPS).max(1));
        let first = windows.first().copied().unwrap_or(plan.period);
        let most = Window::from_millis(
            needed.as_millis().saturating_mul(MAX_TILES).max(first.as_millis().saturating_mul(6)),
        );
        let suits = |window: &Window| *window > first && *window >= needed && *window <= most;
        let second = windows
            .iter()
            .copied()
            .find(suits)
            .unwrap_or_else(|| if first >= needed { first } else { needed.readable_at_least() });
        let mut sources = Self { first, second, readings: Vec::new() };
        let mut all = plan.windows.clone();
        all.push(plan.period);
        all.sort_unstable();
        all.dedup();
        let pages = plan.page.map(|condition| [condition.short, condition.long]);
        let reading = |window| {
            let pages = pages.as_flattened().contains(&window);
            let alerts = plan.windows.contains(&window);
            Reading { window, source: sources.source(window, pages, alerts) }
        };
        sources.readings = all.into_iter().map(reading).collect();
        sources
    }

    /// The source windows: one or two, ascending.
    pub fn recorded(&self) -> impl Iterator<Item = Window> {
        [self.first, self.second].into_iter().take(if self.first == self.second { 1 } else { 2 })
    }

    /// How `window` is read, if an error ratio is recorded for it.
    #[must_use]
    pub fn reading(&self, window: Window) -> Option<Reading> {
        self.readings.iter().copied().find(|reading| reading.window == window)
    }

    fn source(&self, window: Window, pages: bool, alerts: bool) -> Source {
        let whole_steps = if alerts { ALERT_STEPS } else { FINE_STEPS };
        if window <= self.second {
            return Source::Raw;
        }
        if pages && window.as_millis() <= self.second.as_millis().saturating_mul(MAX_TILES) {
            return [self.second, self.first]
                .into_iter()
                .find_map(|of| tiles(window, of))
                .unwrap_or(Source::Raw);
        }
        let grids = [
            (self.first, divided(self.first, &[5, 4, 3, 2]), FINE_STEPS),
            (self.first, divided(self.first, &[2]), FINE_STEPS),
            (self.first, self.first, whole_steps),
            (self.second, divided(self.second, &[3, 2]), FINE_STEPS),
        ];
        let fine = grids
            .into_iter()
            .find(|(_, step, most)| window.as_millis().div_ceil(step.as_millis().max(1)) <= *most);
        let (of, step) = fine.map_or((self.second, self.second), |(of, step, _)| (of, step));
        Source::Grid { of, step }
    }
}

fn tiles(window: Window, of: Window) -> Option<Source> {
    let count = window.as_millis() / of.as_millis().max(1);
    let exact = window.as_millis().is_multiple_of(of.as_millis());
    (exact && count <= MAX_TILES).then_some(Source::Tiles { of, count })
}

/// The first of these fractions of `source` that is exact and not too fine, or else the whole.
fn divided(source: Window, divisors: &[u64]) -> Window {
    let part = |divisor: &u64| {
        let exact = source.as_millis().is_multiple_of(*divisor);
        let part = Window::from_millis(source.as_millis() / divisor);
        (exact && part >= MIN_STEP).then_some(part)
    };
    divisors.iter().find_map(part).unwrap_or(source)
}
