//! Events: how many come, how many of them are bad, and how many more may be.
//!
//! Only SLOs have answers whose rules record events, and not only their ratio.

use super::{Extreme, Measure, Queries, number, seconds};
use crate::dashboard::model::{Color, Format, Thresholds, Unit};
use crate::dashboard::queries::scale::budget_scale;
use crate::model::Window;
use crate::rules::naming;
use crate::rules::native::{self, EventUnit};

impl Queries<'_> {
    /// Good events: a second, or in the shortest window where the SLI counts so.
    #[must_use]
    pub fn good_events(&self) -> Option<Measure> {
        let window = self.subject.event_windows().next()?;
        let total = self.series(&naming::total_events(window))?;
        let bad = self.series(&naming::bad_events(window))?;
        let expr = format!("{total} - {bad}");
        Some(self.events("Good events", expr, Extreme::Smallest))
    }

    /// Bad events, as [`Self::good_events`].
    #[must_use]
    pub fn bad_events(&self) -> Option<Measure> {
        let window = self.subject.event_windows().next()?;
        Some(self.events("Bad events", self.series(&naming::bad_events(window))?, Extreme::Largest))
    }

    fn events(&self, title: &'static str, expr: String, worst: Extreme) -> Measure {
        let unit = match native::event_unit(self.subject.slo) {
            Some(EventUnit::PerSecond) => Unit::EventsPerSecond,
            Some(EventUnit::InWindow) | None => Unit::Events,
        };
        Measure { title, expr, format: Format { unit, min: Some(0.0), ..Format::default() }, worst }
    }

    /// All events of the period.
    #[must_use]
    pub fn total_events(&self) -> Option<Measure> {
        let window = self.subject.event_windows().last()?;
        let total = self.series(&naming::total_events(window))?;
        let sum = sum_over(&total, self.subject.plan.period, window);
        let expr = match native::event_unit(self.subject.slo)? {
            EventUnit::PerSecond => [&sum, " * ", &number(seconds(window))].concat(),
            EventUnit::InWindow => sum,
        };
        let format = Format { unit: Unit::Events, decimals: Some(0), ..Format::default() };
        Some(Measure { title: "Events in the period", expr, format, worst: Extreme::Smallest })
    }

    /// How many more events may be bad before the error budget is used up; negative when overspent.
    #[must_use]
    pub fn events_left(&self) -> Option<Measure> {
        let (budget, remaining) = (self.budget()?, self.budget_remaining()?);
        let total = self.total_events()?;
        let expr = format!("{} * {} ({} * {budget})", remaining.expr, self.matching(), total.expr);
        let none_left = budget_scale().steps.into_iter().filter(|step| step.from <= 0.0);
        let steps = none_left.map(|step| (step.from, Color::Green));
        let thresholds = Thresholds::new(Color::Red, steps);
        let format = Format { unit: Unit::Events, decimals: Some(0), thresholds, ..Format::default() };
        Some(Measure { title: "Error budget left in events", expr, format, worst: Extreme::Smallest })
    }
}

/// The sum of a series that covers one `window` after the other, over a longer time.
pub(super) fn sum_over(series: &str, time: Window, window: Window) -> String {
    format!("sum_over_time({series}[{time}:{window}])")
}
