//! `sloth.dev/contrib/error_budget_exhausted_alert/v1`: an alert when the period's error budget is used up.

use serde_json::Value;

use super::config::Config;
use super::{ConfigError, Job, Pass, Problem};
use crate::go;
use crate::model::{Labels, Window};
use crate::rules::naming::{self, BUDGET_REMAINING};
use crate::rules::{AlertRule, Parts, Rule, RuleKind};

#[derive(Debug)]
struct ErrorBudgetExhausted {
    /// The remaining share of the budget at and below which the alert fires; a ratio.
    threshold: f64,
    hold: Window,
    name: String,
    selector_labels: Labels,
    alert_labels: Labels,
    annotations: Labels,
}

/// `threshold` (ratio, 0 unless given), `for` (5m), `alert_name`, `selector_labels`, `alert_labels`, `annotations`.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let read = || {
        let config = Config::new(config)?;
        let hold = config.window("for")?.filter(|hold| hold.as_millis() > 0).unwrap_or(Window::minutes(5));
        let name =
            config.string("alert_name")?.filter(|name| !name.is_empty()).unwrap_or("ErrorBudgetExhausted");
        Ok(ErrorBudgetExhausted {
            threshold: config.number("threshold")?,
            hold,
            name: name.to_owned(),
            selector_labels: config.labels("selector_labels")?,
            alert_labels: config.labels("alert_labels")?,
            annotations: config.labels("annotations")?,
        })
    };
    Ok(Box::new(read().map_err(|error: ConfigError| error.within("invalid plugin config: "))?))
}

impl Pass for ErrorBudgetExhausted {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        let mut selected = naming::identity(job.slo);
        selected.merge(&job.slo.labels);
        selected.merge(&self.selector_labels);
        let mut expr = format!("{BUDGET_REMAINING}{} <= ", naming::selector(&selected));
        go::number::format_g(self.threshold, &mut expr);
        let alert = AlertRule {
            name: self.name.as_str().into(),
            hold: Some(self.hold),
            keep_firing: None,
            annotations: self.annotations.clone(),
        };
        rules.alerts.rules.push(Rule {
            kind: RuleKind::Alert(alert),
            expr,
            labels: self.alert_labels.clone(),
        });
        Ok(())
    }
}
