//! What people want to know of an SLO besides its numbers.

use super::Labels;

/// Who owns an SLO, and where to read more. None of it decides a rule; dashboards and reports show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// Who owns it: a team, a person or a way to reach them.
    pub owner: Option<String>,
    /// An address: what to do about its alerts. Alerts carry it as an annotation unless they have one of their own.
    pub runbook: Option<String>,
    /// Addresses of further pages, by their titles, in the order in which they were written.
    pub links: Labels,
}
