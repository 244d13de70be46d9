//! The error budget of the period: how much is left, in shares and in time, and for how long it lasts.

use super::scale::{budget_scale, exhaustion_scale, share};
use super::{Extreme, Measure, Queries, number, seconds};
use crate::dashboard::model::{Color, Format, Mapping, Matches, Thresholds, Unit};
use crate::model::Window;
use crate::rules::naming::{self, BUDGET_REMAINING};

/// Budgets are rounded to this, so that what float64 leaves over where nothing was spent is not shown as `-4.69e-12 %`.
pub(super) const GRAIN: f64 = 1e-5;

/// Ten years in seconds: a budget that lasts longer does not run out.
pub(in crate::dashboard) const NEVER: f64 = 315_360_000.0;

/// The slowest burn rate that is divided by. With any budget it takes more than [`NEVER`] from a period of a day on.
pub(in crate::dashboard) const SLOWEST_BURN: f64 = 1e-9;

impl Queries<'_> {
    /// The share of the error budget that is left in the period; negative when overspent.
    #[must_use]
    pub fn budget_remaining(&self) -> Option<Measure> {
        self.budget()?;
        let remaining = self.series(BUDGET_REMAINING)?;
        Some(Measure {
            title: "Error budget left",
            expr: ["round(", &remaining, ", ", &number(GRAIN), ")"].concat(),
            format: Format { max: Some(1.0), ..share(2, budget_scale()) },
            worst: Extreme::Smallest,
        })
    }

    /// How long nothing may work until the error budget is used up, in seconds, if events come evenly.
    #[must_use]
    pub fn seconds_left(&self) -> Option<Measure> {
        let remaining = self.budget_remaining()?;
        let budget = self.subject.plan.error_budget * self.period_seconds();
        let steps = budget_scale().steps.into_iter().map(|step| (step.from * budget, step.color));
        Some(Measure {
            title: "Error budget left in time",
            expr: [&remaining.expr, " * ", &number(budget)].concat(),
            format: Format {
                unit: Unit::Seconds,
                decimals: Some(1),
                thresholds: Thresholds::new(Color::Red, steps),
                ..Format::default()
            },
            worst: Extreme::Smallest,
        })
    }

    /// In how many seconds the error budget is used up at the burn rate of the long window of the quick page condition:
    /// budget left × period ÷ burn rate. More than ten years mean never.
    #[must_use]
    pub fn exhaustion_seconds(&self) -> Option<Measure> {
        let remaining = self.budget_remaining()?;
        let burn = self.burn_rate(self.pace())?;
        let period = self.period_seconds();
        let expr = format!(
            "clamp_min({}, 0) * {} / {} clamp_min({}, {})",
            remaining.expr,
            number(period),
            self.matching(),
            burn.expr,
            number(SLOWEST_BURN),
        );
        let mapping = |matches, text: &str, color| Mapping { matches, text: text.into(), color: Some(color) };
        Some(Measure {
            title: "Budget used up in",
            expr,
            format: Format {
                unit: Unit::Seconds,
                decimals: Some(1),
                thresholds: exhaustion_scale(period),
                mappings: vec![
                    mapping(Matches::Value(0), "used up", Color::Red),
                    mapping(Matches::From(NEVER), "not at this rate", Color::Green),
                ],
                ..Format::default()
            },
            worst: Extreme::Smallest,
        })
    }

    /// The window whose burn rate [`Self::exhaustion_seconds`] expects to go on.
    #[must_use]
    pub fn pace(&self) -> Window {
        let [quick, _] = self.subject.plan.page;
        quick.long
    }

    /// What would be left of an error budget that was full at the start of the queried range: bad events since then ÷ those
    /// that the period up to the end of the range allows. Over a range of one period it ends at [`Self::budget_remaining`],
    /// exactly so if [`Self::burn_down_weighs_events`].
    #[must_use]
    pub fn burn_down(&self) -> Option<Measure> {
        let budget = self.budget()?;
        let (spent, all) = self.events_since_start().or_else(|| self.ratios_since_start())?;
        Some(Measure {
            title: "Budget if it was full at the left edge",
            expr: format!("1 - {spent} / {} ({budget} * {all})", self.matching()),
            format: Format { max: Some(1.0), ..share(2, budget_scale()) },
            worst: Extreme::Smallest,
        })
    }

    /// Whether [`Self::burn_down`] counts events, and not the mean of ratios, in which quiet hours are worth as much as busy ones.
    #[must_use]
    pub fn burn_down_weighs_events(&self) -> bool {
        self.subject.event_windows().next().is_some()
    }

    /// Bad events since the start of the range, and all events of the period up to its end, both in the unit of the rules.
    fn events_since_start(&self) -> Option<(String, String)> {
        let window = self.subject.event_windows().last()?;
        let period = self.subject.plan.period;
        let bad = since_start(&self.series(&naming::bad_events(window))?);
        let total = format!("{}[{period}:{window}] @ end()", self.series(&naming::total_events(window))?);
        // As in the rules: a label of the SLO that has changed makes other series of the same events.
        Some((
            self.merged(&format!("sum_over_time({bad}[{period}:{window}])")),
            self.merged(&format!("sum_over_time({total}) > 0")),
        ))
    }

    /// The sum of the error ratios of [`Self::tile`] since the start of the range, and how many the period has.
    fn ratios_since_start(&self) -> Option<(String, String)> {
        let window = self.tile()?;
        let period = self.subject.plan.period;
        // A tile without traffic has a ratio that is no number, and would take all others with it.
        let ratio = format!("({} >= 0)", self.ratio(window)?);
        let spent = format!("sum_over_time({}[{period}:{window}])", since_start(&ratio));
        Some((spent, format!("count_over_time({ratio}[{period}:{window}] @ end())")))
    }

    /// The line of a budget that is full at the start of the queried range and is spent evenly over one period.
    #[must_use]
    pub fn even_pace(&self) -> Option<Measure> {
        self.budget()?;
        Some(Measure {
            title: "Spent evenly",
            expr: format!("1 - (time() - {START}) / {}", number(self.period_seconds())),
            format: share(2, budget_scale()),
            worst: Extreme::Smallest,
        })
    }

    /// The window that a budget's curve is put together from: the smallest that needs no more than 150 steps to cover the
    /// period, because a query over months is then still cheap.
    #[must_use]
    pub fn tile(&self) -> Option<Window> {
        const STEPS: f64 = 150.0;
        let period = self.subject.plan.period;
        let shorter = || self.windows().filter(move |window| *window < period);
        shorter().find(|window| seconds(*window) * STEPS >= seconds(period)).or_else(|| shorter().last())
    }
}

/// `series` at those times of a subquery that lie within the queried range.
fn since_start(series: &str) -> String {
    format!("({series} and on () (vector(time()) > scalar({START})))")
}

/// The start of the queried range, to the minute, as a vector of one element without labels.
const START: &str = "last_over_time(vector(time())[1m:1m] @ start())";
