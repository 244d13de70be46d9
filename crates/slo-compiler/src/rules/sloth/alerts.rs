//! Page and ticket alerts: multi-window, multi-burn-rate.

use crate::go::number::format_g;
use crate::model::{Alert, AlertKind, Labels, Slo};
use crate::plan::{BurnCondition, Plan};
use crate::rules::naming::{self, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO, LABEL_WINDOW};
use crate::rules::{AlertRule, Rule, RuleKind};

/// The alerts of `slo` that are not disabled: page, then ticket.
pub(crate) fn alert_rules(slo: &Slo, plan: &Plan) -> Vec<Rule> {
    let burn = BurnAlert::of(slo, plan);
    let alerts = [(AlertKind::Page, &slo.page, &plan.page), (AlertKind::Ticket, &slo.ticket, &plan.ticket)];
    alerts
        .into_iter()
        .filter_map(|(kind, alert, conditions)| {
            let expr = || burn.expr(conditions, |_| String::new());
            alert.as_ref().map(|alert| BurnAlert::rule(kind, alert, expr()))
        })
        .collect()
}

/// What the burn-rate alerts of an SLO have in common.
pub(crate) struct BurnAlert {
    selector: String,
    budget: String,
}

impl BurnAlert {
    pub(crate) fn of(slo: &Slo, plan: &Plan) -> Self {
        let mut budget = String::new();
        format_g(plan.error_budget, &mut budget);
        Self { selector: naming::selector(&naming::identity(slo)), budget }
    }

    /// The alert with this expression.
    pub(crate) fn rule(kind: AlertKind, alert: &Alert, expr: String) -> Rule {
        let severity = kind.as_str();
        let mut labels: Labels = [(LABEL_SEVERITY, severity)].into_iter().collect();
        labels.merge(&alert.labels);
        let subject = format!(
            "{{{{$labels.{LABEL_SERVICE}}}}} {{{{$labels.{LABEL_SLO}}}}} SLO error budget burn rate is"
        );
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

    /// Any of the conditions, quick first; each holds when both its windows are above the threshold, and `more` is what
    /// else must hold.
    pub(crate) fn expr(
        &self,
        conditions: &[BurnCondition],
        more: impl Fn(&BurnCondition) -> String,
    ) -> String {
        let mut text = String::with_capacity(2 * conditions.len() * (self.selector.len() + 120));
        for (position, condition) in conditions.iter().enumerate() {
            text.push_str(if position == 0 { "(\n" } else { ")\nor\n(\n" });
            let mut factor = String::new();
            format_g(condition.burn_rate, &mut factor);
            for (start, window) in [("", condition.short), ("    and\n", condition.long)] {
                let ratio = naming::error_ratio(window);
                let pieces = [
                    start,
                    "    max(",
                    &ratio,
                    &self.selector,
                    " > (",
                    &factor,
                    " * ",
                    &self.budget,
                    ")) without (",
                    LABEL_WINDOW,
                    ")\n",
                ];
                text.extend(pieces);
            }
            text.push_str(&more(condition));
        }
        text.push_str(")\n");
        text
    }
}
