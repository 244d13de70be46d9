//! What the numbers of an SLO come to: one state each, and how bad.
//!
//! In: [`SloReport`]. Out: a [`State`] and the group that decides it.

use super::model::{AlertSpan, GroupReport, PairReport, SloReport};
use slo_compiler::model::AlertKind;

/// How an SLO stands over its period, in the order of need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// More than the budget is spent.
    Breached,
    /// Less than a quarter of the budget is left.
    AtRisk,
    /// Nothing is known, which is not good either.
    NoData,
    /// The objective is met.
    Met,
}

/// The share of the budget below which an SLO is at risk.
const AT_RISK: f64 = 0.25;

impl SloReport {
    /// The group with the least budget left: the SLO is as good as its worst part.
    pub(super) fn worst(&self) -> Option<&GroupReport> {
        let left = |group: &GroupReport| group.remaining.unwrap_or(f64::INFINITY);
        self.groups.iter().min_by(|a, b| left(a).total_cmp(&left(b)))
    }

    pub(super) fn state(&self) -> State {
        let Some(worst) = self.worst() else { return State::NoData };
        match worst.remaining {
            Some(remaining) if remaining < 0.0 => State::Breached,
            Some(remaining) if remaining < AT_RISK => State::AtRisk,
            Some(_) => State::Met,
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

/// How far a condition of an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BurnState {
    /// Both windows are above the threshold.
    Critical,
    /// Only the short window is: it has just begun.
    Rising,
    /// Only the long window is: it is over.
    Recovering,
    /// Neither is.
    Acceptable,
    /// A window has no data.
    Unknown,
}

impl PairReport {
    pub(super) fn state(&self) -> BurnState {
        let (Some(short), Some(long)) = (self.short_burn, self.long_burn) else { return BurnState::Unknown };
        match (long > self.threshold, short > self.threshold) {
            (true, true) => BurnState::Critical,
            (true, false) => BurnState::Recovering,
            (false, true) => BurnState::Rising,
            (false, false) => BurnState::Acceptable,
        }
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
