//! Rules as data: what the passes change and the emitters write.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::model::{FieldPart, Labels, Window};

/// The rules of one SLO, in the groups in which they are evaluated; none of them is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SloRules(Vec<RuleGroup>);

impl SloRules {
    /// Leaves out groups without rules.
    #[must_use]
    pub fn new(groups: impl IntoIterator<Item = RuleGroup>) -> Self {
        Self(groups.into_iter().filter(|group| !group.rules.is_empty()).collect())
    }

    /// The groups, in the order in which they are written.
    pub fn groups(&self) -> impl Iterator<Item = &RuleGroup> {
        self.0.iter()
    }

    /// Every rule, in the order in which they are written.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().flat_map(|group| &group.rules)
    }

    /// The rules that raise an alert.
    pub fn alerts(&self) -> impl Iterator<Item = &AlertRule> {
        self.rules().filter_map(|rule| match &rule.kind {
            RuleKind::Alert(alert) => Some(alert),
            RuleKind::Record(_) => None,
        })
    }

    /// Keeps only the rules that pass, and the groups that then hold any.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Rule) -> bool) {
        for group in &mut self.0 {
            group.rules.retain(&keep);
        }
        self.0.retain(|group| !group.rules.is_empty());
    }
}

/// The rules of one SLO by what they are about: what passes change. A profile decides in which groups they end.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parts {
    /// The SLI: error ratios of windows, and what they are computed from.
    pub(crate) sli: Part,
    /// Objective, budget, burn rates and the like.
    pub(crate) metadata: Part,
    /// The alerts.
    pub(crate) alerts: Part,
    /// What users should know about how the rules came about.
    pub(crate) remarks: Vec<Remark>,
}

/// Rules that are about the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// How often a user wants them to be evaluated.
    pub(crate) interval: Option<Window>,
    /// In order of evaluation.
    pub(crate) rules: Vec<Rule>,
}

/// Something about the rules of an SLO that its user should know.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Remark {
    /// The kind of remark.
    pub code: Code,
    /// Which field of the SLO it is about.
    pub at: FieldPart,
    /// What there is to know.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Rules that are evaluated one after the other at one interval.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RuleGroup {
    /// Unique within a rules file.
    pub name: String,
    /// How often; `None` is the default of the server.
    pub interval: Option<Window>,
    /// How far in the past the rules are evaluated; `None` is the default of the server.
    pub query_offset: Option<Window>,
    /// In order of evaluation.
    pub rules: Vec<Rule>,
}

/// One recording or alerting rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rule {
    /// What the rule makes.
    pub kind: RuleKind,
    /// The `PromQL` expression, as it is emitted.
    pub expr: String,
    /// Labels that the result gets.
    pub labels: Labels,
}

/// What a rule makes of its expression.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RuleKind {
    /// A series of this name.
    Record(Arc<str>),
    /// An alert.
    Alert(AlertRule),
}

/// The part of a rule that only alerts have.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AlertRule {
    /// The name of the alert.
    pub name: Arc<str>,
    /// How long the expression must hold before the alert fires (`for`).
    pub hold: Option<Window>,
    /// How long the alert goes on after the expression ceased to hold.
    pub keep_firing: Option<Window>,
    /// Texts for people.
    pub annotations: Labels,
}

/// How rules come about: labels of the info metric.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Info {
    /// The version of the compiler.
    pub version: Arc<str>,
    /// Who compiled, such as `cli-gen-prom`.
    pub mode: &'static str,
    /// What the SLO is written in, such as `prometheus/v1`.
    pub spec: &'static str,
}
