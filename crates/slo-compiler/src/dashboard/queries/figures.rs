//! The answers to [`Queries`], computed from samples that were fetched for many SLOs at once.
//!
//! In: samples of the series of one SLO, or of one group of it, at one time. Out: under the name of each question its
//! answer. Keeps: the formulas are those of the expressions; what is not known, or no number, is `None`.
//!
//! ```
//! use slo_compiler::dashboard::queries::{Figures, Many, Queries, Tile};
//! use slo_compiler::{Options, Source, compile};
//!
//! let spec = r#"
//! version: "prometheus/v1"
//! service: checkout
//! slos:
//!   - name: availability
//!     objective: 99
//!     sli: {raw: {error_ratio_query: "1 - avg(avg_over_time(up[{{.window}}]))"}}
//!     alerting: {name: Down}
//! "#;
//! let compiled = compile(&Source::new("slo.yml", spec.as_bytes()), &Options::default()).compiled.expect("it has no error");
//! let slo = compiled.slos().next().expect("there is one");
//!
//! // One request for many, and its answer taken apart.
//! let many = Many::of(&[slo.into()], 200);
//! let asked = many[0].facts();
//! assert!(asked.ends_with(r#"sloth_id=~"checkout-availability"}"#), "{asked}");
//! let mut figures = Figures::new(Queries::of(slo));
//! figures.take("slo:sli_error:ratio_rate30d", 0.005);
//! figures.take("slo:sli_error:ratio_rate1h", f64::NAN);
//! assert_eq!((figures.sli(slo.plan.period), figures.burn_rate(slo.plan.period)), (Some(0.995), Some(0.5)));
//! assert_eq!((figures.budget_remaining(), figures.exhaustion_seconds()), (None, None));
//! figures.take("slo:period_error_budget_remaining:ratio", 0.5 + 4.69e-14);
//! figures.take("slo:sli_error:ratio_rate1h", 0.005);
//! assert_eq!(figures.budget_remaining(), Some(0.5));
//! assert_eq!(figures.exhaustion_seconds(), Some(30.0 * 86_400.0));
//!
//! // A part without events spends nothing, one without samples is not there.
//! let tile = |end, bad, total| Tile { end, bad, total };
//! let curve = Queries::of(slo).burn_down_of(&[tile(1, 1.0, 100.0), tile(2, 0.0, 0.0), tile(4, 0.0, 100.0)]);
//! assert_eq!(curve, [(1, 0.5), (2, 0.5), (4, 0.5)]);
//! ```

use std::collections::BTreeMap;

use super::budget::{GRAIN, SLOWEST_BURN};
use super::{BurnState, Queries, seconds};
use crate::model::Window;
use crate::plan::BurnCondition;
use crate::rules::naming::{self, BUDGET_REMAINING, LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW};
use crate::rules::native::{self, EventUnit};

/// What is known of an SLO, or of one of its groups, at one time.
#[derive(Clone, Debug)]
pub struct Figures<'a> {
    queries: Queries<'a>,
    /// Samples by metric.
    samples: BTreeMap<String, f64>,
    /// The sum of the recorded rates of all events in the period.
    events: Option<f64>,
}

/// A part of the period, all parts being of one length: bad events and all events, or an error ratio and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    /// Its end, in seconds since 1970.
    pub end: i64,
    /// Bad events.
    pub bad: f64,
    /// All events.
    pub total: f64,
}

impl<'a> Figures<'a> {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(queries: Queries<'a>) -> Self {
        Self { queries, samples: BTreeMap::new(), events: None }
    }

    /// Takes in a sample of [`super::Many::facts`].
    pub fn take(&mut self, metric: &str, value: f64) {
        if !value.is_nan() {
            self.samples.insert(metric.to_owned(), value);
        }
    }

    /// Takes in a sample of [`super::Many::events_in_period`].
    pub fn take_events(&mut self, value: f64) {
        self.events = Some(value).filter(|value| !value.is_nan());
    }

    /// See [`Queries::budget_remaining`].
    #[must_use]
    pub fn budget_remaining(&self) -> Option<f64> {
        let remaining = self.samples.get(BUDGET_REMAINING).filter(|_| self.budget() > 0.0)?;
        Some((remaining / GRAIN).round() * GRAIN)
    }

    /// See [`Queries::seconds_left`].
    #[must_use]
    pub fn seconds_left(&self) -> Option<f64> {
        Some(self.budget_remaining()? * self.budget() * self.queries.period_seconds())
    }

    /// See [`Queries::exhaustion_seconds`].
    #[must_use]
    pub fn exhaustion_seconds(&self) -> Option<f64> {
        let burn = self.burn_rate(self.queries.pace())?;
        Some(self.budget_remaining()?.max(0.0) * self.queries.period_seconds() / burn.max(SLOWEST_BURN))
    }

    /// See [`Queries::sli`].
    #[must_use]
    pub fn sli(&self, window: Window) -> Option<f64> {
        Some(1.0 - self.ratio(window)?)
    }

    /// See [`Queries::burn_rate`].
    #[must_use]
    pub fn burn_rate(&self, window: Window) -> Option<f64> {
        let budget = Some(self.budget()).filter(|budget| *budget > 0.0)?;
        Some(self.ratio(window)? / budget)
    }

    /// See [`Queries::burn_state`].
    #[must_use]
    pub fn burn_state(&self, condition: &BurnCondition) -> Option<BurnState> {
        let exceeds = |window| Some(i32::from(self.ratio(window)? > condition.burn_rate * self.budget()));
        let value = 2 * exceeds(condition.long)? + exceeds(condition.short)?;
        BurnState::ALL.into_iter().find(|state| state.value() == value)
    }

    /// See [`Queries::total_events`].
    #[must_use]
    pub fn total_events(&self) -> Option<f64> {
        let Queries { subject, .. } = self.queries;
        let window = subject.event_windows().last()?;
        let events = self.events?;
        Some(match native::event_unit(subject.slo)? {
            EventUnit::PerSecond => events * seconds(window),
            EventUnit::InWindow => events,
        })
    }

    /// See [`Queries::events_left`].
    #[must_use]
    pub fn events_left(&self) -> Option<f64> {
        Some(self.budget_remaining()? * self.total_events()? * self.budget())
    }

    fn ratio(&self, window: Window) -> Option<f64> {
        self.samples.get(&naming::error_ratio(window)).copied()
    }

    fn budget(&self) -> f64 {
        self.queries.subject.plan.error_budget
    }
}

impl Queries<'_> {
    /// What was left of the error budget after each of `tiles`, had it been full at their start: times in seconds since 1970,
    /// and shares. Its end is [`Self::budget_remaining`]: as in the rules, a time of which nothing is recorded counts like the
    /// rest. Over one period it is [`Self::burn_down`].
    #[must_use]
    pub fn burn_down_of(&self, tiles: &[Tile]) -> Vec<(i64, f64)> {
        let all: f64 = tiles.iter().map(|tile| tile.total).sum();
        let spendable = self.subject.plan.error_budget * all;
        let mut bad = 0.0;
        let after = |tile: &Tile| {
            bad += tile.bad;
            (tile.end, if spendable > 0.0 { 1.0 - bad / spendable } else { 1.0 })
        };
        if self.subject.plan.error_budget > 0.0 { tiles.iter().map(after).collect() } else { Vec::new() }
    }

    /// Whether a label with this name tells a series of the SLO from its other series of the metric: such are the labels of its
    /// groups, and those of the Prometheus that recorded it.
    #[must_use]
    pub fn tells_apart(&self, label: &str) -> bool {
        const OF_EVERY_SERIES: [&str; 5] = ["__name__", LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW];
        !OF_EVERY_SERIES.contains(&label) && self.subject.slo.labels.get(label).is_none()
    }
}
