//! Facts and burn rates of an SLO: seven recording rules.

use std::sync::Arc;

use crate::go;
use crate::model::{Slo, Window};
use crate::plan::Plan;
use crate::rules::naming::{
    self, BUDGET_REMAINING, CURRENT_BURN_RATE, ERROR_BUDGET_RATIO, LABEL_ID, LABEL_MODE, LABEL_OBJECTIVE,
    LABEL_SERVICE, LABEL_SLO, LABEL_SPEC, LABEL_VERSION, OBJECTIVE_RATIO, PERIOD_BURN_RATE, SLO_INFO,
    TIME_PERIOD_DAYS,
};
use crate::rules::{Info, Rule, RuleKind};

/// The metadata rules that carry the same labels: all but the info metric.
pub(crate) const SHARED_METADATA: [&str; 6] = [
    OBJECTIVE_RATIO,
    ERROR_BUDGET_RATIO,
    TIME_PERIOD_DAYS,
    CURRENT_BURN_RATE,
    PERIOD_BURN_RATE,
    BUDGET_REMAINING,
];

/// The seven rules, in fixed order.
pub(crate) fn metadata_rules(slo: &Slo, plan: &Plan, info: &Info) -> Vec<Rule> {
    let selector = naming::selector(&naming::identity(slo));
    let join = format!("\n/ on({LABEL_ID}, {LABEL_SLO}, {LABEL_SERVICE}) group_left\n");
    metadata(slo, plan, info, |window| {
        let error_ratio = naming::error_ratio(window);
        [&error_ratio, selector.as_str(), &join, ERROR_BUDGET_RATIO, &selector, "\n"].concat()
    })
    .into()
}

/// The seven rules, in the order of [`SHARED_METADATA`] and the info metric last; `burn_rate` gives the expression for a
/// window.
pub(crate) fn metadata(
    slo: &Slo,
    plan: &Plan,
    info: &Info,
    burn_rate: impl Fn(Window) -> String,
) -> [Rule; 7] {
    let mut labels = naming::identity(slo);
    let selector = naming::selector(&labels);
    labels.merge(&slo.labels);
    let mut info_labels = labels.clone();
    info_labels.set(LABEL_VERSION, Arc::clone(&info.version));
    info_labels.set(LABEL_MODE, info.mode);
    info_labels.set(LABEL_SPEC, info.spec);
    info_labels.set(LABEL_OBJECTIVE, text(|out| go::number::format_decimal(slo.objective.percent(), out)));

    let budget = budget(slo);
    let ratio = text(|out| go::number::format_g(slo.objective.ratio(), out));
    let days = text(|out| go::number::format_g(plan.period.as_hours() / 24.0, out));
    let record =
        |name: &'static str, expr, labels| Rule { kind: RuleKind::Record(name.into()), expr, labels };
    let shared = |name, expr| record(name, expr, labels.clone());
    [
        shared(OBJECTIVE_RATIO, format!("vector({ratio})")),
        shared(ERROR_BUDGET_RATIO, format!("vector({budget})")),
        shared(TIME_PERIOD_DAYS, format!("vector({days})")),
        shared(CURRENT_BURN_RATE, burn_rate(plan.current)),
        shared(PERIOD_BURN_RATE, burn_rate(plan.period)),
        shared(BUDGET_REMAINING, ["1 - ", PERIOD_BURN_RATE, &selector].concat()),
        record(SLO_INFO, "vector(1)".into(), info_labels),
    ]
}

/// The error budget as the reference writes it: `1-0.999`, whose value is that of the server's arithmetic.
pub(crate) fn budget(slo: &Slo) -> String {
    text(|out| {
        out.push_str("1-");
        go::number::format_g(slo.objective.ratio(), out);
    })
}

fn text(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}
