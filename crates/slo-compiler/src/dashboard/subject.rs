//! One SLO as dashboards see it: what it says, and which series its rules record.
//!
//! In: an SLO with its plan and its compiled rules. Out: answers about what exists. Keeps: a series counts as recorded only
//! under the labels by which the SLO is looked for, because a spec can overwrite even those.

use crate::model::{AlertKind, Slo, Window};
use crate::plan::Plan;
use crate::rules::naming::{self, LABEL_ID, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO, SLO_INFO};
use crate::rules::{Rule, RuleGroup, RuleKind, SloRules};

use super::groups::Groups;

/// An SLO, its windows and the rules that were made of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Subject<'a> {
    /// The SLO.
    pub slo: &'a Slo,
    /// Its windows and thresholds.
    pub plan: &'a Plan,
    /// Its rules.
    pub rules: &'a SloRules,
}

impl<'a> Subject<'a> {
    /// From its parts.
    #[must_use]
    pub const fn new(slo: &'a Slo, plan: &'a Plan, rules: &'a SloRules) -> Self {
        Self { slo, plan, rules }
    }

    fn all_rules(self) -> impl Iterator<Item = &'a Rule> {
        self.rules.groups().flat_map(|group| &group.rules)
    }

    /// The groups that hold its rules.
    pub(super) fn groups(self) -> impl Iterator<Item = &'a RuleGroup> {
        self.rules.groups()
    }

    /// Whether `rule` makes series with the labels of the SLO.
    fn is_its_own(self, rule: &Rule) -> bool {
        let identity =
            [(LABEL_ID, &*self.slo.id), (LABEL_SERVICE, &*self.slo.service), (LABEL_SLO, &*self.slo.name)];
        identity.iter().all(|(name, value)| rule.labels.get(name) == Some(value))
    }

    /// The rule that records `metric`.
    fn recording(self, metric: &str) -> Option<&'a Rule> {
        self.all_rules().find(|rule| {
            matches!(&rule.kind, RuleKind::Record(name) if **name == *metric) && self.is_its_own(rule)
        })
    }

    /// A metric that is recorded.
    pub(super) fn any_metric(self) -> Option<&'a str> {
        self.all_rules().find_map(|rule| match &rule.kind {
            RuleKind::Record(name) if self.is_its_own(rule) => Some(&**name),
            _ => None,
        })
    }

    /// Whether `metric` is recorded.
    pub(super) fn records(self, metric: &str) -> bool {
        self.recording(metric).is_some()
    }

    /// Whether the error ratio over `window` is recorded.
    pub(super) fn records_ratio(self, window: Window) -> bool {
        self.records(&naming::error_ratio(window))
    }

    /// The windows of recorded error ratios, ascending, that of the period last.
    pub(super) fn windows(self) -> impl Iterator<Item = Window> {
        let period = self.plan.period;
        let windows = self.plan.windows.iter().copied().filter(move |window| *window != period);
        windows.chain([period]).filter(move |window| self.records_ratio(*window))
    }

    /// The windows over which bad and total events are recorded, ascending.
    pub(super) fn event_windows(self) -> impl Iterator<Item = Window> {
        let both = move |window: &Window| {
            self.records(&naming::bad_events(*window)) && self.records(&naming::total_events(*window))
        };
        self.plan.windows.iter().copied().filter(both)
    }

    /// Whether the alert of `kind` is among the rules, under the severity by which it is looked for.
    pub(super) fn alerts(self, kind: AlertKind) -> bool {
        self.all_rules().any(|rule| {
            matches!(rule.kind, RuleKind::Alert(_)) && rule.labels.get(LABEL_SEVERITY) == Some(kind.as_str())
        })
    }

    /// The value of a label of the info metric.
    pub(super) fn info(self, label: &str) -> Option<&'a str> {
        self.recording(SLO_INFO)?.labels.get(label)
    }

    /// The metrics that are recorded without one of `labels` that the info metric has, or with another value of it.
    pub(super) fn metrics_without(self, labels: &[&str]) -> impl Iterator<Item = &'a str> {
        let info: Vec<(&str, Option<&str>)> = labels.iter().map(|label| (*label, self.info(label))).collect();
        self.all_rules().filter_map(move |rule| match &rule.kind {
            RuleKind::Record(name) => {
                let is_equal = |(label, value): &(&str, Option<&str>)| rule.labels.get(label) == *value;
                (!info.iter().all(is_equal)).then_some(&**name)
            }
            RuleKind::Alert(_) => None,
        })
    }

    /// By which labels its SLI tells groups apart.
    pub(super) fn grouping(self) -> Groups {
        Groups::of(self.slo)
    }

    /// Where its users find help: a link in the annotations of its alerts.
    pub(super) fn runbook(self) -> Option<&'a str> {
        const KEYS: [&str; 3] = ["runbook", "runbook_url", "runbookURL"];
        let alerts = [&self.slo.page, &self.slo.ticket].into_iter().flatten();
        let links = alerts.flat_map(|alert| KEYS.iter().filter_map(|key| alert.annotations.get(key)));
        // What Prometheus fills in when an alert fires is not known here.
        let is_address = |link: &&str| {
            (link.starts_with("http://") || link.starts_with("https://")) && !link.contains("{{")
        };
        links.into_iter().find(is_address)
    }
}
