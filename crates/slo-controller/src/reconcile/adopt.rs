//! What was made of an object whose spec was broken while no controller ran: what exists is what was good.
//!
//! In: the status of an object whose last good spec nobody knows. Out: the objects that it names, as they should be. Keeps: only an
//! object that nobody changed since it was written is adopted, and from then on it is held as it was. It is read by a list of
//! one name, which needs no right that the watch does not need.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use kube::api::{ListParams, Request};
use tracing::info;

use super::{Context, Error, write};
use crate::core::output::{Desired, Kind};
use crate::core::plan::Live;
use crate::core::read_back::{FoundList, read_back};
use crate::resource::ServiceLevel;
use crate::resource::status::ObjectStatus;
use crate::watch::live;

/// The adopted objects, by the uid of the object that they were made of.
#[derive(Debug, Default)]
pub(crate) struct Adopted(Mutex<HashMap<String, Objects>>);

type Objects = BTreeMap<(Kind, String), Desired>;

impl Adopted {
    fn of(&self, uid: &str) -> Objects {
        self.lock().get(uid).cloned().unwrap_or_default()
    }

    fn add(&self, uid: &str, object: Desired) {
        let key = (object.kind, object.name.clone());
        self.lock().entry(uid.to_owned()).or_default().insert(key, object);
    }

    /// Forgets what was adopted: a good spec is known, or the object is gone.
    pub(super) fn forget(&self, uid: &str) {
        self.lock().remove(uid);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Objects>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The objects of the `known` kinds that should be as they were when this process first saw them.
pub(super) async fn run(
    object: &ServiceLevel,
    known: impl Fn(Kind) -> bool,
    context: &Context,
) -> Result<Vec<Desired>, Error> {
    let exist = context.index.around(object, []);
    let mut adopted = context.adopted.of(object.uid());
    for told in object.status.iter().flat_map(|status| &status.objects) {
        let kind = Kind::of(&told.api_version, &told.kind);
        let Some(kind) = kind.filter(|kind| known(*kind)) else { continue };
        let key = (kind, told.name.clone());
        if adopted.contains_key(&key) || !exist.get(&key).is_some_and(|live| is_as_told(object, live, told)) {
            continue;
        }
        if let Some(found) = fetch(object, kind, told, context).await? {
            let (namespace, name) = (object.namespace(), found.name.as_str());
            info!(%kind, namespace, name, "held as it is until the spec is mended");
            context.adopted.add(object.uid(), found.clone());
            adopted.insert(key, found);
        }
    }
    adopted.retain(|(kind, _), _| known(*kind));
    Ok(adopted.into_values().collect())
}

/// Whether an object is the one that was written, and nobody changed it since.
fn is_as_told(owner: &ServiceLevel, live: &Live, told: &ObjectStatus) -> bool {
    live.is_made_for(owner) && !live.deleting && live.revision == told.revision
}

async fn fetch(
    owner: &ServiceLevel,
    kind: Kind,
    told: &ObjectStatus,
    context: &Context,
) -> Result<Option<Desired>, Error> {
    let params = ListParams::default().fields(&format!("metadata.name={}", told.name));
    let url = write::api(kind, owner.namespace(), context).resource_url().to_owned();
    let request = Request::new(url).list(&params).map_err(kube::Error::BuildRequest)?;
    let list: FoundList = context.client.request(request).await?;
    let found = list.items.into_iter().next();
    let found = found.filter(|found| is_as_told(owner, &live(found.metadata.clone()), told));
    Ok(found.and_then(|found| read_back(kind, found, &told.hash)))
}
