//! The whole process: what it answers over HTTP, the lease, and runs of the controller while it is held.
//!
//! In: a client and all settings. Out: an error, or nothing once the process was told to stop and has finished what it had
//! begun. Keeps: a replica that lost the lease stops at once, so that no two write.

use std::sync::Arc;

use anyhow::Result;
use futures::{Future, FutureExt, future};
use kube::Client;
use slo_compiler::Options;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{info, warn};

use crate::leader::Lease;
use crate::run::{self, Shared};
use crate::serve::{self, Reload, listen};
use crate::settings::{LeaseSettings, Process, Settings};
use crate::webhook;

/// Reads the options anew; an error is told and changes nothing.
pub type ReadOptions = Arc<dyn Fn() -> Result<Options> + Send + Sync>;

/// Runs until `stop`.
///
/// # Errors
/// An address that cannot be listened on.
pub async fn run(
    client: Client,
    settings: Settings,
    process: Process,
    reload: (Reload, ReadOptions),
    shared: Shared,
    stop: impl Future<Output = ()> + Send + Sync + 'static,
) -> Result<()> {
    let mut servers = JoinSet::new(); // they end with this function
    if let Some(address) = &process.health {
        let pages = serve::health(shared.health.clone());
        servers.spawn(serve::serve("health", listen(address).await?, pages));
    }
    if let Some((address, path)) = process.metrics {
        let pages = serve::metrics(path, Arc::clone(&shared.metrics));
        servers.spawn(serve::serve("metrics", listen(&address).await?, pages));
    }
    if let Some((address, path)) = process.reload {
        let pages = serve::reload(path, reload.0.clone());
        servers.spawn(serve::serve("reload", listen(&address).await?, pages));
    }
    if let Some(settings) = process.webhook {
        let listener = listen(&settings.address).await?;
        servers.spawn(webhook::serve(listener, settings, shared.options.clone()));
    }
    servers.spawn(reload_options(reload.0, reload.1, shared.options.clone()));
    let health = shared.health.clone();
    let stop = stop.inspect(move |()| health.stopping()).shared();
    match process.lease {
        None => {
            shared.metrics.lead(true);
            run::run(client, settings, shared, stop).await;
        }
        Some(lease) => compete(client, settings, &lease, shared, stop).await,
    }
    Ok(())
}

/// Reads the options again whenever somebody asks for it.
async fn reload_options(reload: Reload, read: ReadOptions, options: watch::Sender<Arc<Options>>) {
    loop {
        reload.asked().await;
        match read() {
            Ok(new) => {
                info!("configuration read again");
                options.send_replace(Arc::new(new));
            }
            Err(error) => warn!("configuration not read again, the old one stays: {error:#}"),
        }
    }
}

/// Works whenever the lease is held, until `stop`.
async fn compete(
    client: Client,
    settings: Settings,
    lease: &LeaseSettings,
    shared: Shared,
    stop: impl Future<Output = ()> + Clone + Send + Sync + Unpin + 'static,
) {
    let LeaseSettings { namespace, name, holder, duration } = lease.clone();
    let lease = Lease::new(client.clone(), &namespace, name, holder, duration);
    loop {
        shared.metrics.lead(false);
        shared.health.standby();
        let acquired = std::pin::pin!(lease.acquire());
        if let future::Either::Right(_) = future::select(acquired, stop.clone()).await {
            return;
        }
        shared.metrics.lead(true);
        let work = run::run(client.clone(), settings.clone(), shared.clone(), stop.clone());
        let (work, keep) = (std::pin::pin!(work), std::pin::pin!(lease.keep()));
        match future::select(work, keep).await {
            future::Either::Left(_) => return lease.release().await,
            // What is under way is dropped with `work`, not finished.
            future::Either::Right(_) => info!("stopped working; another replica may"),
        }
    }
}
