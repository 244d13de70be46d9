//! Burn rates, and what the two windows of an alert condition say together.

use super::scale::burn_scale;
use super::{Extreme, Measure, Queries, number};
use crate::dashboard::model::{Color, Format, Mapping, Matches, Thresholds, Unit};
use crate::model::Window;
use crate::plan::BurnCondition;

/// What the two windows of a burn-rate condition say together. As numbers they are ordered by how much they matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BurnState {
    /// Neither window is above the threshold.
    Acceptable,
    /// Only the short window is: it has just begun.
    Increasing,
    /// Only the long window is: it has just ended.
    Recovering,
    /// Both are: the alert fires.
    Critical,
}

impl BurnState {
    /// All of them, the least serious first.
    pub const ALL: [Self; 4] = [Self::Acceptable, Self::Increasing, Self::Recovering, Self::Critical];

    /// The number that [`Queries::burn_state`] gives for it.
    #[must_use]
    pub const fn value(self) -> i32 {
        match self {
            Self::Acceptable => 0,
            Self::Increasing => 1,
            Self::Recovering => 2,
            Self::Critical => 3,
        }
    }

    /// As people read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acceptable => "acceptable",
            Self::Increasing => "increasing",
            Self::Recovering => "recovering",
            Self::Critical => "critical",
        }
    }

    /// Its colour.
    #[must_use]
    pub const fn color(self) -> Color {
        match self {
            Self::Acceptable => Color::Green,
            Self::Increasing => Color::Yellow,
            Self::Recovering => Color::Orange,
            Self::Critical => Color::Red,
        }
    }
}

impl Queries<'_> {
    /// How many times faster than allowed the budget burns over `window`.
    #[must_use]
    pub fn burn_rate(&self, window: Window) -> Option<Measure> {
        let budget = self.budget()?;
        Some(Measure {
            title: "Burn rate",
            expr: [&self.ratio(window)?, " / ", &budget].concat(),
            format: burn_format(burn_scale(self.subject.plan)),
            worst: Extreme::Largest,
        })
    }

    /// [`Self::burn_rate`] with the colours of one alert condition: red is above its threshold.
    pub(in crate::dashboard) fn burn_of_condition(
        &self,
        condition: &BurnCondition,
        window: Window,
    ) -> Option<Measure> {
        let mut measure = self.burn_rate(window)?;
        measure.format = burn_format(Thresholds::new(Color::Green, [(condition.burn_rate, Color::Red)]));
        Some(measure)
    }

    /// The [`BurnState`] of one alert condition, as a number.
    #[must_use]
    pub fn burn_state(&self, condition: &BurnCondition) -> Option<Measure> {
        let budget = self.budget()?;
        let threshold = [&number(condition.burn_rate), " * ", &budget].concat();
        // A ratio that is no number is above nothing. It must not pass for acceptable, so it is left out first.
        let exceeds = |window| Some(format!("({} >= 0) > bool ({threshold})", self.ratio(window)?));
        let expr = format!(
            "2 * ({}) + {} ({})",
            exceeds(condition.long)?,
            self.matching(),
            exceeds(condition.short)?
        );
        let mappings = BurnState::ALL.map(|state| Mapping {
            matches: Matches::Value(state.value()),
            text: state.as_str().into(),
            color: Some(state.color()),
        });
        let steps = BurnState::ALL.map(|state| (f64::from(state.value()), state.color()));
        Some(Measure {
            title: "Burn state",
            expr,
            format: Format {
                thresholds: Thresholds::new(Color::Grey, steps),
                mappings: mappings.into(),
                ..Format::default()
            },
            worst: Extreme::Largest,
        })
    }
}

fn burn_format(thresholds: Thresholds) -> Format {
    Format { unit: Unit::BurnRate, decimals: Some(2), min: Some(0.0), thresholds, ..Format::default() }
}
