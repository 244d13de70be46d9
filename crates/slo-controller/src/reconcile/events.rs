//! Events: what `kubectl describe` shows the author of a spec.
//!
//! In: a status that says that something failed. Out: one event for each thing that is said, however often it is found:
//! its name follows from its text, so the API server itself refuses a second one.

use k8s_openapi::api::core::v1::ObjectReference;
use k8s_openapi::api::events::v1::Event;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::MicroTime;
use kube::Api;
use kube::api::PostParams;
use kube::core::ObjectMeta;
use tracing::{debug, warn};

use super::Context;
use crate::core::conditions::READY;
use crate::core::hash::hash;
use crate::core::labels::MANAGER;
use crate::resource::{API_VERSION, KIND, ServiceLevel, Status};
use crate::said::said;

/// The most bytes of an event's note.
const MAX_NOTE: usize = 1024;

/// Publishes why the object is not ready, unless that was done before. An event is no reason to fail.
pub(super) async fn publish(object: &ServiceLevel, status: &Status, context: &Context) {
    let Some(ready) = status.condition(READY) else { return };
    let before = object.status.as_ref().and_then(|before| before.condition(READY));
    let is_told =
        before.is_some_and(|before| before.reason == ready.reason && before.message == ready.message);
    if is_told || context.settings.dry_run {
        return;
    }
    let event = event(object, &ready.reason, &ready.message);
    let api: Api<Event> = Api::namespaced(context.client.clone(), object.namespace());
    match api.create(&PostParams::default(), &event).await {
        Ok(_) => {}
        Err(kube::Error::Api(answer)) if answer.code == 409 => {}
        Err(error) => {
            let words = said(&error);
            if context.is_first_without_event() {
                warn!("events are not written, which is told once: {words}");
            }
            debug!(namespace = object.namespace(), name = object.name(), "no event: {words}");
        }
    }
}

fn event(object: &ServiceLevel, reason: &str, message: &str) -> Event {
    let generation = object.generation().to_string();
    let id = hash([object.uid(), reason, message, generation.as_str()]);
    let reporter = std::env::var("POD_NAME").unwrap_or_else(|_| MANAGER.to_owned());
    Event {
        metadata: ObjectMeta {
            name: Some(format!("{}.{id}", object.name())),
            namespace: Some(object.namespace().to_owned()),
            ..ObjectMeta::default()
        },
        action: Some("Reconcile".into()),
        event_time: Some(MicroTime(jiff::Timestamp::now())),
        note: Some(note(message)),
        reason: Some(reason.to_owned()),
        regarding: Some(ObjectReference {
            api_version: Some(API_VERSION.into()),
            kind: Some(KIND.into()),
            name: Some(object.name().to_owned()),
            namespace: Some(object.namespace().to_owned()),
            uid: Some(object.uid().to_owned()),
            ..ObjectReference::default()
        }),
        reporting_controller: Some(format!("slo-compiler.dev/{MANAGER}")),
        reporting_instance: Some(reporter.chars().take(128).collect()),
        type_: Some("Warning".into()),
        ..Event::default()
    }
}

/// The message, cut to what an event may hold.
fn note(message: &str) -> String {
    let ends = message.char_indices().map(|(start, c)| start + c.len_utf8());
    let end = ends.take_while(|end| *end <= MAX_NOTE).last().unwrap_or_default();
    message.get(..end).unwrap_or_default().to_owned()
}
