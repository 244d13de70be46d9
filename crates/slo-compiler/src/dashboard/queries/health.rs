//! Whether the rules themselves work.
//!
//! The age of what they record is known wherever they run. What Prometheus says about its rule groups is known only where
//! it scrapes itself, as most installations do.

use super::{Extreme, Measure, Queries};
use crate::dashboard::model::{Color, Format, Thresholds, Unit};
use crate::dashboard::variables::{chosen, literal};
use crate::go::quote::quoted;
use crate::rules::naming::OBJECTIVE_RATIO;

impl Queries<'_> {
    /// How long ago the rules recorded something, in seconds.
    #[must_use]
    pub fn rule_age(&self) -> Option<Measure> {
        let fact = self.fact(OBJECTIVE_RATIO).or_else(|| self.ratio(self.subject.plan.current))?;
        Some(Measure {
            title: "Rules ran",
            expr: format!("time() - timestamp({fact})"),
            format: seconds_format(),
            worst: Extreme::Largest,
        })
    }

    /// How many evaluations of the rules failed in the last hour.
    #[must_use]
    pub fn rule_failures(&self) -> Option<Measure> {
        let groups = self.rule_groups()?;
        Some(Measure {
            title: "Failed evaluations in 1h",
            expr: format!("sum(increase(prometheus_rule_evaluation_failures_total{groups}[1h]))"),
            format: Format {
                decimals: Some(0),
                thresholds: Thresholds::new(Color::Green, [(1.0, Color::Red)]),
                ..Format::default()
            },
            worst: Extreme::Largest,
        })
    }

    /// How long the evaluation of each rule group takes, in seconds.
    #[must_use]
    pub fn rule_duration(&self) -> Option<Measure> {
        let groups = self.rule_groups()?;
        Some(Measure {
            title: "Rule evaluation takes",
            expr: format!("max(prometheus_rule_group_last_duration_seconds{groups})"),
            format: Format { unit: Unit::Seconds, ..Format::default() },
            worst: Extreme::Largest,
        })
    }

    /// A selector of the rule groups, whose label is the file, a `;` and the name.
    fn rule_groups(&self) -> Option<String> {
        let names: Vec<String> = self.subject.groups().map(|group| escape(&group.name)).collect();
        let pattern = [".*;(", &names.join("|"), ")"].concat();
        let mut matchers = format!("{{rule_group=~{}", literal(&quoted(&pattern)));
        if self.variables {
            for label in self.external {
                matchers.extend([", ", &chosen(label)]);
            }
        }
        matchers.push('}');
        (!names.is_empty()).then_some(matchers)
    }
}

/// Rules are run at least every few minutes; what is older than five is not shown by Prometheus at all.
fn seconds_format() -> Format {
    let steps = [(150.0, Color::Yellow), (240.0, Color::Orange)];
    Format {
        unit: Unit::Seconds,
        decimals: Some(0),
        thresholds: Thresholds::new(Color::Green, steps),
        ..Format::default()
    }
}

/// `text` as a regular expression that matches nothing else.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
