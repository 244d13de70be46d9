//! What the numbers of an SLO come to: one state each, and how bad.
//!
//! In: [`SloReport`]. Out: a [`State`] and the group that decides it.

use super::model::{AlertSpan, GroupReport, PairReport, SloReport};
use slo_compiler::dashboard::model::Color;
use slo_compiler::dashboard::queries::BurnState;
use slo_compiler::model::AlertKind;

/// How an SLO stands over its period, in the order of need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// More than the budget is spent.
    Breached,
    /// Little of the budget is left.
    AtRisk,
    /// Nothing is known, which is not good either.
    NoData,
    /// The objective is met.
    Met,
}

impl SloReport {
    /// The group with the least budget left: the SLO is as good as its worst part.
    pub(super) fn worst(&self) -> Option<&GroupReport> {
        let left = |group: &GroupReport| group.remaining.unwrap_or(f64::INFINITY);
        self.groups.iter().min_by(|a, b| left(a).total_cmp(&left(b)))
    }

    pub(super) fn state(&self) -> State {
        let Some(worst) = self.worst() else { return State::NoData };
        match worst.remaining {
            Some(remaining) => match self.budget_scale.color(remaining) {
                Color::Red => State::Breached,
                Color::Orange => State::AtRisk,
                Color::Grey => State::NoData,
                Color::Green | Color::Yellow | Color::Blue => State::Met,
            },
            // Without a budget, any bad event is one too many.
            None if self.error_budget <= 0.0 => match worst.error_ratio {
                Some(ratio) if ratio > 0.0 => State::Breached,
                Some(_) => State::Met,
                None => State::NoData,
            },
            None => State::NoData,
        }
    }

    /// Whether any part of it burns faster than the budget lasts.
    pub(super) fn is_burning(&self) -> bool {
        self.groups.iter().any(|group| group.burn_rate.is_some_and(|rate| rate > 1.0))
    }

    pub(super) fn is_firing(&self, kind: AlertKind) -> bool {
        self.firing.contains(&kind)
    }
}

impl GroupReport {
    /// When the budget is used up if it goes on burning as in the long window of the quick page condition:
    /// budget left × period ÷ burn rate.
    pub(super) fn exhaustion(&self, period_seconds: f64) -> Exhaustion {
        let burn_rate = self.pairs.first().and_then(|pair| pair.long_burn);
        match (self.remaining, burn_rate) {
            (Some(remaining), _) if remaining <= 0.0 => Exhaustion::UsedUp,
            (Some(remaining), Some(burn_rate)) => {
                let seconds = remaining * period_seconds / burn_rate;
                if seconds < NEVER { Exhaustion::In(seconds) } else { Exhaustion::Never }
            }
            _ => Exhaustion::Unknown,
        }
    }
}

/// Ten years in seconds: a budget that lasts longer does not run out.
const NEVER: f64 = 315_360_000.0;

/// When a budget is used up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Exhaustion {
    /// In so many seconds.
    In(f64),
    /// It is already.
    UsedUp,
    /// Not at this rate.
    Never,
    /// Nothing is known.
    Unknown,
}

impl PairReport {
    /// What both windows say together; `None` where one of them has no data.
    pub(super) fn state(&self) -> Option<BurnState> {
        let exceeds = |burn: Option<f64>| Some(i32::from(burn? > self.threshold));
        let value = 2 * exceeds(self.long_burn)? + exceeds(self.short_burn)?;
        BurnState::ALL.into_iter().find(|state| state.value() == value)
    }
}

impl Exhaustion {
    /// For sorting: seconds, none when used up, very many when never.
    pub(super) fn seconds(self) -> Option<f64> {
        match self {
            Self::In(seconds) => Some(seconds),
            Self::UsedUp => Some(0.0),
            Self::Never => Some(NEVER),
            Self::Unknown => None,
        }
    }
}

impl AlertSpan {
    pub(super) fn seconds(&self) -> i64 {
        self.end - self.start
    }
}
