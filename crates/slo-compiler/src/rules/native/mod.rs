//! The profile `native`: ratios that weigh by events, survive windows without traffic, and read raw series only once.
//!
//! In: an SLO, its plan and the [`Sources`] of its windows. Out: the rules of each part, and the two groups in which they
//! end. Names and labels are those of Sloth; `docs/reference/rules.md` shows the rules and what they were measured to do.
//!
//! ```text
//! slo-fast-<id>  events → short windows → current burn rate → alerts   default interval
//! slo-slow-<id>  long windows → period → burn rate → budget → facts    2m
//! ```
//!
//! Keeps: in a group a rule stands behind those that it reads, so that an alert sees ratios, and a ratio events, of the
//! same instant; the series of bad events exists exactly when that of all events does, unless the SLO wants otherwise.

mod alerts;
mod events;
mod facts;
mod group;
mod health;
mod indicator;
mod no_traffic;
mod query;
mod ratios;
mod scale;
mod scope;
mod sum;

use crate::diagnostic::Code;
use crate::model::{Field, Labels, Slo};
use crate::plan::{Native, Plan, Sources};
use crate::rules::naming;
use crate::rules::{Info, Remark, Rule, RuleGroup, RuleKind};
pub(crate) use group::LONGEST_INTERVALS;
pub(crate) use indicator::EventUnit;
use indicator::{Indicator, Kind};
use scope::Scope;

use super::sloth::WindowError;

/// What the rules of one SLO are made from.
pub(crate) struct Context<'a> {
    slo: &'a Slo,
    plan: &'a Plan,
    native: &'a Native,
    /// What the SLI's queries are, if the SLO has any that can be read.
    indicator: Indicator,
    /// The series of this SLO, and how they are put together when its labels change.
    scope: Scope,
    /// Of every recorded series.
    labels: Labels,
}

impl<'a> Context<'a> {
    pub(crate) fn new(slo: &'a Slo, plan: &'a Plan, native: &'a Native) -> Self {
        let identity = naming::identity(slo);
        let indicator = Indicator::of(slo);
        let scope = Scope::new(naming::selector(&identity), indicator.grouping.clone(), &slo.labels);
        let mut labels = identity;
        labels.merge(&slo.labels);
        Self { slo, plan, native, indicator, scope, labels }
    }

    fn sources(&self) -> &Sources {
        &self.native.sources
    }

    /// The rules of the SLI: events, then ratios, windows ascending.
    pub(crate) fn sli_rules(&self) -> Result<Vec<Rule>, WindowError> {
        let mut rules = events::rules(self)?;
        rules.extend(ratios::rules(self)?);
        Ok(rules)
    }

    /// Burn rates, budget and facts.
    pub(crate) fn metadata_rules(&self, info: &Info) -> Vec<Rule> {
        facts::rules(self, info)
    }

    /// Burn-rate alerts, then alerts on the state of the SLO.
    pub(crate) fn alert_rules(&self) -> Vec<Rule> {
        let mut rules = alerts::rules(self);
        rules.extend(health::rules(self));
        rules
    }

    /// What the user should know about how the SLI is read.
    pub(crate) fn remarks(&self) -> Vec<Remark> {
        let about_sli = self.indicator.remarks().iter().cloned();
        about_sli.chain(alerts::remarks(self.native)).chain(self.uncounted()).collect()
    }

    /// Settings that need to know how many events there are, where the SLI does not tell.
    fn uncounted(&self) -> Vec<Remark> {
        if matches!(self.indicator.kind, Kind::Events(_) | Kind::Missing) {
            return Vec::new();
        }
        let tuning = &self.slo.tuning;
        let wanted = [("min_events", tuning.min_events.is_some()), ("health", tuning.health.idle.is_some())];
        let remark = |(setting, _)| Remark {
            code: Code::SpecUnused,
            at: Field::Setting(setting).into(),
            message: match setting {
                "health" => {
                    "`health.idle` has no effect: it looks for events, and the SLI gives a ratio alone"
                        .to_owned()
                }
                _ => format!(
                    "`{setting}` has no effect: it counts bad events, and the SLI gives a ratio alone"
                ),
            },
            help: Some(
                "write the SLI as `events` that can be added up over time, or leave this out".to_owned(),
            ),
        };
        wanted.into_iter().filter(|(_, wanted)| *wanted).map(remark).collect()
    }

    fn record(&self, name: String, expr: String) -> Rule {
        Rule { kind: RuleKind::Record(name.into()), expr, labels: self.labels.clone() }
    }
}

/// What the event series of `slo` count; `None` where its SLI records none.
pub(crate) fn event_unit(slo: &Slo) -> Option<EventUnit> {
    match Indicator::of(slo).kind {
        Kind::Events(events) => Some(events.unit),
        Kind::Mean(_) | Kind::Direct(_) | Kind::Missing => None,
    }
}

/// The event rules of `slo` as `promtool tsdb create-blocks-from rules` can evaluate them over the past; `None` where the
/// SLI records no events.
///
/// # Errors
/// As [`Context::sli_rules`].
pub(crate) fn backfill(slo: &Slo, plan: &Plan) -> Result<Option<RuleGroup>, WindowError> {
    let Some(native) = plan.native.as_ref() else { return Ok(None) };
    let rules = events::backfill(&Context::new(slo, plan, native))?;
    let group = RuleGroup { name: naming::backfill_group(&slo.id), rules, ..RuleGroup::default() };
    Ok(Some(group).filter(|group| !group.rules.is_empty()))
}
