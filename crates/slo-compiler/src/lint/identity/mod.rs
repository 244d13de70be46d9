//! Checks of what an SLO is called and how it is described.

pub(super) mod description;
pub(super) mod flux_variable;
