//! Phase 4: doing what was planned.
//!
//! In: a [`Step`]. Out: what the status says of the object. Keeps: what somebody else made is not written.

use super::write::{Error, api, being_deleted, delete, report, write};
use super::{Context, replace};
use crate::core::conditions::Problem;
use crate::core::output::Desired;
use crate::core::plan::Step;
use crate::resource::ServiceLevel;
use crate::resource::status::ObjectStatus;
use crate::watch::live;

/// Does a step for `owner`.
///
/// # Errors
/// It cannot be done, or not now.
pub async fn run(
    owner: &ServiceLevel,
    step: &Step<'_>,
    context: &Context,
) -> Result<Option<ObjectStatus>, Error> {
    match step {
        Step::Keep(desired, live) => Ok(Some(report(desired, &live.revision))),
        Step::Refuse(desired) => Err(foreign(desired)),
        Step::Wait(desired) => Err(being_deleted(desired)),
        Step::Create(desired) => create(owner, desired, context).await,
        Step::Update(desired, live) => match write(owner, desired, Some(live), context).await {
            Err(Error::Refused(refusal)) if replace::helps(owner, live, &refusal) => {
                replace::run(owner, desired, live, &refusal, context).await
            }
            result => result,
        },
        Step::Delete(kind, name, live) => {
            delete(*kind, owner.namespace(), name, &live.uid, context).await?;
            Ok(None)
        }
    }
}

/// Makes an object that does not exist, as far as is known. Where one exists after all, its watch will say whose it is, and this is
/// tried again; of a kind that is watched in part only, nobody would say it.
async fn create(
    owner: &ServiceLevel,
    desired: &Desired,
    context: &Context,
) -> Result<Option<ObjectStatus>, Error> {
    match write(owner, desired, None, context).await {
        Err(Error::Unreachable(kube::Error::Api(answer)))
            if answer.code == 409 && desired.kind.is_common() =>
        {
            let api = api(desired.kind, owner.namespace(), context);
            let found = live(api.get_metadata(&desired.name).await?.metadata);
            if !found.may_be_taken_by(owner) {
                return Err(foreign(desired));
            }
            write(owner, desired, Some(&found), context).await
        }
        result => result,
    }
}

fn foreign(desired: &Desired) -> Error {
    let Desired { kind, name, .. } = desired;
    Error::Refused(Problem::new(
        "NameTaken",
        format!(
            "there is a {kind} `{name}` that somebody else made; rename or delete it, or rename this object"
        ),
    ))
}
