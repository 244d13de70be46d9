//! What can be asked about one SLO: expressions over the series that its rules record, with units and colours.
//!
//! In: a compiled SLO. Out: a [`Measure`] for each question that the recorded series can answer, and `None` for the others.
//! Dashboards and reports take their numbers from here, so that they agree. Keeps: an expression names only series that
//! the rules record, and where they have no sample it has no result either, or one that is no number. None of them stands in
//! for a missing value.
//!
//! ```
//! use slo_compiler::dashboard::queries::Queries;
//! use slo_compiler::{Options, Source, compile};
//!
//! let spec = r#"
//! version: "prometheus/v1"
//! service: checkout
//! slos:
//!   - name: availability
//!     objective: 99.9
//!     sli: {raw: {error_ratio_query: "1 - avg(avg_over_time(up[{{.window}}]))"}}
//!     alerting: {name: Down}
//! "#;
//! let compiled = compile(&Source::new("slo.yml", spec.as_bytes()), &Options::default()).compiled.expect("it has no error");
//! let slo = compiled.slos().next().expect("there is one");
//! let budget = Queries::of(slo).budget_remaining().expect("its rules record it");
//! assert_eq!(
//!     budget.expr,
//!     r#"round(slo:period_error_budget_remaining:ratio{sloth_id="checkout-availability", sloth_service="checkout", sloth_slo="availability"}, 1e-05)"#
//! );
//! ```

mod alerts;
mod budget;
mod burn;
mod events;
mod figures;
mod health;
mod many;
mod scale;
mod sli;

pub use alerts::ALERTS;
pub(super) use budget::NEVER;
pub use burn::BurnState;
pub use figures::{Figures, Tile};
pub use many::Many;
pub(super) use scale::{budget_scale, burn_scale, exhaustion_scale, share};

use super::groups::Groups;
use super::model::Format;
use super::subject::Subject;
use super::variables::{chosen, literal};
use crate::go::number::format_g;
use crate::model::Window;
use crate::rules::naming::{self, LABEL_ID, LABEL_SERVICE, LABEL_SLO, LABEL_WINDOW};

/// A question about an SLO.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Measure {
    /// What it is called.
    pub title: &'static str,
    /// The `PromQL` expression: one series, or one for each group of a grouped SLO.
    pub expr: String,
    /// Unit and colours.
    pub format: Format,
    /// Which of several groups matters most.
    pub worst: Extreme,
}

/// Which of several values matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The smallest.
    Smallest,
    /// The largest.
    Largest,
}

impl Measure {
    /// One value: that of the group that is worst off.
    #[must_use]
    pub fn worst(&self) -> String {
        let function = match self.worst {
            Extreme::Smallest => "min",
            Extreme::Largest => "max",
        };
        [function, "(", &self.expr, ")"].concat()
    }
}

/// The questions about one SLO.
#[derive(Clone, Debug)]
pub struct Queries<'a> {
    subject: Subject<'a>,
    grouping: Groups,
    /// The labels that name the SLO, as a selector without its closing brace.
    identity: String,
    /// Labels that tell series of the same SLO apart, such as the cluster whose Prometheus recorded them.
    external: &'a [String],
    /// Whether the dashboard has a variable for each external label and each label of the groups.
    variables: bool,
}

impl<'a> Queries<'a> {
    /// The questions about an SLO.
    #[must_use]
    pub fn of(slo: impl Into<Subject<'a>>) -> Self {
        Self::with(slo.into(), &[], false)
    }

    /// The same on a dashboard with variables for `external` labels and for those of the SLO's groups.
    pub(super) fn with_variables(subject: Subject<'a>, external: &'a [String]) -> Self {
        Self::with(subject, external, true)
    }

    fn with(subject: Subject<'a>, external: &'a [String], variables: bool) -> Self {
        let mut identity = literal(&naming::selector(&naming::identity(subject.slo)));
        identity.pop();
        Self { subject, grouping: subject.grouping(), identity, external, variables }
    }

    /// The SLO.
    #[must_use]
    pub fn subject(&self) -> Subject<'a> {
        self.subject
    }

    /// The labels that tell the groups of the SLO apart; none if it has no groups or they cannot be known.
    #[must_use]
    pub fn group_labels(&self) -> &[String] {
        self.grouping.labels()
    }

    /// Whether a question may have several answers, one a group.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.grouping != Groups::None
    }

    /// By which labels the SLO is grouped.
    pub(super) fn grouping(&self) -> &Groups {
        &self.grouping
    }

    /// The series of `metric`, one a group, if it is recorded.
    fn series(&self, metric: &str) -> Option<String> {
        self.subject.records(metric).then(|| self.selected(metric, self.grouping.labels(), ""))
    }

    /// The series of `metric`, of which there is one however many groups the SLO has, if it is recorded.
    fn fact(&self, metric: &str) -> Option<String> {
        self.subject.records(metric).then(|| self.selected(metric, &[], ""))
    }

    /// The error ratio over `window`, one a group, if it is recorded.
    fn ratio(&self, window: Window) -> Option<String> {
        self.series(&naming::error_ratio(window))
    }

    fn selected(&self, metric: &str, groups: &[String], matchers: &str) -> String {
        let mut text = [metric, self.identity.as_str(), matchers].concat();
        if self.variables {
            for label in
                self.external.iter().chain(groups.iter().filter(|label| !self.external.contains(label)))
            {
                text.extend([", ", &chosen(label)]);
            }
        }
        text.push('}');
        text
    }

    /// How two series of the SLO find each other: by what names the SLO and its groups, if that is known.
    fn matching(&self) -> String {
        if self.grouping == Groups::Unknown {
            return format!("ignoring ({LABEL_WINDOW})");
        }
        ["on ", &self.own_labels()].concat()
    }

    /// The sum of series that differ in nothing by which an SLO or a group is known.
    fn merged(&self, expr: &str) -> String {
        if self.grouping == Groups::Unknown {
            let names: Vec<&str> = self.subject.slo.labels.iter().map(|(name, _)| name).collect();
            return format!("sum without ({}) ({expr})", names.join(", "));
        }
        format!("sum by {} ({expr})", self.own_labels())
    }

    /// The labels by which the SLO and its groups are known, in parentheses.
    fn own_labels(&self) -> String {
        let mut text = format!("({LABEL_ID}, {LABEL_SERVICE}, {LABEL_SLO}");
        for label in self.external.iter().chain(self.grouping.labels()) {
            text.extend([", ", label.as_str()]);
        }
        text.push(')');
        text
    }

    /// The length of the period in seconds.
    fn period_seconds(&self) -> f64 {
        seconds(self.subject.plan.period)
    }
}

/// A number as `PromQL` reads it.
pub(super) fn number(value: f64) -> String {
    let mut text = String::new();
    format_g(value, &mut text);
    text
}

/// A length of time in seconds.
pub(super) fn seconds(window: Window) -> f64 {
    window.as_hours() * 3600.0
}

#[cfg(test)]
mod tests;
