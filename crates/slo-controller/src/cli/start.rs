//! From settings to a running process.

use std::sync::Arc;

use anyhow::{Result, bail};
use slo_compiler::Options;
use tokio::sync::watch;

use super::connect::{self, Connection};
use super::options::Inputs;
use super::signals;
use crate::process::{self, ReadOptions};
use crate::run::Shared;
use crate::serve::{Health, Reload};
use crate::settings::{Process, Settings};

/// Threads that work; compiling takes a small part of what the API server takes.
const THREADS: usize = 2;

/// All that a command line says.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) inputs: Inputs,
    pub(super) options: Options,
    pub(super) settings: Settings,
    pub(super) process: Process,
    pub(super) connection: Connection,
}

/// Runs until the process is told to stop.
pub(super) fn run(start: Start) -> Result<()> {
    let Start { inputs, options, settings, process, connection } = start;
    if let Some(namespace) = settings.scope.namespace.as_deref().filter(|name| !is_namespace(name)) {
        bail!("`{namespace}` is no name of a namespace");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(THREADS).build()?;
    runtime.block_on(async {
        let stop = signals::stop()?;
        let client = connect::client(&connection).await?;
        let shared = Shared {
            options: watch::Sender::new(Arc::new(options)),
            metrics: Arc::default(),
            health: Health::default(),
        };
        let reload = Reload::default();
        tokio::spawn(signals::reload(reload.clone())?);
        let read_options: ReadOptions = Arc::new(move || inputs.read());
        process::run(client, settings, process, (reload, read_options), shared, stop).await
    })
}

/// What Kubernetes takes as the name of a namespace. It would become a part of URLs.
fn is_namespace(name: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= 63
        && name.bytes().all(is_inside)
        && !name.is_empty()
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// A name for this replica, where the pod's is not known.
pub(super) fn replica() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}-{}", host.trim(), std::process::id())
}
