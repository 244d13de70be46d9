//! `sloth.dev/core/alert_rules/v1`: replaces the alerts.

use super::{Job, Pass, Problem};
use crate::rules::Parts;
use crate::rules::sloth::alert_rules;

#[derive(Debug)]
struct AlertRules;

pub(super) fn create() -> Box<dyn Pass> {
    Box::new(AlertRules)
}

impl Pass for AlertRules {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        rules.alerts.rules = match job.native {
            None => alert_rules(job.slo, job.plan),
            Some(native) => native.alert_rules(),
        };
        Ok(())
    }
}
