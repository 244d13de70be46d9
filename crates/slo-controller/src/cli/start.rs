//! From settings to a running process.

use std::sync::Arc;

use anyhow::Result;

use super::connect::{self, Connection};
use super::options::Inputs;
use super::signals;
use crate::process;
use crate::run::{ReadOptions, Shared};
use crate::settings::{Process, Settings};

/// Threads that work; compiling takes a small part of what the API server takes.
const THREADS: usize = 2;

/// All that a command line says.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) inputs: Inputs,
    pub(super) settings: Settings,
    pub(super) process: Process,
    pub(super) connection: Connection,
}

/// Runs until the process is told to stop.
pub(super) fn run(start: Start) -> Result<()> {
    let Start { inputs, settings, process, connection } = start;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(THREADS).build()?;
    runtime.block_on(async {
        let stop = signals::stop()?;
        let client = connect::client(&connection).await?;
        let shared = Shared::default();
        tokio::spawn(signals::reload(shared.reload.clone())?);
        let read_options: ReadOptions = Arc::new(move || inputs.read());
        process::run(client, settings, process, read_options, shared, stop).await
    })
}

/// A name for this replica, where the pod's is not known.
pub(super) fn replica() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}-{}", host.trim(), std::process::id())
}
