//! One object, written or deleted.
//!
//! In: what it shall be, and what is known of the one that exists. Out: what the status says of it. Keeps: one request for an object
//! that is created or changed by nobody else; it is exactly ours afterwards, see [`super::claim`].

use kube::Api;
use kube::api::{DeleteParams, DynamicObject, Patch, PatchParams, Preconditions, ValidationDirective};
use kube::core::{ObjectMeta, PartialObjectMeta};
use tracing::info;

use super::{Context, claim};
use crate::core::conditions::Problem;
use crate::core::labels::MANAGER;
use crate::core::output::{Desired, Kind};
use crate::core::plan::Live;
use crate::resource::ServiceLevel;
use crate::resource::status::ObjectStatus;
use crate::watch::owned::resource;

/// What the API server calls an internal error, and does not go away by itself: a definition that is older than a field of ours, and
/// an admission webhook of others that does not answer.
const LASTING: [&str; 2] = ["field not declared in schema", "failed calling webhook"];

/// Why a step was not done.
#[derive(Debug)]
pub enum Error {
    /// It cannot be done.
    Refused(Problem),
    /// The API cannot be reached, or the object changed meanwhile: try again.
    Unreachable(kube::Error),
}

impl From<kube::Error> for Error {
    fn from(error: kube::Error) -> Self {
        match &error {
            kube::Error::Api(status) => match status.code {
                403 => Self::Refused(Problem::new("Forbidden", &status.message)),
                400 | 404 | 405 | 413 | 415 | 422 => Self::Refused(Problem::new("Rejected", &status.message)),
                500 if LASTING.iter().any(|words| status.message.contains(words)) => {
                    Self::Refused(Problem::new("Rejected", &status.message))
                }
                _ => Self::Unreachable(error),
            },
            _ => Self::Unreachable(error),
        }
    }
}

/// Writes an object; `live` is the one that exists.
pub(super) async fn write(
    owner: &ServiceLevel,
    desired: &Desired,
    live: Option<&Live>,
    context: &Context,
) -> Result<Option<ObjectStatus>, Error> {
    let (kind, namespace, name) = (desired.kind, owner.namespace(), desired.name.as_str());
    if context.settings.dry_run {
        info!(%kind, namespace, name, rules = desired.rules, "dry run: would be written");
        return Ok(None);
    }
    let api = api(kind, namespace, context);
    let meta = send(&api, owner, desired, live.map(|live| live.uid.as_str()), context).await?;
    let meta = match claim::claim(&meta, kind.content()) {
        None => meta,
        Some(patch) => {
            info!(%kind, namespace, name, "taking back what others wrote");
            let answer = api.patch_metadata(name, &PatchParams::default(), &Patch::Merge(&patch)).await;
            context.metrics.wrote(Some(kind), "claim", answer.is_ok());
            answer?;
            send(&api, owner, desired, meta.uid.as_deref(), context).await?
        }
    };
    info!(%kind, namespace, name, rules = desired.rules, "{}", if live.is_some() { "updated" } else { "created" });
    let generation = meta.generation.map(|generation| generation.to_string());
    let revision = generation.or_else(|| meta.resource_version.clone()).unwrap_or_default();
    context.index.wrote(kind, meta, &desired.hash);
    Ok(Some(report(desired, &revision)))
}

/// Applies the object. The one with this `uid` is changed whatever others did to it; if there is none, one is made, unless there
/// is one by now.
async fn send(
    api: &Api<DynamicObject>,
    owner: &ServiceLevel,
    desired: &Desired,
    uid: Option<&str>,
    context: &Context,
) -> Result<ObjectMeta, Error> {
    let params = PatchParams {
        force: uid.is_some(),
        field_manager: Some(MANAGER.to_owned()),
        field_validation: Some(ValidationDirective::Ignore), // checking for typos of ours would double the server's work
        ..PatchParams::default()
    };
    let object = desired.sent(owner, uid);
    let answer: kube::Result<PartialObjectMeta<DynamicObject>> =
        api.patch_metadata(&desired.name, &params, &Patch::Apply(&object)).await;
    context.metrics.wrote(Some(desired.kind), "apply", answer.is_ok());
    Ok(answer?.metadata)
}

/// Deletes an object, if it is still the same.
///
/// # Errors
/// It cannot be done, or not now.
pub(super) async fn delete(
    kind: Kind,
    namespace: &str,
    name: &str,
    uid: &str,
    context: &Context,
) -> Result<(), Error> {
    if context.settings.dry_run {
        info!(%kind, namespace, name, "dry run: would be deleted");
        return Ok(());
    }
    let preconditions = Preconditions { uid: Some(uid.to_owned()), resource_version: None };
    let params = DeleteParams { preconditions: Some(preconditions), ..DeleteParams::default() };
    let answer = api(kind, namespace, context).delete(name, &params).await;
    context.metrics.wrote(Some(kind), "delete", answer.is_ok());
    match answer {
        Ok(_) => {}
        // It is gone, or another one has its name.
        Err(kube::Error::Api(status)) if status.code == 404 || status.code == 409 => {}
        Err(error) => return Err(error.into()),
    }
    info!(%kind, namespace, name, "deleted");
    context.index.deleted(kind, namespace, name, uid);
    Ok(())
}

pub(super) fn api(kind: Kind, namespace: &str, context: &Context) -> Api<DynamicObject> {
    Api::namespaced_with(context.client.clone(), namespace, &resource(kind))
}

pub(super) fn being_deleted(Desired { kind, name, .. }: &Desired) -> Error {
    Error::Refused(Problem::new(
        "BeingDeleted",
        format!("the {kind} `{name}` is being deleted; another one follows when it is gone"),
    ))
}

pub(super) fn report(desired: &Desired, revision: &str) -> ObjectStatus {
    ObjectStatus {
        api_version: desired.kind.api_version().to_owned(),
        kind: desired.kind.kind().to_owned(),
        name: desired.name.clone(),
        hash: desired.hash.clone(),
        revision: revision.to_owned(),
    }
}
