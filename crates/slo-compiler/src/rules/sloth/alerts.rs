//! Page and ticket alerts: multi-window, multi-burn-rate.

use crate::go::number::format_g;
use crate::model::{Alert, AlertKind, Labels, Slo};
use crate::plan::{BurnCondition, Plan};
use crate::rules::naming::{self, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO, LABEL_WINDOW};
use crate::rules::{AlertRule, Rule, RuleKind};

/// The alerts of `slo` that are not disabled: page, then ticket.
pub(crate) fn alert_rules(slo: &Slo, plan: &Plan) -> Vec<Rule> {
    let selector = naming::selector(&naming::identity(slo));
    let mut budget = String::new();
    format_g(plan.error_budget, &mut budget);
    let alerts = [(AlertKind::Page, &slo.page, &plan.page), (AlertKind::Ticket, &slo.ticket, &plan.ticket)];
    alerts
        .into_iter()
        .filter_map(|(severity, alert, conditions)| {
            alert.as_ref().map(|alert| rule(severity.as_str(), alert, expr(conditions, &selector, &budget)))
        })
        .collect()
}

fn rule(severity: &'static str, alert: &Alert, expr: String) -> Rule {
    let mut labels: Labels = [(LABEL_SEVERITY, severity)].into_iter().collect();
    labels.merge(&alert.labels);
    let subject =
        format!("{{{{$labels.{LABEL_SERVICE}}}}} {{{{$labels.{LABEL_SLO}}}}} SLO error budget burn rate is");
    let mut annotations: Labels = [
        ("title", format!("({severity}) {subject} too fast.")),
        ("summary", format!("{subject} over expected.")),
    ]
    .into_iter()
    .collect();
    annotations.merge(&alert.annotations);
    let name = alert.name.clone();
    Rule { kind: RuleKind::Alert(AlertRule { name, annotations, ..AlertRule::default() }), expr, labels }
}

/// Either condition, quick first; each holds when both its windows are above the threshold.
fn expr([quick, slow]: &[BurnCondition; 2], selector: &str, budget: &str) -> String {
    let mut text = String::with_capacity(4 * (selector.len() + 120));
    for (start, condition) in [("(\n", quick), (")\nor\n(\n", slow)] {
        let mut factor = String::new();
        format_g(condition.burn_rate, &mut factor);
        for (start, window) in [(start, condition.short), ("    and\n", condition.long)] {
            text.push_str(start);
            let ratio = naming::error_ratio(window);
            let pieces = [
                "    max(",
                &ratio,
                selector,
                " > (",
                &factor,
                " * ",
                budget,
                ")) without (",
                LABEL_WINDOW,
                ")\n",
            ];
            text.extend(pieces);
        }
    }
    text.push_str(")\n");
    text
}
