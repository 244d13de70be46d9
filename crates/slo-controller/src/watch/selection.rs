//! What the `Prometheus` objects of the cluster select, for [`crate::core::selection`].
//!
//! In: `Prometheus` objects, of which little is read, and the labels of namespaces. Out: a verdict on a rule, and word when it
//! may have changed. Keeps: who may not list these objects, or has none, works without; nothing else depends on them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::channel::mpsc::UnboundedSender;
use futures::{StreamExt, future};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use kube::core::{NamespaceResourceScope, ObjectMeta, PartialObjectMeta};
use kube::runtime::utils::WatchStreamExt;
use kube::runtime::watcher::{self, Config, Event, watcher};
use kube::{Api, Client, Resource};
use serde::Deserialize;
use tokio::sync::watch;
use tracing::{debug, info};

use super::patience::Patience;
use crate::core::conditions::Verdict;
use crate::core::selection::{Labels, Selects, selected};

/// A `Prometheus` object, as far as it matters here.
#[derive(Clone, Debug, Deserialize)]
struct Prometheus {
    metadata: ObjectMeta,
    #[serde(default)]
    spec: Spec,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Spec {
    rule_selector: Option<LabelSelector>,
    rule_namespace_selector: Option<LabelSelector>,
}

/// What is known of one of the two kinds.
#[derive(Debug)]
struct Known<T> {
    /// By namespace and name; nothing while the objects cannot be listed.
    objects: Option<BTreeMap<(String, String), T>>,
    /// While they are listed again.
    listed: BTreeMap<(String, String), T>,
}

/// What the `Prometheus` objects of the cluster select.
#[derive(Debug)]
pub struct Selection {
    prometheuses: Mutex<Known<Selects>>,
    namespaces: Mutex<Known<Labels>>,
    /// How many of the two kinds are known, or known not to be available.
    settled: watch::Sender<[bool; 2]>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            prometheuses: Mutex::new(Known { objects: None, listed: BTreeMap::new() }),
            namespaces: Mutex::new(Known { objects: None, listed: BTreeMap::new() }),
            settled: watch::Sender::new([false; 2]),
        }
    }
}

impl Selection {
    /// Whether any Prometheus loads rules with these labels in this namespace, if somebody knows.
    pub async fn verdict(&self, rules: &Labels, namespace: &str) -> Option<Verdict> {
        let is_settled = |settled: &[bool; 2]| settled.iter().all(|settled| *settled);
        // It cannot fail: the sender is in `self`.
        let _ = self.settled.subscribe().wait_for(is_settled).await;
        let all: Vec<Selects> = lock(&self.prometheuses).objects.as_ref()?.values().cloned().collect();
        let key = (String::new(), namespace.to_owned());
        let labels = lock(&self.namespaces).objects.as_ref()?.get(&key).cloned().unwrap_or_default();
        selected(rules, namespace, &labels, &all)
    }

    /// Says that a kind is known, or known not to be available, and returns whether that was said before.
    fn settle(&self, position: usize) -> bool {
        let mut was_settled = false;
        self.settled.send_modify(|settled| {
            if let Some(settled) = settled.get_mut(position) {
                was_settled = std::mem::replace(settled, true);
            }
        });
        was_settled
    }
}

/// Watches both kinds until the task is dropped, and says when a verdict may have changed.
pub async fn run(client: Client, selection: Arc<Selection>, changed: UnboundedSender<()>) {
    let prometheuses = follow(
        Api::<Prometheus>::all(client.clone()),
        &selection.prometheuses,
        || selection.settle(0),
        selects,
        &changed,
    );
    let namespaces = follow(
        Api::<PartialObjectMeta<Namespace>>::all(client),
        &selection.namespaces,
        || selection.settle(1),
        |namespace| namespace.metadata.labels.unwrap_or_default(),
        &changed,
    );
    future::join(prometheuses, namespaces).await;
}

async fn follow<K, T: PartialEq>(
    api: Api<K>,
    known: &Mutex<Known<T>>,
    settle: impl Fn() -> bool,
    part: impl Fn(K) -> T,
    changed: &UnboundedSender<()>,
) where
    K: Resource<DynamicType = ()> + Clone + serde::de::DeserializeOwned + std::fmt::Debug + Send + 'static,
{
    let config = Config { page_size: Some(100), ..Config::default() };
    let mut events = watcher(api, config).backoff(Patience::with_optional()).boxed();
    let mut is_told = false;
    while let Some(event) = events.next().await {
        let is_change = match event {
            Ok(event) => {
                is_told &= !matches!(event, Event::InitDone);
                lock(known).take(event, &part)
            }
            Err(error) => unavailable(&K::plural(&()), &error, &mut is_told),
        };
        // What is found at the start is no change, because verdicts wait for it.
        if is_change && settle() && lock(known).objects.is_some() {
            let _ = changed.unbounded_send(()); // who does not listen any more is shutting down
        }
    }
}

/// Whether the error means that the objects are not available to us, which is told once.
fn unavailable(kind: &str, error: &watcher::Error, is_told: &mut bool) -> bool {
    match error {
        watcher::Error::InitialListFailed(kube::Error::Api(status)) if [403, 404].contains(&status.code) => {
            if !std::mem::replace(is_told, true) {
                info!(kind, "not available, so nobody checks whether a Prometheus loads the rules");
            }
            true
        }
        error => {
            debug!(kind, %error, "watch failed, trying again");
            false
        }
    }
}

impl<T: PartialEq> Known<T> {
    /// Takes an event, and returns whether anything changed.
    fn take<K: Resource>(&mut self, event: Event<K>, part: impl Fn(K) -> T) -> bool {
        let key = |object: &K| {
            let ObjectMeta { namespace, name, .. } = object.meta();
            (namespace.clone().unwrap_or_default(), name.clone().unwrap_or_default())
        };
        match event {
            Event::Init => {
                self.listed.clear();
                false
            }
            Event::InitApply(object) => {
                self.listed.insert(key(&object), part(object));
                false
            }
            Event::InitDone => {
                let listed = Some(std::mem::take(&mut self.listed));
                let is_change = self.objects != listed;
                self.objects = listed;
                is_change
            }
            Event::Apply(object) => {
                let (key, new) = (key(&object), part(object));
                let objects = self.objects.get_or_insert_default();
                let is_change = objects.get(&key) != Some(&new);
                objects.insert(key, new);
                is_change
            }
            Event::Delete(object) => {
                self.objects.as_mut().is_some_and(|objects| objects.remove(&key(&object)).is_some())
            }
        }
    }
}

fn lock<T>(known: &Mutex<Known<T>>) -> MutexGuard<'_, Known<T>> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

fn selects(object: Prometheus) -> Selects {
    Selects {
        namespace: object.metadata.namespace.unwrap_or_default(),
        name: object.metadata.name.unwrap_or_default(),
        rules: object.spec.rule_selector,
        namespaces: object.spec.rule_namespace_selector,
    }
}

impl Resource for Prometheus {
    type DynamicType = ();
    type Scope = NamespaceResourceScope;

    fn kind((): &()) -> Cow<'_, str> {
        "Prometheus".into()
    }

    fn group((): &()) -> Cow<'_, str> {
        "monitoring.coreos.com".into()
    }

    fn version((): &()) -> Cow<'_, str> {
        "v1".into()
    }

    fn plural((): &()) -> Cow<'_, str> {
        "prometheuses".into()
    }

    fn meta(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn meta_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}
