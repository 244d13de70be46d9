//! Rules as data: what the passes change and the emitters write.

use std::sync::Arc;

use crate::model::{Labels, Window};

/// The rules of one SLO, in the parts that passes address.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct SloRules {
    /// The SLI error ratio, one recording rule a window.
    pub sli: RuleGroup,
    /// Objective, budget, burn rates and the like.
    pub metadata: RuleGroup,
    /// The alerts.
    pub alerts: RuleGroup,
}

impl SloRules {
    /// The groups that hold rules, in the order in which they are written.
    pub fn groups(&self) -> impl Iterator<Item = &RuleGroup> {
        [&self.sli, &self.metadata, &self.alerts].into_iter().filter(|group| !group.rules.is_empty())
    }
}

/// Rules that are evaluated one after the other at one interval.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RuleGroup {
    /// Unique within a rules file.
    pub name: String,
    /// How often; `None` is the default of the server.
    pub interval: Option<Window>,
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
