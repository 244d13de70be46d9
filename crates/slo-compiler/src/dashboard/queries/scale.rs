//! Colours by value. That of the error budget is the one that all others follow: above half of it green, above a quarter
//! yellow, some of it orange, none red.

use crate::dashboard::model::{Color, Format, Thresholds, Unit};
use crate::plan::Plan;

/// A share in percent.
pub(in crate::dashboard) fn share(decimals: u8, thresholds: Thresholds) -> Format {
    Format { unit: Unit::Ratio, decimals: Some(decimals), thresholds, ..Format::default() }
}

/// The share of the error budget that is left.
pub(in crate::dashboard) fn budget_scale() -> Thresholds {
    let steps = [(0.0, Color::Orange), (0.25, Color::Yellow), (0.5, Color::Green)];
    Thresholds::new(Color::Red, steps)
}

/// The colours of the budget, for the share of good events in the period that leaves so much of it.
pub(super) fn sli_scale(plan: &Plan) -> Thresholds {
    let left = |share: f64| 1.0 - plan.error_budget * (1.0 - share);
    let steps = [(left(0.0), Color::Orange), (left(0.25), Color::Yellow), (left(0.5), Color::Green)];
    Thresholds::new(Color::Red, steps)
}

/// Burn rates: above 1 the period ends without budget, above the thresholds of the page alert someone is called.
pub(in crate::dashboard) fn burn_scale(plan: &Plan) -> Thresholds {
    let [quick, slow] = plan.page.map(|condition| condition.burn_rate);
    let steps = [(1.0, Color::Yellow), (slow.min(quick), Color::Orange), (slow.max(quick), Color::Red)];
    Thresholds::new(Color::Green, steps)
}

/// Seconds until the budget is used up: a thirtieth of the period is a day of a month.
pub(in crate::dashboard) fn exhaustion_scale(period_seconds: f64) -> Thresholds {
    let steps = [
        (period_seconds / 30.0, Color::Orange),
        (period_seconds / 10.0, Color::Yellow),
        (period_seconds, Color::Green),
    ];
    Thresholds::new(Color::Red, steps)
}
