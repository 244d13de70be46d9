//! The two groups: what must follow the present, and what may trail it.

use std::collections::BTreeSet;

use super::{Context, facts};
use crate::model::Window;
use crate::rules::{Parts, Rule, RuleGroup, RuleKind, SloRules, naming};

/// How often the slow group is evaluated unless a plugin wants otherwise. Alerts and dashboards see a sample for 5 minutes:
/// at 2 minutes one missed evaluation leaves no hole.
const SLOW_INTERVAL: Window = Window::minutes(2);

/// How often the fast group is evaluated at least: its windows are read at grids of a minute.
const FAST_AT_MOST: Window = Window::minutes(1);

/// The longest interval of the rules that are about the SLI or the alerts, and of those that are about metadata.
pub(crate) const LONGEST_INTERVALS: [Window; 2] = [FAST_AT_MOST, SLOW_INTERVAL];

impl Context<'_> {
    /// Puts the parts in groups. The order within a part stays, and so does that of the parts: SLI, metadata, alerts. An
    /// interval that a plugin wants for SLI or alerts is that of the fast group, one for metadata that of the slow group,
    /// unless the windows could not be read right at it.
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
                intervals.into_iter().flatten().min().map(|wanted| wanted.min(FAST_AT_MOST)),
                fast_sli.into_iter().chain(fast_metadata).chain(alerts.rules).collect(),
            ),
            group(
                naming::slow_group(id),
                Some(metadata.interval.map_or(SLOW_INTERVAL, |wanted| wanted.min(SLOW_INTERVAL))),
                slow_sli.into_iter().chain(slow_metadata).collect(),
            ),
        ])
    }
}
