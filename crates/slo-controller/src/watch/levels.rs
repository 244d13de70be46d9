//! The watch of `PrometheusServiceLevel` objects.
//!
//! In: events from the API. Out: a store of all objects, a stream of those whose spec, labels or annotations changed, and
//! word of those that are gone. Keeps: what this program never looks at is not stored, and its own writes of a status
//! cause no work.

use futures::channel::mpsc::UnboundedSender;
use futures::{Stream, StreamExt, TryStreamExt};
use kube::runtime::reflector::{self, ObjectRef, Store};
use kube::runtime::utils::{Predicate, PredicateConfig, WatchStreamExt, predicates};
use kube::runtime::watcher::{self, Config, Event, watcher};
use kube::{Api, Client};
use tracing::warn;

use super::patience::Patience;
use crate::core::labels::LAST_APPLIED;
use crate::resource::{PLURAL, ServiceLevel};
use crate::said::said;

/// Which objects are watched.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The only namespace; all if there is none.
    pub namespace: Option<String>,
    /// A selector of labels; all objects if there is none.
    pub selector: Option<String>,
}

/// Word that objects may be gone.
#[derive(Debug)]
pub enum Gone {
    /// This one is, or does not match the selector any more.
    One(Box<ServiceLevel>),
    /// Any: the objects were listed anew.
    Any,
}

/// Watches the objects in `scope`. `seen` is told every object as it comes.
pub fn watch<S: Fn(&ServiceLevel) + Send + 'static>(
    client: Client,
    scope: &Scope,
    gone: UnboundedSender<Gone>,
    seen: S,
) -> (Store<ServiceLevel>, impl Stream<Item = watcher::Result<ServiceLevel>> + Send + use<S>) {
    let api: Api<ServiceLevel> = match &scope.namespace {
        Some(namespace) => Api::namespaced(client, namespace),
        None => Api::all(client),
    };
    let config = Config { label_selector: scope.selector.clone(), page_size: Some(100), ..Config::default() };
    let (store, writer) = reflector::store();
    let before = store.clone();
    let events = watcher(api, config)
        .backoff(Patience::default())
        .inspect_err(explain(scope.selector.clone()))
        .modify(move |object| strip(object, &before))
        .reflect(writer);
    let told = events.inspect_ok(move |event| {
        let word = match event {
            Event::Delete(object) => Gone::One(Box::new(object.clone())),
            Event::InitDone => Gone::Any,
            Event::Apply(object) | Event::InitApply(object) => return seen(object),
            Event::Init => return,
        };
        let _ = gone.unbounded_send(word); // who does not listen any more is shutting down
    });
    let significant = predicates::generation.combine(predicates::labels).combine(predicates::annotations);
    let changed = told.applied_objects().predicate_filter(significant, PredicateConfig::default());
    (store, changed.boxed())
}

/// Drops what is never looked at, and what is known already: most new versions differ in the status only.
fn strip(object: &mut ServiceLevel, before: &Store<ServiceLevel>) {
    if let Some(annotations) = &mut object.metadata.annotations {
        annotations.remove(LAST_APPLIED);
    }
    if let Some(before) = before.get(&ObjectRef::from_obj(object))
        && before.spec() == object.spec()
    {
        object.spec.clone_from(&before.spec);
    }
}

fn explain(selector: Option<String>) -> impl FnMut(&watcher::Error) {
    move |error| match (error, &selector) {
        (watcher::Error::InitialListFailed(kube::Error::Api(status)), _) if status.code == 404 => {
            warn!("there is no kind {PLURAL} in the cluster yet; waiting for its CRD to be installed");
        }
        (watcher::Error::InitialListFailed(kube::Error::Api(status)), Some(selector))
            if status.code == 400 =>
        {
            warn!("the API server does not take the label selector `{selector}`: {}", status.message);
        }
        _ => warn!("watch of {PLURAL} failed, trying again: {}", said(error)),
    }
}
