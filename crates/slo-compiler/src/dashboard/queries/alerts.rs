//! Alerts of an SLO, as Prometheus keeps them.

use super::{Extreme, Measure, Queries};
use crate::dashboard::model::{Color, Format, Mapping, Matches, Thresholds};
use crate::model::AlertKind;
use crate::rules::naming::LABEL_SEVERITY;

/// The series that Prometheus keeps of alerts.
pub const ALERTS: &str = "ALERTS";

impl Queries<'_> {
    /// Whether the alert of `kind` fires: 1, or 0 while there is an error ratio that it could be raised by.
    #[must_use]
    pub fn alert_state(&self, kind: AlertKind) -> Option<Measure> {
        let firing = self.firing(kind)?;
        let ratio = self.ratio(self.subject.plan.current)?;
        let title = match kind {
            AlertKind::Page => "Page",
            AlertKind::Ticket => "Ticket",
        };
        let color = match kind {
            AlertKind::Page => Color::Red,
            AlertKind::Ticket => Color::Orange,
        };
        let mapping = |value, text: &str, color| Mapping {
            matches: Matches::Value(value),
            text: text.into(),
            color: Some(color),
        };
        Some(Measure {
            title,
            expr: format!("max({firing}) or 0 * max({ratio})"),
            format: Format {
                thresholds: Thresholds::new(Color::Green, [(1.0, color)]),
                mappings: vec![mapping(0, "OK", Color::Green), mapping(1, "firing", color)],
                ..Format::default()
            },
            worst: Extreme::Largest,
        })
    }

    /// The series that exist while the alert of `kind` fires.
    #[must_use]
    pub fn firing(&self, kind: AlertKind) -> Option<String> {
        let matchers = format!(", {LABEL_SEVERITY}=\"{}\", alertstate=\"firing\"", kind.as_str());
        self.subject.alerts(kind).then(|| self.selected(ALERTS, &[], &matchers))
    }
}
