//! When to stop: SIGTERM, as Kubernetes sends it, or SIGINT. When to read the configuration again: SIGHUP.

use anyhow::Result;
use futures::Future;
use tokio::signal::unix::{SignalKind, signal};
use tracing::info;

use crate::serve::Reload;

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

/// Asks for a reload at each SIGHUP.
pub(super) fn reload(reload: Reload) -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move {
        while hangup.recv().await.is_some() {
            info!("SIGHUP: reading the configuration again");
            reload.ask();
        }
    })
}
