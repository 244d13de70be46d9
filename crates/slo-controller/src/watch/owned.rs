//! The watch of one output kind.
//!
//! In: metadata from the API. Out: a filled [`Index`], and the `PrometheusServiceLevel`s that have to be looked at again.
//! Keeps: a kind that cannot be listed, because it is not installed or not allowed, is tried again for ever; the rest of
//! the controller goes on.

use std::sync::Arc;

use futures::StreamExt;
use futures::channel::mpsc::UnboundedSender;
use kube::api::ApiResource;
use kube::core::{GroupVersionKind, ObjectMeta};
use kube::runtime::utils::WatchStreamExt;
use kube::runtime::watcher::{self, Config, watcher};
use kube::{Api, Client};
use tracing::{debug, info, warn};

use super::Index;
use super::index::Name;
use super::patience::Patience;
use crate::core::labels::{MANAGED_BY, MANAGER};
use crate::core::output::Kind;
use crate::resource::metadata::Outline;

/// How many objects are listed at once: a few megabytes as they are sent, because managed fields are sent, too.
const PAGE: u32 = 250;

/// The type of a kind, for the client.
#[must_use]
pub fn resource(kind: Kind) -> ApiResource {
    let gvk = GroupVersionKind::gvk(kind.group(), kind.version(), kind.kind());
    ApiResource::from_gvk_with_plural(&gvk, kind.plural())
}

/// Watches the objects of a kind until the process ends.
pub async fn run(
    kind: Kind,
    client: Client,
    namespace: Option<String>,
    index: Arc<Index>,
    concerned: UnboundedSender<Name>,
) {
    let resource = resource(kind);
    let api: Api<Outline> = match &namespace {
        Some(namespace) => Api::namespaced_with(client, namespace, &resource),
        None => Api::all_with(client, &resource),
    };
    let mut config = Config::default().page_size(PAGE);
    if kind.is_common() {
        config = config.labels(&format!("{MANAGED_BY}={MANAGER}"));
    }
    let mut events = watcher(api, config).backoff(Patience::default()).boxed();
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                let is_complete = matches!(event, watcher::Event::InitDone);
                for name in index.take(kind, metadata(event)) {
                    if concerned.unbounded_send(name).is_err() {
                        return; // nobody is left to do anything
                    }
                }
                if is_complete {
                    info!(%kind, "objects listed");
                }
            }
            Err(error) => failed(kind, &error, &index),
        }
    }
}

fn failed(kind: Kind, error: &watcher::Error, index: &Index) {
    let watcher::Error::InitialListFailed(cause) = error else {
        debug!(%kind, %error, "watch ended, starting another");
        return;
    };
    let why = match cause {
        kube::Error::Api(status) if status.code == 404 => {
            format!("there is no kind {kind} ({}) in the cluster; waiting for it", kind.api_version())
        }
        kube::Error::Api(status) if status.code == 403 => {
            format!("objects of kind {kind} cannot be listed: {}", status.message)
        }
        other => {
            debug!(%kind, error = %other, "list failed, trying again");
            return;
        }
    };
    if index.set_unavailable(kind, &why) {
        warn!(%kind, "{why}");
    }
}

fn metadata(event: watcher::Event<Outline>) -> watcher::Event<ObjectMeta> {
    use watcher::Event;
    match event {
        Event::Apply(object) => Event::Apply(object.metadata),
        Event::InitApply(object) => Event::InitApply(object.metadata),
        Event::Delete(object) => Event::Delete(object.metadata),
        Event::Init => Event::Init,
        Event::InitDone => Event::InitDone,
    }
}
