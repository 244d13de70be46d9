//! The recorded series of one SLO, and how they are named in expressions.
//!
//! In: the selector of the SLO and the labels by which its SLI is grouped. Out: pieces of `PromQL`.
//!
//! A series carries the labels that the SLO had when it was recorded. When these change, a window holds series of both
//! kinds, which the labels of the rule would make equal, and Prometheus would refuse the result for as long as the window
//! is. So what reaches into the past is added up by the labels of the SLI alone.

use crate::additivity::Grouping;
use crate::go;
use crate::model::Window;
use crate::rules::naming;

pub(super) struct Scope {
    /// `{sloth_id="…", …}`
    selector: String,
    /// `sum by (cluster) (`, `sum(`, or nothing where the labels of the SLI are not known.
    sum: String,
    grouping: Grouping,
}

impl Scope {
    pub(super) fn new(selector: String, grouping: Grouping) -> Self {
        let sum = match &grouping {
            Grouping::Unknown => String::new(),
            Grouping::By(labels) if labels.is_empty() => "sum(".to_owned(),
            Grouping::By(labels) => ["sum by ", &list(labels), " ("].concat(),
        };
        Self { selector, sum, grouping }
    }

    /// The labels of the SLI as `on` and `by` take them; nothing where they are not known.
    pub(super) fn groups(&self) -> String {
        match &self.grouping {
            Grouping::By(labels) => list(labels),
            Grouping::Unknown => "()".to_owned(),
        }
    }

    /// ` by (cluster)`, or nothing where there is one group or the labels are not known.
    pub(super) fn by(&self) -> String {
        match &self.grouping {
            Grouping::By(labels) if !labels.is_empty() => [" by ", &list(labels)].concat(),
            _ => String::new(),
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
