//! The profile `sloth`: the rules of Sloth 0.16.0, byte for byte.
//!
//! In: an SLO and its plan. Out: its recording and alerting rules, in the order and with the texts of the reference.

mod alerts;
mod corrected;
mod metadata;
mod sli;

pub(crate) use alerts::{BurnAlert, alert_rules};
pub(crate) use corrected::{corrected_sli_rules, correction_rules};
pub(crate) use metadata::{SHARED_METADATA, budget, metadata, metadata_rules};
pub(crate) use sli::sli_rules;

use crate::model::{Slo, Window};
use crate::rules::{Part, Parts, RuleGroup, SloRules, naming};
use crate::template::TemplateError;

/// Each part in a group of its own.
pub(crate) fn arrange(slo: &Slo, parts: Parts) -> SloRules {
    let group =
        |name, part: Part| RuleGroup { name, interval: part.interval, query_offset: None, rules: part.rules };
    SloRules::new([
        group(naming::sli_group(&slo.id), parts.sli),
        group(naming::metadata_group(&slo.id), parts.metadata),
        group(naming::alert_group(&slo.id), parts.alerts),
    ])
}

/// Why the rules of an SLO could not be made for one of its windows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WindowError {
    /// The window.
    pub(crate) window: Window,
    /// What went wrong.
    pub(crate) cause: Cause,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cause {
    /// The SLO has no SLI.
    NoSli,
    /// The period would be computed from itself.
    OptimisedFromItself,
    /// The query is not a template.
    Template(TemplateError),
    /// The template fails for this window.
    Render(TemplateError),
}
