//! What the numbers of an SLO come to: one state each, and how bad.
//!
//! In: [`SloReport`]. Out: a [`State`] and the group that decides it.

use std::cmp::Ordering;

use super::model::{AlertSpan, GroupReport, SloReport};
use slo_compiler::dashboard::model::Color;
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
    /// The groups, those with the least budget left first.
    pub(super) fn worst_first(&self) -> Vec<&GroupReport> {
        let mut groups: Vec<&GroupReport> = self.groups.iter().collect();
        groups.sort_by(|a, b| need(a, b));
        groups
    }

    /// The first of them: the SLO is as good as its worst part.
    pub(super) fn worst(&self) -> Option<&GroupReport> {
        self.groups.iter().min_by(|a, b| need(a, b))
    }

    pub(super) fn state(&self) -> State {
        let Some(worst) = self.worst() else { return State::NoData };
        match worst.remaining {
            Some(remaining) => match self.budget.thresholds.color(remaining) {
                Color::Red => State::Breached,
                Color::Orange => State::AtRisk,
                Color::Grey => State::NoData,
                Color::Green | Color::Yellow | Color::Blue => State::Met,
            },
            // Without a budget, any bad event is one too many.
            None if self.error_budget <= 0.0 => match worst.sli {
                Some(sli) if sli < 1.0 => State::Breached,
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

/// Which of two groups needs someone first: by what is left of the budget, and where that is not known by the SLI, then by the
/// burn rate.
fn need(a: &GroupReport, b: &GroupReport) -> Ordering {
    let least = |value: Option<f64>| value.unwrap_or(f64::INFINITY);
    let fastest = |group: &GroupReport| group.burn_rate.unwrap_or(f64::NEG_INFINITY);
    let budget = least(a.remaining).total_cmp(&least(b.remaining));
    let sli = || least(a.sli).total_cmp(&least(b.sli));
    budget.then_with(sli).then_with(|| fastest(b).total_cmp(&fastest(a)))
}

impl GroupReport {
    /// Whether there is any number that people look for; a curve of the past alone is none.
    pub(super) fn is_known(&self) -> bool {
        self.sli.is_some() || self.remaining.is_some() || self.burn_rate.is_some()
    }
}

impl AlertSpan {
    pub(super) fn seconds(&self) -> i64 {
        self.end - self.start
    }
}
