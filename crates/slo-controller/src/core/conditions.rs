//! The conditions of a status: the only place where one is made.
//!
//! `Ready` is the sum of the others; a person reads it first. Keeps: a condition always has a reason and a message, and
//! its time changes only when its status does.

use crate::resource::Status;
use crate::resource::status::Condition;

/// Everything is as the spec wants it.
pub const READY: &str = "Ready";
/// The compiler has no objection to the spec.
pub const COMPILED: &str = "Compiled";
/// The objects exist as they should.
pub const RULES_APPLIED: &str = "RulesApplied";

/// Somebody loads what was made. It is not part of `Ready`, because rules may be loaded in ways that nobody sees.
pub const RULES_SELECTED: &str = "RulesSelected";

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds; unknown if it could not be looked at.
    pub holds: Option<bool>,
    /// Why, in one word.
    pub reason: &'static str,
    /// Why, for people.
    pub message: String,
}

impl Verdict {
    /// It holds.
    #[must_use]
    pub fn yes(reason: &'static str, message: impl Into<String>) -> Self {
        Self { holds: Some(true), reason, message: message.into() }
    }

    /// It does not hold.
    #[must_use]
    pub fn no(reason: &'static str, message: impl Into<String>) -> Self {
        Self { holds: Some(false), reason, message: message.into() }
    }

    /// Nobody knows.
    #[must_use]
    pub fn unknown(reason: &'static str, message: impl Into<String>) -> Self {
        Self { holds: None, reason, message: message.into() }
    }
}

/// What keeps a condition from holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In one word.
    pub reason: &'static str,
    /// For people.
    pub message: String,
}

impl Problem {
    /// A problem.
    #[must_use]
    pub fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}

/// When a condition is looked at, and in the light of which earlier ones.
#[derive(Clone, Copy, Debug)]
pub struct Observed<'a> {
    /// The generation of the object.
    pub generation: i64,
    /// The time, as RFC 3339.
    pub now: &'a str,
    /// The status that the object has.
    pub before: Option<&'a Status>,
}

impl Observed<'_> {
    /// The condition of this type.
    #[must_use]
    pub fn condition(&self, type_: &str, verdict: Verdict) -> Condition {
        let status = match verdict.holds {
            Some(true) => "True",
            Some(false) => "False",
            None => "Unknown",
        };
        let before = self.before.and_then(|before| before.condition(type_));
        let since =
            before.filter(|before| before.status == status && !before.last_transition_time.is_empty());
        Condition {
            type_: type_.to_owned(),
            status: status.to_owned(),
            reason: verdict.reason.to_owned(),
            message: verdict.message,
            observed_generation: self.generation,
            last_transition_time: since.map_or(self.now, |before| &before.last_transition_time).to_owned(),
        }
    }
}
