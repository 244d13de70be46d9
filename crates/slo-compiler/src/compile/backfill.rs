//! What gives new rules a past: their event rules alone, as promtool evaluates them over raw series.
//!
//! In: compiled SLOs. Out: [`Backfill`]. Keeps: only SLOs whose rules record events are in it; all others read raw series by
//! themselves, and have their past without it.

use super::{Compiled, CompiledSlo};
use crate::emit::prometheus;
use crate::model::Window;
use crate::rules::{RuleGroup, native};

/// The event rules of many SLOs.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Backfill {
    /// One group an SLO, in order.
    pub groups: Vec<RuleGroup>,
    /// The longest period of these SLOs: so far back their rules look.
    pub period: Window,
    /// The ids of the SLOs that record no events.
    pub without: Vec<String>,
}

impl Backfill {
    /// Adds those of other files.
    pub fn extend(&mut self, other: Self) {
        self.groups.extend(other.groups);
        self.period = self.period.max(other.period);
        self.without.extend(other.without);
    }

    /// One rules file, for `promtool tsdb create-blocks-from rules`.
    #[must_use]
    pub fn to_prometheus(&self) -> String {
        let mut out = String::new();
        prometheus::write_rules(self.groups.iter(), &mut out);
        out
    }
}

impl Compiled {
    /// The event rules of the SLOs, which have to be compiled for the profile `native`.
    #[must_use]
    pub fn backfill(&self) -> Backfill {
        let mut backfill = Backfill::default();
        for CompiledSlo { slo, plan, .. } in self.slos().filter(|compiled| !compiled.slo.tuning.disabled) {
            // What cannot be rendered for a window was an error before.
            match native::backfill(slo, plan).ok().flatten() {
                Some(group) => {
                    backfill.groups.push(group);
                    backfill.period = backfill.period.max(slo.period);
                }
                None => backfill.without.push(slo.id.to_string()),
            }
        }
        backfill
    }
}
