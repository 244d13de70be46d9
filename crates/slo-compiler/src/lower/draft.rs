//! An SLO with its defaults resolved and nothing checked: what all kinds of spec are mapped to.

use crate::diagnostic::FieldPath;
use crate::model::{About, Alert, AlertWindows, Labels, Tuning, Window};
use crate::spec::PluginDeclaration;

/// An SLO before it is checked.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Which SLO of its document, from 0.
    pub(super) index: usize,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) service: String,
    pub(super) description: String,
    /// In percent; `None` when the spec has none, which is reported.
    pub(super) objective: Option<f64>,
    pub(super) about: About,
    pub(super) period: Window,
    /// Windows of its own; `None` for those that belong to the period.
    pub(super) windows: Option<AlertWindows>,
    pub(super) tuning: Tuning,
    pub(super) labels: Labels,
    pub(super) sli: DraftSli,
    pub(super) page: Option<Alert>,
    pub(super) ticket: Option<Alert>,
    /// What the spec adds to the chain, without the run's own plugins.
    pub(super) chain: Vec<Link>,
    /// Whether the spec drops the default passes and the run's own plugins.
    pub(super) overridden: bool,
}

/// The SLI queries that are there; validation wants exactly one kind.
#[derive(Clone, Debug)]
pub(super) enum DraftSli {
    None,
    Raw(String),
    Events(DraftEvents),
    /// Good events and all events.
    Good {
        good: String,
        total: String,
    },
    /// Both kinds.
    Ambiguous(DraftEvents),
    /// There is no query to look at, and why is reported.
    Broken,
}

impl DraftSli {
    pub(super) fn new(raw: Option<String>, events: Option<DraftEvents>) -> Self {
        match (raw, events) {
            (None, None) => Self::None,
            (Some(raw), None) => Self::Raw(raw),
            (None, Some(events)) => Self::Events(events),
            (Some(_), Some(events)) => Self::Ambiguous(events),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct DraftEvents {
    pub(super) bad: String,
    pub(super) total: String,
}

/// A plugin in a chain, and where the spec names it.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) declaration: PluginDeclaration,
    /// `None` for plugins of the run.
    pub(super) path: Option<FieldPath>,
}
