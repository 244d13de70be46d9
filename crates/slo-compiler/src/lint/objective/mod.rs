//! Checks of objectives against the alerts that watch them.

pub(super) mod hundred;
pub(super) mod low;
pub(super) mod never_alerts;
pub(super) mod one_event;
pub(super) mod too_fine;

use crate::model::Window;
use crate::plan::{BurnCondition, Plan};

/// The error ratio above which a condition holds.
fn threshold(condition: &BurnCondition, plan: &Plan) -> f64 {
    condition.burn_rate * plan.error_budget
}

/// How many bad events of `per_second` events a second make a condition hold: threshold × events in the long window.
fn bad_events(condition: &BurnCondition, plan: &Plan, per_second: f64) -> f64 {
    threshold(condition, plan) * seconds(condition.long) * per_second
}

fn seconds(window: Window) -> f64 {
    window.as_hours() * 3600.0
}
