//! What a run of the controller is told: the one type that every command line is turned into.

use std::time::Duration;

use slo_compiler::Options;

use crate::core::output::Outputs;
use crate::watch::levels::Scope;

/// What a run of the controller is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How specs are compiled.
    pub options: Options,
    /// What is made of them.
    pub outputs: Outputs,
    /// Which objects are looked at.
    pub scope: Scope,
    /// How many objects are worked on at once.
    pub workers: u16,
    /// How often every object is looked at again, though nothing changed.
    pub resync: Duration,
    /// Whether the cluster is read, and nothing is written.
    pub dry_run: bool,
}
