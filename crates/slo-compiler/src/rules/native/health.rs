//! Alerts on the state of an SLO: each is off unless the SLO asks for it, and fires alone in its situation.

use super::Context;
use super::indicator::Indicator;
use crate::model::{HealthAlert, Labels, Window};
use crate::rules::naming::{
    self, BUDGET_EXHAUSTED, BUDGET_REMAINING, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO, SOURCE_IDLE, SOURCE_NEVER_SEEN, SOURCE_VANISHED,
};
use crate::rules::{AlertRule, Rule, RuleKind};
