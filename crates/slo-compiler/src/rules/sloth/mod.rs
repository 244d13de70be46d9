//! The profile `sloth`: the rules of Sloth 0.16.0, byte for byte.
//!
//! In: an SLO and its plan. Out: its recording and alerting rules, in the order and with the texts of the reference.

mod alerts;
mod corrected;
mod metadata;
mod sli;

pub(crate) use alerts::alert_rules;
pub(crate) use corrected::{corrected_sli_rules, correction_rules};
pub(crate) use metadata::{SHARED_METADATA, metadata_rules};
pub(crate) use sli::sli_rules;

use crate::model::Window;
use crate::template::TemplateError;

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
