//! `sloth.dev/contrib/denominator_corrected_rules/v1`: SLI rules that weigh each window by its traffic.

use serde_json::Value;

use super::config::Config;
use super::sli_rules::window_problem;
use super::{ConfigError, Job, Pass, Problem};
use crate::diagnostic::Code;
use crate::model::{Field, Sli};
use crate::rules::sloth::{corrected_sli_rules, correction_rules};
use crate::rules::{Parts, Remark};

#[derive(Debug)]
struct DenominatorCorrected {
    optimised: bool,
}

/// `disableOptimized`: the period's ratio is computed from raw series, not from recorded ratios.
pub(super) fn create(config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
    let read = || Config::new(config)?.bool("disableOptimized");
    let disabled = read().map_err(|error| error.within("invalid config: "))?;
    Ok(Box::new(DenominatorCorrected { optimised: !disabled }))
}

impl Pass for DenominatorCorrected {
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>> {
        let Job { slo, plan, .. } = job;
        let Some(Sli::Events { bad, total }) = &slo.sli else { return Err(needs_events()) };
        if bad.text().is_empty() || total.text().is_empty() {
            return Err(needs_events());
        }
        let at = |error| window_problem(slo, error);
        if let Some(native) = job.native {
            rules.sli.rules = native.sli_rules().map_err(at)?;
            rules.remarks.push(no_effect());
            return Ok(());
        }
        rules.sli.rules = corrected_sli_rules(slo, plan, bad, total, self.optimised).map_err(at)?;
        rules.metadata.rules.extend(correction_rules(slo, plan, total).map_err(at)?);
        Ok(())
    }
}

fn no_effect() -> Remark {
    Remark {
        code: Code::PluginNoEffect,
        at: Field::Slo.into(),
        message:
            "`denominator_corrected_rules` has no effect: the rules of the profile `native` weigh by events"
                .into(),
        help: Some("take the plugin out of the chain".into()),
    }
}

fn needs_events() -> Box<Problem> {
    Box::new(Problem {
        code: Code::PluginRequires,
        at: Field::Sli.into(),
        message: "`denominator_corrected_rules` needs an SLI of bad and total events".into(),
        help: Some("write the SLI as `events` with both queries, or take the plugin out of the chain"),
        reference: "denominator corrected SLI requires SLI event type".into(),
    })
}
