//! What a problem with an SLO is about, whatever the SLO was written in.

use crate::diagnostic::Part;

/// A field of an SLO, in the terms of the model; [`crate::lower`] knows how each kind of spec names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Field {
    /// The SLO as a whole.
    #[default]
    Slo,
    /// The name of the service.
    Service,
    /// The name of the SLO.
    Name,
    /// What the SLO is about, for people.
    Description,
    /// The objective.
    Objective,
    /// A label of the recording rules.
    Label(String),
    /// The indicator.
    Sli,
    /// The query of bad events.
    BadQuery,
    /// The query of all events.
    TotalQuery,
    /// The query of good events, where the SLI has that of bad ones made of it.
    GoodQuery,
    /// The query of the error ratio.
    ErrorRatioQuery,
    /// The SLI plugin's id.
    SliPlugin,
    /// An option of the SLI plugin.
    SliPluginOption(String),
    /// The alerts' name.
    AlertName,
    /// What belongs to one of the alerts only.
    Alert(AlertKind),
    /// A label of an alert.
    AlertLabel(AlertKind, String),
    /// An annotation of an alert.
    AlertAnnotation(AlertKind, String),
    /// One of the settings that Sloth does not have, such as `min_events`, by its name in a native spec.
    Setting(&'static str),
}

/// Which of the two alerts of an SLO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertKind {
    /// The alert that calls someone.
    Page,
    /// The alert that opens a ticket.
    Ticket,
}

impl AlertKind {
    /// `page` or `ticket`: the value of the severity label.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Ticket => "ticket",
        }
    }
}

/// A field and the part of it that is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPart {
    /// The field.
    pub field: Field,
    /// Its key, its value or a piece of its text.
    pub part: Part,
}

impl From<Field> for FieldPart {
    fn from(field: Field) -> Self {
        Self { field, part: Part::Value }
    }
}
