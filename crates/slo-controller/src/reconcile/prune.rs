//! Removing what was made for objects that are gone.
//!
//! Kubernetes does that by itself, by owner references. Where its garbage collector is slow, or switched off, and where an
//! object went while nobody watched, this does. In: word that objects may be gone. Out: deletions. Keeps: an object is
//! removed only if its owner is looked for and not found; that it does not match our selector says nothing.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;

use futures::{Stream, StreamExt};
use kube::Api;
use kube::api::{ListParams, PartialObjectMeta};
use kube::runtime::reflector::Store;
use tracing::warn;

use super::write::{self, delete};
use super::{Context, Error};
use crate::resource::ServiceLevel;
use crate::said::said;
use crate::watch::Made;
use crate::watch::levels::Gone;

/// Removes what is left over, each time that objects may be gone.
pub async fn run(gone: impl Stream<Item = Gone>, store: Store<ServiceLevel>, context: Arc<Context>) {
    let mut gone = pin!(gone);
    while let Some(word) = gone.next().await {
        let result = match word {
            Gone::One(object) => one(&object, &context).await,
            Gone::Any => sweep(&store, &context).await,
        };
        if let Err(error) = result {
            warn!("could not remove what is left of deleted objects: {}", said(&error));
        }
    }
}

/// Removes what was made for `object`, if it is gone.
async fn one(object: &ServiceLevel, context: &Context) -> Result<(), Error> {
    context.forget(object);
    let made = context.index.made(Some(object.uid()));
    if made.is_empty() {
        return Ok(());
    }
    let api: Api<ServiceLevel> = Api::namespaced(context.client.clone(), object.namespace());
    let there = api.get_metadata_opt(object.name()).await?;
    let is_there = there.is_some_and(|there| there.metadata.uid.as_deref() == Some(object.uid()));
    if is_there { Ok(()) } else { remove(made, context).await }
}

/// Removes what was made for any object that is gone.
async fn sweep(store: &Store<ServiceLevel>, context: &Context) -> Result<(), Error> {
    context.index.settled().await;
    let known: HashSet<String> = store.state().iter().map(|object| object.uid().to_owned()).collect();
    let mut orphans = context.index.made(None);
    orphans.retain(|made| !known.contains(&made.owner.uid));
    if orphans.is_empty() {
        return Ok(());
    }
    let owners = owners(context).await?;
    orphans.retain(|made| !owners.contains(&made.owner.uid));
    remove(orphans, context).await
}

async fn remove(made: Vec<Made>, context: &Context) -> Result<(), Error> {
    for Made { kind, namespace, name, uid, .. } in made {
        match delete(kind, &namespace, &name, &uid, context).await {
            Ok(()) => {}
            Err(write::Error::Refused(problem)) => {
                warn!(%kind, namespace, name, "not deleted: {}", problem.message);
            }
            Err(write::Error::Unreachable(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The uids of all objects that exist, whatever selector this run has.
async fn owners(context: &Context) -> Result<HashSet<String>, Error> {
    let api: Api<ServiceLevel> = match &context.settings.scope.namespace {
        Some(namespace) => Api::namespaced(context.client.clone(), namespace),
        None => Api::all(context.client.clone()),
    };
    let mut uids = HashSet::new();
    let mut params = ListParams::default().limit(500);
    loop {
        let page = api.list_metadata(&params).await?;
        let next = page.metadata.continue_.clone().filter(|token| !token.is_empty());
        uids.extend(
            page.into_iter().filter_map(|object: PartialObjectMeta<ServiceLevel>| object.metadata.uid),
        );
        let Some(token) = next else { return Ok(uids) };
        params = params.continue_token(&token);
    }
}
