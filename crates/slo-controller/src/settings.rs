//! What a run of the controller is told: the one type that every command line is turned into.

use std::time::Duration;

use crate::core::output::Outputs;
use crate::watch::levels::Scope;
use crate::webhook;

/// What a run of the controller is told.
#[derive(Clone, Debug)]
pub struct Settings {
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

/// What the process is told besides: what it answers, and to whom it gives way.
#[derive(Clone, Debug, Default)]
pub struct Process {
    /// The address of `/healthz` and `/readyz`.
    pub health: Option<String>,
    /// Address and path of the metrics.
    pub metrics: Option<(String, String)>,
    /// Address and path of the reload.
    pub reload: Option<(String, String)>,
    /// The admission webhook.
    pub webhook: Option<webhook::Settings>,
    /// The lease that several replicas compete for.
    pub lease: Option<LeaseSettings>,
}

/// A lease that several replicas compete for.
#[derive(Clone, Debug)]
pub struct LeaseSettings {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The name of this replica.
    pub holder: String,
    /// How long others wait for a replica that says nothing.
    pub duration: Duration,
}
