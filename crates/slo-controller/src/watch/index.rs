//! The objects of the output kinds that exist, by name and by owner.
//!
//! In: events of watches, and the answers to our own writes. Out: [`Live`] objects, and for each event the names of the
//! `PrometheusServiceLevel`s that may have to do something about it. Keeps: an answer to a write counts at once, and a
//! watch that lags behind does not undo it; so nothing is written twice, and our own writes cause no work.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kube::core::ObjectMeta;
use kube::runtime::watcher::Event;
use tokio::sync::watch;

use crate::core::labels::{MANAGED_BY, MANAGER};
use crate::core::output::{Holds, Kind, owner_name};
use crate::core::plan::{Live, Owner, Written};
use crate::resource::{API_VERSION, KIND, ServiceLevel};

/// Whether the objects of a kind are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Availability {
    /// Not yet.
    #[default]
    Starting,
    /// All of them.
    Known,
    /// They cannot be listed; the text says why.
    Unavailable(String),
}

/// The objects of the output kinds that exist.
#[derive(Debug)]
pub struct Index {
    inner: Mutex<Inner>,
    availability: watch::Sender<HashMap<Kind, Availability>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    kind: Kind,
    namespace: String,
    name: String,
}

#[derive(Debug, Default)]
struct Inner {
    entries: HashMap<Key, Entry>,
    /// The keys of the objects with this owner.
    owned: HashMap<String, BTreeSet<Key>>,
    /// While a kind is listed again: the keys that were not seen yet.
    unseen: HashMap<Kind, HashSet<Key>>,
}

#[derive(Debug)]
struct Entry {
    live: Live,
    version: u64,
}

/// An object that we made.
#[derive(Clone, Debug)]
pub struct Made {
    /// What it is.
    pub kind: Kind,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// What tells it from another one of the same name.
    pub uid: String,
    /// For whom.
    pub owner: Owner,
}

/// A `PrometheusServiceLevel`, by namespace and name.
pub type Name = (String, String);

impl Index {
    /// An index for objects of these kinds.
    #[must_use]
    pub fn new(kinds: &[Kind]) -> Self {
        let starting = kinds.iter().map(|kind| (*kind, Availability::Starting)).collect();
        Self { inner: Mutex::default(), availability: watch::Sender::new(starting) }
    }

    /// Waits until something is known about each kind, and says which kinds are not available, and why.
    pub async fn unavailable(&self) -> BTreeMap<Kind, String> {
        self.settled().await;
        let kinds = self.availability.borrow();
        let unavailable = kinds.iter().filter_map(|(kind, availability)| match availability {
            Availability::Unavailable(why) => Some((*kind, why.clone())),
            Availability::Starting | Availability::Known => None,
        });
        unavailable.collect()
    }

    /// Waits until something is known about each kind.
    pub async fn settled(&self) {
        let is_settled = |kinds: &HashMap<Kind, Availability>| {
            kinds.values().all(|availability| *availability != Availability::Starting)
        };
        // It cannot fail: the sender is in `self`.
        let _ = self.availability.subscribe().wait_for(is_settled).await;
    }

    /// Changes of what is known about kinds.
    #[must_use]
    pub fn availability(&self) -> watch::Receiver<HashMap<Kind, Availability>> {
        self.availability.subscribe()
    }

    /// Says that objects of a kind cannot be listed, and returns whether that is news. What was known of them stays.
    pub fn set_unavailable(&self, kind: Kind, why: &str) -> bool {
        let new = Availability::Unavailable(why.to_owned());
        self.availability.send_if_modified(|kinds| kinds.insert(kind, new.clone()).as_ref() != Some(&new))
    }

    /// The objects that `owner` owns, and those of these names.
    #[must_use]
    pub fn around<'n>(
        &self,
        owner: &ServiceLevel,
        names: impl IntoIterator<Item = (Kind, &'n str)>,
    ) -> BTreeMap<(Kind, String), Live> {
        let inner = self.lock();
        let wanted = names.into_iter().map(|(kind, name)| Key {
            kind,
            namespace: owner.namespace().to_owned(),
            name: name.to_owned(),
        });
        let made = inner.owned.get(owner.uid()).into_iter().flatten().cloned();
        let found = made.chain(wanted).filter_map(|key| {
            let entry = inner.entries.get(&key)?;
            Some(((key.kind, key.name), entry.live.clone()))
        });
        found.collect()
    }

    /// The objects that we made for the owner with this uid, or for any.
    #[must_use]
    pub fn made(&self, owner: Option<&str>) -> Vec<Made> {
        let inner = self.lock();
        let made = inner.entries.iter().filter(|(_, entry)| entry.live.is_ours());
        let made = made.filter_map(|(key, entry)| {
            let owner = entry.live.owner.clone()?;
            let Key { kind, namespace, name } = key.clone();
            Some(Made { kind, namespace, name, uid: entry.live.uid.clone(), owner })
        });
        made.filter(|made| owner.is_none_or(|uid| made.owner.uid == uid)).collect()
    }

    /// Takes an event of a watch, and returns whom it may concern.
    pub fn take(&self, kind: Kind, event: Event<ObjectMeta>) -> Vec<Name> {
        let mut inner = self.lock();
        match event {
            Event::Init => {
                let keys = inner.entries.keys().filter(|key| key.kind == kind).cloned().collect();
                inner.unseen.insert(kind, keys);
                Vec::new()
            }
            Event::InitApply(meta) | Event::Apply(meta) => inner.upsert(kind, meta, None),
            Event::Delete(meta) => {
                let key = Key::new(kind, &meta);
                inner.remove(&key, meta.uid.as_deref())
            }
            Event::InitDone => {
                let gone = inner.unseen.remove(&kind).unwrap_or_default();
                let concerned = gone.iter().flat_map(|key| inner.remove(key, None)).collect();
                drop(inner);
                self.availability.send_if_modified(|kinds| {
                    kinds.insert(kind, Availability::Known) != Some(Availability::Known)
                });
                concerned
            }
        }
    }

    /// Takes the answer to a write of ours.
    pub fn wrote(&self, kind: Kind, meta: ObjectMeta, hash: &str) {
        let written = Written { hash: hash.to_owned(), revision: revision(&meta) };
        self.lock().upsert(kind, meta, Some(written));
    }

    /// Takes the answer to a deletion of ours.
    pub fn deleted(&self, kind: Kind, namespace: &str, name: &str, uid: &str) {
        let key = Key { kind, namespace: namespace.to_owned(), name: name.to_owned() };
        self.lock().remove(&key, Some(uid));
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn upsert(&mut self, kind: Kind, meta: ObjectMeta, written: Option<Written>) -> Vec<Name> {
        let key = Key::new(kind, &meta);
        if let Some(unseen) = self.unseen.get_mut(&kind) {
            unseen.remove(&key);
        }
        let version = version(&meta);
        let before = self.entries.get_mut(&key);
        let same = before.filter(|before| Some(before.live.uid.as_str()) == meta.uid.as_deref());
        let mut carried = None;
        if let Some(before) = same {
            carried = written.clone().or_else(|| before.live.written.clone());
            if version <= before.version {
                before.live.written = carried;
                return Vec::new();
            }
        }
        let mut concerned = self.remove(&key, None);
        let live = Live { written: carried.or(written), ..live(meta) };
        concerned.extend(concern(&key, &live));
        if let Some(owner) = &live.owner {
            self.owned.entry(owner.uid.clone()).or_default().insert(key.clone());
        }
        self.entries.insert(key, Entry { live, version });
        concerned.dedup();
        concerned
    }

    /// Removes an object, unless another one of the same name has taken its place.
    fn remove(&mut self, key: &Key, uid: Option<&str>) -> Vec<Name> {
        let is_it = |entry: &Entry| uid.is_none_or(|uid| entry.live.uid == uid);
        if !self.entries.get(key).is_some_and(is_it) {
            return Vec::new();
        }
        let Some(entry) = self.entries.remove(key) else { return Vec::new() };
        if let Some(owner) = &entry.live.owner
            && let Some(keys) = self.owned.get_mut(&owner.uid)
        {
            keys.remove(key);
            if keys.is_empty() {
                self.owned.remove(&owner.uid);
            }
        }
        concern(key, &entry.live)
    }
}

/// The owner, and one of the same name: it may wait for the name to become free.
fn concern(key: &Key, live: &Live) -> Vec<Name> {
    let waiting = match key.kind.holds() {
        Holds::Rules => &key.name,
        Holds::Dashboard => owner_name(&key.name),
    };
    let mut names = vec![waiting.to_owned()];
    names.extend(live.owner.as_ref().map(|owner| owner.name.clone()).filter(|name| name != waiting));
    names.into_iter().map(|name| (key.namespace.clone(), name)).collect()
}

impl Key {
    fn new(kind: Kind, meta: &ObjectMeta) -> Self {
        Self {
            kind,
            namespace: meta.namespace.clone().unwrap_or_default(),
            name: meta.name.clone().unwrap_or_default(),
        }
    }
}

/// The resource version as the number that it is: since Kubernetes 1.35 they may be compared.
pub(crate) fn version(meta: &ObjectMeta) -> u64 {
    meta.resource_version.as_deref().and_then(|version| version.parse().ok()).unwrap_or_default()
}

fn revision(meta: &ObjectMeta) -> String {
    match meta.generation {
        Some(generation) => generation.to_string(),
        None => meta.resource_version.clone().unwrap_or_default(),
    }
}

/// What is kept of an object: of one that is not ours, little.
pub(crate) fn live(meta: ObjectMeta) -> Live {
    let revision = revision(&meta);
    let owners = meta.owner_references.unwrap_or_default();
    let owner = owners.into_iter().find(|owner| owner.api_version == API_VERSION && owner.kind == KIND);
    let labels = meta.labels.unwrap_or_default();
    let is_ours = labels.get(MANAGED_BY).is_some_and(|manager| manager == MANAGER);
    let (labels, annotations) =
        if is_ours { (labels, meta.annotations.unwrap_or_default()) } else { Default::default() };
    Live {
        uid: meta.uid.unwrap_or_default(),
        revision,
        labels,
        annotations,
        owner: owner.map(|owner| Owner { name: owner.name, uid: owner.uid }),
        deleting: meta.deletion_timestamp.is_some(),
        written: None,
    }
}

#[cfg(test)]
mod tests;
