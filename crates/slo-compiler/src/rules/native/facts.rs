//! Burn rates, what is left of the error budget, and facts about the SLO.
//!
//! Numbers that are known stand in the expressions: no rule joins the series of another.

use super::Context;
use crate::rules::naming;
use crate::rules::sloth;
use crate::rules::{Info, Rule};

/// In the order of evaluation: what is left is computed from the burn rate before it.
pub(super) fn rules(context: &Context<'_>, info: &Info) -> Vec<Rule> {
    let budget = sloth::budget(context.slo);
    let [objective, error_budget, days, current, period, remaining, info] =
        sloth::metadata(context.slo, context.plan, info, |window| {
            [&context.scope.ratio(window), " / (", &budget, ")"].concat()
        });
    vec![current, period, remaining, objective, error_budget, days, info]
}

/// Whether `rule` must be evaluated as often as the short windows.
pub(super) fn is_prompt(name: &str) -> bool {
    name == naming::CURRENT_BURN_RATE
}
