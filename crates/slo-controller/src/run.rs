//! A run of the controller: the watches, the queue and what works it off, wired together.
//!
//! In: a client, the settings and word when to stop. Out: nothing, once everything that was begun is done. Keeps: nothing
//! that can be missing at the start, such as a CRD, ends the run.

use std::sync::Arc;

use futures::channel::mpsc::unbounded;
use futures::{Future, StreamExt, future};
use kube::Client;
use kube::runtime::controller::{self, Config, Controller};
use kube::runtime::reflector::{ObjectRef, Store};
use tokio::task::JoinSet;
use tracing::{debug, info, warn};

use crate::reconcile::{self, Context, prune};
use crate::resource::ServiceLevel;
use crate::settings::Settings;
use crate::watch::{Index, Name, levels, owned};

/// The parts of a run that others look at while it goes on.
#[derive(Clone)]
pub struct Parts {
    /// The objects that are looked at.
    pub store: Store<ServiceLevel>,
    /// What the work is done with.
    pub context: Arc<Context>,
}

/// Runs the controller until `stop` is there and what was begun is done. `started` is told the parts first.
pub async fn run(
    client: Client,
    settings: Settings,
    stop: impl Future<Output = ()> + Send + Sync + 'static,
    started: impl FnOnce(Parts),
) {
    let kinds = settings.outputs.kinds.clone();
    let index = Arc::new(Index::new(&kinds));
    let (gone_sender, gone) = unbounded();
    let (store, changed) = levels::watch(client.clone(), &settings.scope, gone_sender);
    let (concerned_sender, concerned) = unbounded();
    let mut watches = JoinSet::new();
    for kind in kinds {
        let namespace = settings.scope.namespace.clone();
        watches.spawn(owned::run(
            kind,
            client.clone(),
            namespace,
            Arc::clone(&index),
            concerned_sender.clone(),
        ));
    }
    let workers = settings.workers;
    let context = Arc::new(Context::new(client, settings, Arc::clone(&index)));
    started(Parts { store: store.clone(), context: Arc::clone(&context) });
    let pruning = (Arc::clone(&context), store.clone());
    watches.spawn(async move { prune::run(gone, pruning.1, &pruning.0).await });

    let known = store.clone();
    let concerned = concerned.filter_map(move |name| future::ready(object_ref(name, &known)));
    Controller::for_stream(changed, store)
        .with_config(Config::default().concurrency(workers))
        .reconcile_on(concerned)
        .reconcile_all_on(availability(&index))
        .graceful_shutdown_on(stop)
        .run(reconcile::reconcile, reconcile::retry, context)
        .for_each(|result| {
            told(result);
            future::ready(())
        })
        .await;
    info!("all that was begun is done");
}

/// The reference to an object, if there is one of this name.
fn object_ref((namespace, name): Name, store: &Store<ServiceLevel>) -> Option<ObjectRef<ServiceLevel>> {
    let reference = ObjectRef::new(&name).within(&namespace);
    store.get(&reference).map(|_| reference)
}

/// A word each time that a kind becomes available, or is not any more: every object may have to do something about it.
fn availability(index: &Index) -> impl futures::Stream<Item = ()> + Send + 'static {
    let mut changes = index.availability();
    changes.mark_unchanged();
    futures::stream::unfold(changes, async |mut changes| {
        changes.changed().await.ok()?;
        Some(((), changes))
    })
}

fn told<E: std::error::Error, Q: std::error::Error>(
    result: Result<(ObjectRef<ServiceLevel>, controller::Action), controller::Error<E, Q>>,
) {
    match result {
        Ok((object, _)) => debug!(%object, "done"),
        Err(controller::Error::ObjectNotFound(object)) => debug!(%object, "gone"),
        Err(controller::Error::ReconcilerFailed(..)) => {} // told where it is tried again
        Err(error) => warn!(%error, "trying again"),
    }
}
