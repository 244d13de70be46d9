//! Recording and alerting rules of validated SLOs.
//!
//! In: an [`crate::model::Slo`] and its [`crate::plan::Plan`]. Out: [`SloRules`]. [`naming`] is the only home of every
//! emitted name; a profile is a module of its own.

pub(crate) mod clash;
pub mod naming;
pub(crate) mod native;
mod profile;
mod set;
pub(crate) mod sloth;

pub use profile::Profile;
pub use set::{AlertRule, Info, Remark, Rule, RuleGroup, RuleKind, SloRules};
pub(crate) use set::{Part, Parts};
