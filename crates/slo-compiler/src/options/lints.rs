//! Which lints run, and how much each of them matters.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Severity};

/// The lints of a run. [`Default`] has all of them, each with the severity of its code.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LintOptions {
    /// How much single lints matter, where it is not what their code says.
    pub levels: BTreeMap<Code, Level>,
    /// How many events a second the services have, about; without it no lint guesses at single events.
    pub requests_per_second: Option<f64>,
    /// Whether the output goes through Flux, which replaces `${…}` in it.
    pub gitops: bool,
    off: bool,
}

impl LintOptions {
    /// No lint at all; `allow` comments are not read either.
    #[must_use]
    pub fn none() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Whether lints run.
    #[must_use]
    pub const fn enabled(&self) -> bool {
        !self.off
    }

    /// The severity of a lint; `None` when it is allowed.
    #[must_use]
    pub fn severity(&self, code: Code) -> Option<Severity> {
        self.levels.get(&code).map_or(Some(code.severity()), |level| level.severity())
    }
}

/// How much a lint matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is worth knowing.
    Info,
    /// It is probably a mistake.
    Warning,
    /// Nothing is emitted.
    Error,
}

impl Level {
    /// All levels, the mildest first.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Info, Self::Warning, Self::Error];

    /// `allow`, `info`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }

    /// The severity that it gives a diagnostic, if it is reported.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}
