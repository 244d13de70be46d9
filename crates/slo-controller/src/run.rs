//! A run of the controller: the watches, the queue and what works it off, wired together.
//!
//! In: a client, the settings and word when to stop. Out: nothing, once everything that was begun is done. Keeps: nothing
//! that can be missing at the start, such as a CRD, ends the run.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc::unbounded;
use futures::{Future, FutureExt, StreamExt, TryStreamExt, future, stream};
use kube::Client;
use kube::runtime::controller::{self, Config, Controller};
use kube::runtime::reflector::{ObjectRef, Store};
use slo_compiler::Options;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{debug, info, warn};

use crate::core::output::Kind;
use crate::metrics::Metrics;
use crate::reconcile::{self, Context, prune};
use crate::resource::ServiceLevel;
use crate::said::said;
use crate::serve::Health;
use crate::settings::Settings;
use crate::watch::levels::{self, Gone};
use crate::watch::{Availability, Index, Name, owned, selection};

/// What a run has in common with the rest of the process.
#[derive(Clone, Debug)]
pub struct Shared {
    /// How specs are compiled now.
    pub options: watch::Sender<Arc<Options>>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// What probes are told.
    pub health: Health,
}

/// How long what was begun may take once the process is told to stop: Kubernetes kills it after 30 s, and giving the lease back may
/// take 10 of them.
const LAST_WORK: Duration = Duration::from_secs(15);

/// Runs the controller until `stop` is there and what was begun is done.
pub async fn run(
    client: Client,
    settings: Settings,
    shared: Shared,
    stop: impl Future<Output = ()> + Clone + Send + Sync + 'static,
) {
    let Shared { options, metrics, health } = shared;
    let reloads = again_on_change(&options);
    let index = Arc::new(Index::new(&settings.outputs.kinds));
    let context = Arc::new(Context::new(client, settings, options, Arc::clone(&index), Arc::clone(&metrics)));
    let (gone_sender, gone) = unbounded();
    let (concerned_sender, concerned) = unbounded();
    let (again_sender, again) = unbounded();
    let (store, changed) = levels::watch(context.client.clone(), &context.settings.scope, gone_sender, {
        let context = Arc::clone(&context);
        move |object: &ServiceLevel| context.statuses.seen(object)
    });
    let mut tasks = JoinSet::new(); // they end with this function
    for kind in &context.settings.outputs.kinds {
        let (client, namespace) = (context.client.clone(), context.settings.scope.namespace.clone());
        tasks.spawn(owned::run(*kind, client, namespace, Arc::clone(&index), concerned_sender.clone()));
    }
    health.listing();
    let listed = store.clone();
    let gone = gone.inspect(move |word| {
        if matches!(word, Gone::Any) && health.working() {
            info!(objects = listed.len(), "objects listed");
        }
    });
    tasks.spawn(prune::run(gone, store.clone(), Arc::clone(&context)));
    tasks.spawn(selection::run(context.client.clone(), Arc::clone(&context.selection), again_sender));

    let (known, newest, counted) = (store.clone(), store.clone(), Arc::clone(&metrics));
    let changed = changed.inspect_ok(move |object| metrics.wait(object.namespace(), object.name()));
    let concerned = concerned.filter_map(move |name| future::ready(object_ref(name, &known)));
    let concerned = concerned.inspect(move |object| {
        counted.wait(object.namespace.as_deref().unwrap_or_default(), &object.name);
    });
    let end = end(stop.clone(), store.clone());
    let work = Controller::for_stream(changed, store)
        .with_config(Config::default().concurrency(context.settings.workers))
        .reconcile_on(concerned)
        .reconcile_all_on(stream::select_all([availability(&index).boxed(), reloads.boxed(), again.boxed()]))
        .graceful_shutdown_on(stop)
        .run(
            move |object, context| reconcile_newest(object, newest.clone(), context),
            reconcile::retry,
            context,
        )
        .for_each(|result| {
            told(result);
            future::ready(())
        });
    match future::select(pin!(work), pin!(end)).await {
        future::Either::Left(_) => info!("all that was begun is done"),
        future::Either::Right((why, _)) => info!("{why}"),
    }
}

/// Waits until there is nothing to wait for any more, and says why. The runtime does not hear `stop` before the objects were listed
/// once, and they may never be: their kind may be missing, or the API away. Nor does it give up what the API keeps waiting.
async fn end(stop: impl Future<Output = ()>, store: Store<ServiceLevel>) -> &'static str {
    stop.await;
    if store.wait_until_ready().now_or_never().is_none() {
        return "nothing was begun";
    }
    tokio::time::sleep(LAST_WORK).await;
    "what was begun takes too long and is given up"
}

/// Works on the object as it is when work on it begins. The watch may have shown a newer version since it was taken from the queue,
/// and with it that the status was seen which the older one lacks: it would be written again.
async fn reconcile_newest(
    queued: Arc<ServiceLevel>,
    store: Store<ServiceLevel>,
    context: Arc<Context>,
) -> Result<controller::Action, reconcile::Error> {
    let object = store.get(&ObjectRef::from_obj(&*queued)).unwrap_or(queued);
    reconcile::reconcile(object, context).await
}

/// A word each time that specs are to be compiled with other options.
fn again_on_change(options: &watch::Sender<Arc<Options>>) -> impl stream::Stream<Item = ()> + Send + use<> {
    stream::unfold(options.subscribe(), async |mut options| {
        options.changed().await.ok()?;
        Some(((), options))
    })
}

/// The reference to an object, if there is one of this name.
fn object_ref((namespace, name): Name, store: &Store<ServiceLevel>) -> Option<ObjectRef<ServiceLevel>> {
    let reference = ObjectRef::new(&name).within(&namespace);
    store.get(&reference).map(|_| reference)
}

/// A word each time that a kind becomes available, or is not any more: every object may have to do something about it. What
/// is found at the start is no such change, because everything waits for it.
fn availability(index: &Index) -> impl stream::Stream<Item = ()> + Send + 'static {
    let mut changes = index.availability();
    let before = changes.borrow_and_update().clone();
    stream::unfold((changes, before), async |(mut changes, mut before)| {
        loop {
            changes.changed().await.ok()?;
            let now = changes.borrow_and_update().clone();
            let is_news = |(kind, was): (&Kind, &Availability)| {
                *was != Availability::Starting && now.get(kind) != Some(was)
            };
            let is_change = before.iter().any(is_news);
            before = now;
            if is_change {
                return Some(((), (changes, before)));
            }
        }
    })
}

fn told<E: std::error::Error, Q: std::error::Error>(
    result: Result<(ObjectRef<ServiceLevel>, controller::Action), controller::Error<E, Q>>,
) {
    match result {
        Ok((object, _)) => debug!(%object, "done"),
        Err(controller::Error::ObjectNotFound(object)) => debug!(%object, "gone"),
        // Told where it is tried again, and where the watch failed.
        Err(controller::Error::ReconcilerFailed(..) | controller::Error::QueueError(_)) => {}
        Err(error) => warn!("trying again: {}", said(&error)),
    }
}
