//! The two groups: what must follow the present, and what may trail it.

use std::collections::BTreeSet;

use super::{Context, facts};
use crate::model::Window;
use crate::rules::{Parts, Rule, RuleGroup, RuleKind, SloRules, naming};

/// How often the slow group is evaluated unless a plugin wants otherwise. Alerts and dashboards see a sample for 5 minutes:
/// at 2 minutes one missed evaluation leaves no hole.
const SLOW_INTERVAL: Window = Window::minutes(2);

impl Context<'_> {
    /// Puts the parts in groups. The order within a part stays, and so does that of the parts: SLI, metadata, alerts.
    pub(crate) fn arrange(&self, parts: Parts) -> SloRules {
        let Parts { sli, metadata, alerts, .. } = parts;
        let intervals = [sli.interval, alerts.interval];
        let slow_names: BTreeSet<String> = self
            .sources()
            .readings
            .iter()
            .filter(|reading| !reading.source.is_prompt())
            .map(|reading| naming::error_ratio(reading.window))
            .collect();
        let is_slow =
            |rule: &Rule| matches!(&rule.kind, RuleKind::Record(name) if slow_names.contains(&**name));
        let (slow_sli, fast_sli): (Vec<_>, Vec<_>) = sli.rules.into_iter().partition(is_slow);
        let is_fast = |rule: &Rule| matches!(&rule.kind, RuleKind::Record(name) if facts::is_prompt(name));
        let (fast_metadata, slow_metadata): (Vec<_>, Vec<_>) = metadata.rules.into_iter().partition(is_fast);
        let group = |name, interval, rules| RuleGroup {
            name,
            interval,
            query_offset: self.slo.tuning.query_offset,
            rules,
        };
        let id = &self.slo.id;
        SloRules::new([
            group(
                naming::fast_group(id),
                intervals.into_iter().flatten().min(),
                fast_sli.into_iter().chain(fast_metadata).chain(alerts.rules).collect(),
            ),
            group(
                naming::slow_group(id),
                Some(metadata.interval.unwrap_or(SLOW_INTERVAL)),
                slow_sli.into_iter().chain(slow_metadata).collect(),
            ),
        ])
    }
}
