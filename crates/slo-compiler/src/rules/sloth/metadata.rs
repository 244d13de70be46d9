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
    let identity = naming::identity(slo);
    let selector = naming::selector(&identity);
    let mut labels = identity;
    labels.merge(&slo.labels);
    let mut info_labels = labels.clone();
    info_labels.set(LABEL_VERSION, Arc::clone(&info.version));
    info_labels.set(LABEL_MODE, info.mode);
    info_labels.set(LABEL_SPEC, info.spec);
    info_labels.set(LABEL_OBJECTIVE, text(|out| go::number::format_decimal(slo.objective.percent(), out)));

    let ratio = text(|out| go::number::format_g(slo.objective.ratio(), out));
    let days = text(|out| go::number::format_g(plan.period.as_hours() / 24.0, out));
    let join = format!("\n/ on({LABEL_ID}, {LABEL_SLO}, {LABEL_SERVICE}) group_left\n");
    let burn_rate = |window: Window| {
        let error_ratio = naming::error_ratio(window);
        [&error_ratio, selector.as_str(), &join, ERROR_BUDGET_RATIO, &selector, "\n"].concat()
    };
    let exprs = [
        format!("vector({ratio})"),
        format!("vector(1-{ratio})"),
        format!("vector({days})"),
        burn_rate(plan.current),
        burn_rate(plan.period),
        ["1 - ", PERIOD_BURN_RATE, &selector].concat(),
    ];
    let record =
        |name: &'static str, expr, labels| Rule { kind: RuleKind::Record(name.into()), expr, labels };
    let mut rules: Vec<Rule> = SHARED_METADATA
        .into_iter()
        .zip(exprs)
        .map(|(name, expr)| record(name, expr, labels.clone()))
        .collect();
    rules.push(record(SLO_INFO, "vector(1)".into(), info_labels));
    rules
}

fn text(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}
