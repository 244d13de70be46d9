//! When to stop: SIGTERM, as Kubernetes sends it, or SIGINT.

use anyhow::Result;
use futures::Future;
use tokio::signal::unix::{SignalKind, signal};
use tracing::info;

/// Resolves at the first of both signals.
pub(super) fn stop() -> Result<impl Future<Output = ()> + Send + Sync + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => info!("SIGTERM: finishing what was begun"),
            _ = interrupt.recv() => info!("SIGINT: finishing what was begun"),
        }
    })
}
