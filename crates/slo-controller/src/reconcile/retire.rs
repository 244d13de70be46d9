//! Removing what was made of an object while a kind of output was on that is off now.
//!
//! Such a kind is not watched any more, so what there is to remove is what the status of the object names. In: an object. Out:
//! deletions, and what could not be deleted. Keeps: an object is deleted only if it is ours and was made for this object; what
//! could not be deleted stays in the status, for a run with the right to do it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tracing::warn;

use super::write::{self, delete};
use super::{Context, Error};
use crate::core::output::Kind;
use crate::core::report::Applied;
use crate::resource::ServiceLevel;
use crate::watch::live;

/// The kinds that may not be deleted, and why: it is the same for all objects.
#[derive(Debug, Default)]
pub(crate) struct Forbidden(Mutex<BTreeMap<Kind, String>>);

impl Forbidden {
    fn why(&self, kind: Kind) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&kind).cloned()
    }

    fn set(&self, kind: Kind, why: &str) {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, why.to_owned());
        if known.is_none() {
            warn!(%kind, "what an earlier run made of this kind stays: {why}");
        }
    }
}

/// Removes what is left of kinds that are off.
pub(super) async fn run(
    object: &ServiceLevel,
    applied: &mut Applied,
    context: &Context,
) -> Result<(), Error> {
    let told = object.status.iter().flat_map(|status| &status.objects);
    for left in told {
        let kind = Kind::of(&left.api_version, &left.kind);
        let Some(kind) = kind.filter(|kind| !context.settings.outputs.kinds.contains(kind)) else { continue };
        let why = match context.forbidden.why(kind) {
            Some(why) => Some(why),
            None => remove(kind, &left.name, object, context).await?,
        };
        applied.left.extend(why.map(|why| (left.clone(), why)));
    }
    Ok(())
}

/// Removes an object, or says why that is not possible.
async fn remove(
    kind: Kind,
    name: &str,
    object: &ServiceLevel,
    context: &Context,
) -> Result<Option<String>, Error> {
    let removed = match write::api(kind, object.namespace(), context).get_metadata_opt(name).await {
        Ok(None) => Ok(()),
        Ok(Some(found)) => {
            let found = live(found.metadata);
            if !found.is_made_for(object) {
                return Ok(None); // somebody else's by now
            }
            delete(kind, object.namespace(), name, &found.uid, context).await
        }
        Err(error) => Err(error.into()),
    };
    match removed {
        Err(write::Error::Refused(problem)) if problem.reason == "Forbidden" => {
            context.forbidden.set(kind, &problem.message);
            Ok(Some(problem.message))
        }
        // Without the kind there is no object of it.
        Ok(()) | Err(write::Error::Refused(_)) => Ok(None),
        Err(write::Error::Unreachable(error)) => Err(error.into()),
    }
}
