//! One query for many SLOs, where asking one by one would take thousands of requests.
//!
//! In: SLOs. Out: [`Many`] that have one period and one set of windows, with the expressions that answer for all of them
//! at once. The answers go into [`super::Figures`]. Keeps: what is true of [`super`].

use std::collections::BTreeMap;

use super::Queries;
use super::alerts::ALERTS;
use super::events::sum_over;
use super::health::escape;
use crate::dashboard::subject::Subject;
use crate::go::quote::quoted;
use crate::model::Window;
use crate::rules::naming::{self, BUDGET_REMAINING, LABEL_ID};

/// SLOs that the same expressions suit.
#[derive(Clone, Debug)]
pub struct Many {
    /// Their ids.
    ids: Vec<String>,
    windows: Windows,
}

/// What SLOs have in common that are asked for together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Windows {
    period: Window,
    /// Of error ratios.
    ratios: Vec<Window>,
    /// That budget curves are put together from.
    tile: Window,
    /// Of events that periods are put together from, if events are recorded.
    events: Option<Window>,
}

impl Many {
    /// Puts `subjects` together, at most so many at once.
    #[must_use]
    pub fn of(subjects: &[Subject<'_>], at_most: usize) -> Vec<Self> {
        let mut alike: BTreeMap<Windows, Vec<String>> = BTreeMap::new();
        for subject in subjects {
            alike.entry(Windows::of(*subject)).or_default().push(subject.slo.id.to_string());
        }
        let mut all = Vec::new();
        for (windows, ids) in alike {
            all.extend(
                ids.chunks(at_most.max(1)).map(|ids| Self { ids: ids.to_vec(), windows: windows.clone() }),
            );
        }
        all
    }

    /// Their ids, in the order in which they were given.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The same SLOs in two parts, for a server that does not answer for all at once; `None` for a single one.
    #[must_use]
    pub fn halves(&self) -> Option<[Self; 2]> {
        let (first, second) =
            self.ids.split_at_checked(self.ids.len() / 2).filter(|(first, _)| !first.is_empty())?;
        Some([first, second].map(|ids| Self { ids: ids.to_vec(), windows: self.windows.clone() }))
    }

    /// A matcher of their ids.
    fn matcher(&self) -> String {
        let ids: Vec<String> = self.ids.iter().map(|id| escape(id)).collect();
        [LABEL_ID, "=~", &quoted(&ids.join("|"))].concat()
    }

    /// Their period.
    #[must_use]
    pub fn period(&self) -> Window {
        self.windows.period
    }

    /// The length of a [`super::Tile`].
    #[must_use]
    pub fn tile(&self) -> Window {
        self.windows.tile
    }

    /// What [`super::Figures::take`] takes: the series, by their names, of budgets, error ratios and alerts.
    #[must_use]
    pub fn facts(&self) -> String {
        let ratios = self.windows.ratios.iter().map(|window| naming::error_ratio(*window));
        let names: Vec<String> =
            [BUDGET_REMAINING, ALERTS].map(str::to_owned).into_iter().chain(ratios).collect();
        format!("{{__name__=~{}, {}}}", quoted(&names.join("|")), self.matcher())
    }

    /// What [`super::Figures::take_events`] takes: the recorded rates of all events, summed up over the period. `None` where
    /// the rules record no events.
    #[must_use]
    pub fn events_in_period(&self) -> Option<String> {
        let window = self.windows.events?;
        Some(sum_over(&self.series(&naming::total_events(window)), self.windows.period, window))
    }

    /// The error ratio of each tile, when asked at times that are one tile apart.
    #[must_use]
    pub fn ratio_tiles(&self) -> String {
        self.series(&naming::error_ratio(self.windows.tile))
    }

    /// Bad events and all events of each tile, asked as [`Self::ratio_tiles`]. `None` where the rules record no events.
    #[must_use]
    pub fn event_tiles(&self) -> Option<(String, String)> {
        let window = self.windows.events?;
        let tile = |metric: String| sum_over(&self.series(&metric), self.windows.tile, window);
        Some((tile(naming::bad_events(window)), tile(naming::total_events(window))))
    }

    /// Which alerts fired in each step of so many seconds, when asked at times that are one step apart.
    #[must_use]
    pub fn firing(&self, step: u64) -> String {
        // The maximum over each step, so that an alert between two times is seen.
        format!("max_over_time({ALERTS}{{alertstate=\"firing\", {}}}[{step}s])", self.matcher())
    }

    fn series(&self, metric: &str) -> String {
        [metric, "{", &self.matcher(), "}"].concat()
    }
}

impl Windows {
    fn of(subject: Subject<'_>) -> Self {
        let queries = Queries::of(subject);
        let period = subject.plan.period;
        Self {
            period,
            ratios: queries.windows().collect(),
            tile: queries.tile().unwrap_or(period),
            events: subject.event_windows().last(),
        }
    }
}
