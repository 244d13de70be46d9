//! Checks of how SLI plugins are used, and of what is wrong with some of them.
//!
//! The queries of the plugins are Sloth's, byte for byte, defects included; their users cannot see them in the spec.

pub(super) mod bucket;
pub(super) mod deprecated;
pub(super) mod no_effect;
pub(super) mod not_a_ratio;
pub(super) mod unknown_option;
