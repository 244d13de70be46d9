//! Writing a status, when it changed.
//!
//! In: an object and its new status. Out: one request, or none. Keeps: a status that was written is known at once, though
//! the watch shows it later; so that work in between does not write it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kube::Api;
use kube::api::{ApiResource, Patch, PatchParams, ValidationDirective};
use serde_json::json;
use tracing::info;

use super::{Context, Error};
use crate::core::labels::MANAGER;
use crate::resource::metadata::Outline;
use crate::resource::{ServiceLevel, Status};
use crate::watch::version;

/// The statuses that were written and may not have been seen yet, by the uid of the object.
#[derive(Debug, Default)]
pub(crate) struct Statuses(Mutex<HashMap<String, (u64, Status)>>);

impl Statuses {
    /// The object with its latest status: that of the watch, or one that was written since.
    pub(super) fn latest(&self, object: Arc<ServiceLevel>) -> Arc<ServiceLevel> {
        match self.lock().get(object.uid()) {
            Some((written, status)) if *written > version(&object.metadata) => {
                Arc::new(ServiceLevel { status: Some(status.clone()), ..ServiceLevel::clone(&object) })
            }
            Some(_) | None => object,
        }
    }

    /// The watch shows an object: what was written before that need not be kept.
    pub(crate) fn seen(&self, object: &ServiceLevel) {
        let mut statuses = self.lock();
        if statuses.get(object.uid()).is_some_and(|(written, _)| *written <= version(&object.metadata)) {
            statuses.remove(object.uid());
        }
    }

    /// Forgets an object that is gone.
    pub(super) fn forget(&self, uid: &str) {
        self.lock().remove(uid);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (u64, Status)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes `status`, if it is not the one that the object has.
pub(super) async fn write(object: &ServiceLevel, status: Status, context: &Context) -> Result<(), Error> {
    if object.status.as_ref() == Some(&status) {
        return Ok(());
    }
    let (namespace, name) = (object.namespace(), object.name());
    if context.settings.dry_run {
        info!(
            namespace,
            name,
            generated = status.prom_op_rules_generated,
            "dry run: status would be written"
        );
        return Ok(());
    }
    // The uid makes the API server refuse it if the object is another one by now.
    let patch = json!({ "metadata": { "uid": object.uid() }, "status": status });
    let params = PatchParams {
        field_manager: Some(MANAGER.to_owned()),
        field_validation: Some(ValidationDirective::Ignore), // looking for typos of ours would cost the server time
        ..PatchParams::default()
    };
    let resource = ApiResource::erase::<ServiceLevel>(&());
    let api: Api<Outline> = Api::namespaced_with(context.client.clone(), namespace, &resource);
    let answer = api.patch_status(name, &params, &Patch::Merge(&patch)).await;
    context.metrics.wrote(None, "status", answer.is_ok());
    match answer {
        Ok(answer) => {
            let version = version(&answer.metadata);
            context.statuses.lock().insert(object.uid().to_owned(), (version, status));
            Ok(())
        }
        // The object is gone, or another one has its name: its own event follows.
        Err(kube::Error::Api(answer)) if answer.code == 404 || answer.code == 409 => Ok(()),
        Err(error) => Err(error.into()),
    }
}
