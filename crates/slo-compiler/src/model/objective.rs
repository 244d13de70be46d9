//! The target of an SLO.

use std::fmt;

/// The share of events that must be good, above 0 % and at most 100 %.
///
/// Kept as the percentage that the user wrote: the ratio and the error budget are derived from it in float64, in the
/// order of operations that Sloth has, because their last digits are part of the emitted rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective(f64);

impl Objective {
    /// From percent, such as 99.9.
    ///
    /// # Errors
    /// When `percent` is not above 0 and at most 100.
    pub fn from_percent(percent: f64) -> Result<Self, ObjectiveError> {
        if percent > 0.0 && percent <= 100.0 { Ok(Self(percent)) } else { Err(ObjectiveError(percent)) }
    }

    /// From percent, whatever the value: for specs whose own plugin chain leaves validation out.
    #[must_use]
    pub const fn unchecked(percent: f64) -> Self {
        Self(percent)
    }

    /// In percent.
    #[must_use]
    pub const fn percent(self) -> f64 {
        self.0
    }

    /// As a ratio of good to all events.
    #[must_use]
    pub fn ratio(self) -> f64 {
        self.0 / 100.0
    }

    /// The ratio of bad to all events that uses the budget up exactly.
    #[must_use]
    pub fn error_budget(self) -> f64 {
        (100.0 - self.0) / 100.0
    }
}

/// The percentage is not above 0 and at most 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObjectiveError(f64);

impl fmt::Display for ObjectiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the objective is {} %, it must be above 0 and at most 100", self.0)
    }
}

impl std::error::Error for ObjectiveError {}
