//! Error ratios weighted by traffic: bad events relative to the mean of all events in the period.

use super::sli::{Ratio, each_window};
use super::{Cause, WindowError};
use crate::model::{Labels, Query, Slo, Window};
use crate::plan::Plan;
use crate::rules::naming;
use crate::rules::{Rule, RuleKind};

/// The SLI rules: each window's ratio times its share of the period's traffic.
pub(crate) fn corrected_sli_rules(
    slo: &Slo,
    plan: &Plan,
    bad: &Query,
    total: &Query,
    optimised: bool,
) -> Result<Vec<Rule>, WindowError> {
    let selector = naming::selector(&naming::identity(slo));
    let (bad, total) = (bad.text(), total.text());
    each_window(slo, plan, optimised, |window| {
        let text = if window == plan.period {
            format!("({bad})\n/\n({total})\n")
        } else {
            let correction = naming::numerator_correction(window);
            format!("(\n{correction}{selector}\n* on()\n{bad}\n)\n/\n({total})\n")
        };
        render(&text, window)
    })
}

/// The metadata rules on which [`corrected_sli_rules`] depend, one for each window but the period.
pub(crate) fn correction_rules(slo: &Slo, plan: &Plan, total: &Query) -> Result<Vec<Rule>, WindowError> {
    let mut labels: Labels = naming::identity(slo);
    labels.merge(&slo.labels);
    let total = format!("({})", total.text());
    plan.windows
        .iter()
        .map(|&window| {
            let expr = format!("{}/{}", render(&total, window)?, render(&total, plan.period)?);
            Ok(Rule {
                kind: RuleKind::Record(naming::numerator_correction(window).into()),
                expr,
                labels: labels.clone(),
            })
        })
        .collect()
}

fn render(text: &str, window: Window) -> Result<String, WindowError> {
    let at = |cause: Cause| WindowError { window, cause };
    Ratio::parse(text).map_err(at)?.render(window).map_err(at)
}
