//! The recorded series of one SLO, and how they are named in expressions.
//!
//! In: the selector of the SLO and the labels by which its SLI is grouped. Out: pieces of `PromQL`.
//!
//! A series carries the labels that the SLO had when it was recorded. When these change, a window holds series of both
//! kinds, which the labels of the rule would make equal, and Prometheus would refuse the result for as long as the window
//! is. So what reaches into the past is added up by the labels of the SLI alone, as far as they are known: then a label that the
//! SLO had and has not any more is still in the way.

use crate::additivity::Grouping;
use crate::go;
use crate::model::{Labels, Window};
use crate::rules::naming;

pub(super) struct Scope {
    /// `{sloth_id="…", …}`
    selector: String,
    /// `sum by (cluster) (`, `sum(`, or `sum without (team) (` where the labels of the SLI are not known; nothing where the SLO
    /// adds no labels to those.
    sum: String,
    grouping: Grouping,
}

impl Scope {
    /// `labels` are those that the SLO adds to its series.
    pub(super) fn new(selector: String, grouping: Grouping, labels: &Labels) -> Self {
        let sum = match &grouping {
            Grouping::Unknown if labels.is_empty() => String::new(),
            Grouping::Unknown => {
                let names: Vec<String> = labels.iter().map(|(name, _)| name.to_owned()).collect();
                ["sum without ", &list(&names), " ("].concat()
            }
            Grouping::By(labels) if labels.is_empty() => "sum(".to_owned(),
            Grouping::By(labels) => ["sum by ", &list(labels), " ("].concat(),
        };
        Self { selector, sum, grouping }
    }

    /// `on(cluster) `: series of equal groups; `on() ` where the groups are not known.
    pub(super) fn on(&self) -> String {
        match &self.grouping {
            Grouping::By(labels) => ["on", &list(labels), " "].concat(),
            Grouping::Unknown => "on() ".to_owned(),
        }
    }

    /// What is left of the error budget.
    pub(super) fn remaining(&self) -> String {
        self.series(naming::BUDGET_REMAINING)
    }

    /// The series of all events.
    pub(super) fn total(&self, window: Window) -> String {
        self.series(&naming::total_events(window))
    }

    /// The series of bad events.
    pub(super) fn bad(&self, window: Window) -> String {
        self.series(&naming::bad_events(window))
    }

    /// The series of the error ratio.
    pub(super) fn ratio(&self, window: Window) -> String {
        self.series(&naming::error_ratio(window))
    }

    fn series(&self, name: &str) -> String {
        [name, &self.selector].concat()
    }

    /// `expr` with one series for each group of the SLI, whatever labels the SLO had.
    pub(super) fn sum(&self, expr: &str) -> String {
        let end = if self.sum.is_empty() { "" } else { ")" };
        [&self.sum, expr, end].concat()
    }
}

/// `(cluster, code)`
pub(super) fn list(labels: &[String]) -> String {
    let mut text = String::from("(");
    for (position, label) in labels.iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        if is_plain(label) {
            text.push_str(label);
        } else {
            go::quote::quote(label, &mut text);
        }
    }
    text.push(')');
    text
}

/// Whether a label's name can stand without quotes.
fn is_plain(label: &str) -> bool {
    let mut bytes = label.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
