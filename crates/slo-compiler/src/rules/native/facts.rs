//! Burn rates, what is left of the error budget, and facts about the SLO.
//!
//! Numbers that are known stand in the expressions: no rule joins the series of another.
//!
//! An objective of 100 % has no budget to divide by. Nothing burns while no event is bad; the first one burns infinitely fast,
//! and leaves nothing.

use super::Context;
use crate::rules::naming;
use crate::rules::sloth;
use crate::rules::{Info, Rule};

/// In the order of evaluation: what is left is computed from the burn rate before it.
pub(super) fn rules(context: &Context<'_>, info: &Info) -> Vec<Rule> {
    let budget = sloth::budget(context.slo);
    let has_budget = context.slo.objective.ratio() < 1.0;
    let [objective, error_budget, days, current, period, mut remaining, info] =
        sloth::metadata(context.slo, context.plan, info, |window| {
            let ratio = context.scope.ratio(window);
            let burn_rate = [&ratio, " / (", &budget, ")"].concat();
            // 0 / 0 is not a number, which no comparison lets through.
            if has_budget { burn_rate } else { [&burn_rate, " > 0 or ", &ratio].concat() }
        });
    if !has_budget {
        let selector = naming::selector(&naming::identity(context.slo));
        remaining.expr = [naming::PERIOD_BURN_RATE, &selector, " == bool 0"].concat();
    }
    vec![current, period, remaining, objective, error_budget, days, info]
}

/// Whether `rule` must be evaluated as often as the short windows.
pub(super) fn is_prompt(name: &str) -> bool {
    name == naming::CURRENT_BURN_RATE
}
