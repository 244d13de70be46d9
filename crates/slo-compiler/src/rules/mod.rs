//! Recording and alerting rules of validated SLOs.

mod set;

pub use set::{AlertRule, Rule, RuleGroup, RuleKind, SloRules};
