//! The chain of SLO plugins: the passes that make and change the rules of one SLO.
//!
//! In: an SLO, its plan and the [`Chain`] that its spec asks for. Out: [`SloRules`], or the [`Problem`] of the first pass
//! that fails. A pass is a file; the table below is their one list. Keeps: a configuration is read before any pass runs, so
//! a pass that runs cannot find its configuration wrong.

mod alert_rules;
mod config;
mod debug;
mod denominator_corrected;
mod error_budget_exhausted;
mod info_labels;
mod metadata_rules;
mod noop;
mod remove_labels;
mod rule_intervals;
mod sli_rules;
mod validate;

use std::fmt;

use serde_json::Value;

pub use config::ConfigError;

use crate::diagnostic::Code;
use crate::model::{FieldPart, Slo};
use crate::plan::Plan;
use crate::rules::{Info, Parts, Remark, SloRules, native, sloth};

/// What all passes of one SLO work on.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) slo: &'a Slo,
    pub(crate) plan: &'a Plan,
    pub(crate) info: &'a Info,
    /// What the profile `native` knows about the SLO, if it is the one that is wanted.
    pub(crate) native: Option<&'a native::Context<'a>>,
}

/// One step of the chain, configured.
pub(crate) trait Pass: fmt::Debug + Send + Sync {
    /// The language in which the pass checks queries; the check itself is made when the SLO is lowered.
    fn validates(&self) -> Option<QueryLanguage> {
        None
    }

    /// Something to tell the user when the pass runs.
    fn note(&self) -> Option<&str> {
        None
    }

    /// Makes or changes rules.
    fn apply(&self, job: Job<'_>, rules: &mut Parts) -> Result<(), Box<Problem>>;
}

/// The language of SLI queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryLanguage {
    /// That of Prometheus.
    Promql,
    /// That of VictoriaMetrics.
    Metricsql,
}

/// Why a pass cannot do its work on an SLO.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The kind of problem.
    pub code: Code,
    /// Which field of the SLO it is about.
    pub at: FieldPart,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<&'static str>,
    /// The reference's text, without what the chain puts before it.
    pub reference: String,
}

/// How a pass comes from its configuration; JSON `null` is none.
enum Create {
    /// It has none, whatever is written.
    Plain(fn() -> Box<dyn Pass>),
    /// It may refuse it.
    Configured(fn(&Value) -> Result<Box<dyn Pass>, ConfigError>),
}

/// A pass that a chain can name.
pub(crate) struct Builtin {
    pub(crate) id: &'static str,
    create: Create,
    summary: &'static str,
}

#[rustfmt::skip] // a table
pub(crate) const BUILTIN: &[Builtin] = &[
    plain("sloth.dev/core/validate/v1",                             validate::promql,               "Checks names, labels and queries."),
    configured("sloth.dev/core/sli_rules/v1",                       sli_rules::create,              "Replaces the SLI rules."),
    plain("sloth.dev/core/metadata_rules/v1",                       metadata_rules::create,         "Replaces the metadata rules."),
    plain("sloth.dev/core/alert_rules/v1",                          alert_rules::create,            "Replaces the alerts."),
    configured("sloth.dev/core/debug/v1",                           debug::create,                  "Tells its message when it runs."),
    plain("sloth.dev/core/noop/v1",                                 noop::create,                   "Does nothing."),
    configured("sloth.dev/contrib/info_labels/v1",                  info_labels::create,            "Adds labels to one metadata rule."),
    configured("sloth.dev/contrib/rule_intervals/v1",               rule_intervals::create,         "Sets how often the groups are evaluated."),
    configured("sloth.dev/contrib/remove_labels/v1",                remove_labels::create,          "Drops the SLO's own labels from recorded series."),
    configured("sloth.dev/contrib/error_budget_exhausted_alert/v1", error_budget_exhausted::create, "Alerts when the period's error budget is used up."),
    configured("sloth.dev/contrib/denominator_corrected_rules/v1",  denominator_corrected::create,  "Weighs each window of the SLI by its traffic."),
    plain("sloth.dev/contrib/validate_victoria_metrics/v1",         validate::metricsql,            "Checks names, labels and queries in MetricsQL."),
];

/// The passes that run unless a spec or the run leaves them out, in order.
pub(crate) const DEFAULT: [fn() -> Box<dyn Pass>; 4] =
    [validate::promql, sli_rules::optimised, metadata_rules::create, alert_rules::create];

const fn plain(id: &'static str, create: fn() -> Box<dyn Pass>, summary: &'static str) -> Builtin {
    Builtin { id, create: Create::Plain(create), summary }
}

const fn configured(
    id: &'static str,
    create: fn(&Value) -> Result<Box<dyn Pass>, ConfigError>,
    summary: &'static str,
) -> Builtin {
    Builtin { id, create: Create::Configured(create), summary }
}

impl Builtin {
    /// The pass with this configuration.
    pub(crate) fn create(&self, config: &Value) -> Result<Box<dyn Pass>, ConfigError> {
        match self.create {
            Create::Plain(create) => Ok(create()),
            Create::Configured(create) => create(config),
        }
    }
}

/// The ids of all passes.
pub fn ids() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|pass| pass.id)
}

/// What the pass with this id does, in one sentence.
#[must_use]
pub fn summary(id: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|pass| pass.id == id).map(|pass| pass.summary)
}

/// The passes of one SLO, configured, in the order in which they run.
#[derive(Debug)]
pub struct Chain(Vec<Box<dyn Pass>>);

impl Chain {
    pub(crate) const fn new(passes: Vec<Box<dyn Pass>>) -> Self {
        Self(passes)
    }

    /// The languages that queries must be valid in; none when the spec leaves validation out.
    pub fn languages(&self) -> impl Iterator<Item = QueryLanguage> {
        self.0.iter().filter_map(|pass| pass.validates())
    }

    /// What passes have to tell the user.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|pass| pass.note())
    }

    /// Makes the rules of `slo`, of the profile for which the plan is, and says what users should know about them.
    ///
    /// Passes work on the parts of the rules: SLI, metadata and alerts. The profile then puts them in groups.
    ///
    /// # Errors
    /// Why the first pass that fails cannot do its work.
    pub fn run(&self, slo: &Slo, plan: &Plan, info: &Info) -> Result<(SloRules, Vec<Remark>), Box<Problem>> {
        let native = plan.native.as_ref().map(|windows| native::Context::new(slo, plan, windows));
        if native.is_some() && slo.tuning.disabled {
            return Ok(<(SloRules, Vec<Remark>)>::default());
        }
        let mut parts = Parts::default();
        for pass in &self.0 {
            pass.apply(Job { slo, plan, info, native: native.as_ref() }, &mut parts)?;
        }
        let mut remarks = native.as_ref().map(native::Context::remarks).unwrap_or_default();
        remarks.append(&mut parts.remarks);
        let rules = match &native {
            None => sloth::arrange(slo, parts),
            Some(native) => native.arrange(parts),
        };
        Ok((rules, remarks))
    }
}
