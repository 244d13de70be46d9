//! Replacing an object of which a field was changed that may never change.
//!
//! The Grafana operator refuses another `instanceSelector` for a dashboard that exists, and the API server other data for a
//! `ConfigMap` that somebody made immutable. In: such a refusal. Out: the object is deleted and made anew. Keeps: only an object
//! that we made for the same owner is deleted, and only if it is still the same one.

use tracing::info;

use super::Context;
use super::write::{Error, being_deleted, delete, write};
use crate::core::conditions::Problem;
use crate::core::output::Desired;
use crate::core::plan::Live;
use crate::resource::ServiceLevel;
use crate::resource::status::ObjectStatus;

/// What the API server and the definitions of others say of such a field. There is no code for it.
const WORDS: [&str; 2] = ["immutable", "requires a recreate"];

/// Whether `refusal` goes away with the object that exists.
pub(super) fn helps(owner: &ServiceLevel, live: &Live, refusal: &Problem) -> bool {
    live.is_made_for(owner) && WORDS.iter().any(|words| refusal.message.contains(words))
}

/// Deletes the object that exists and makes another. One that a finalizer holds is waited for: its watch says when it is gone.
pub(super) async fn run(
    owner: &ServiceLevel,
    desired: &Desired,
    live: &Live,
    refusal: &Problem,
    context: &Context,
) -> Result<Option<ObjectStatus>, Error> {
    let (kind, namespace, name) = (desired.kind, owner.namespace(), desired.name.as_str());
    info!(%kind, namespace, name, "making it anew: {}", refusal.message);
    delete(kind, namespace, name, &live.uid, context).await?;
    match write(owner, desired, None, context).await {
        Err(Error::Unreachable(kube::Error::Api(answer))) if answer.code == 409 => {
            Err(being_deleted(desired))
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::labels::{MANAGED_BY, MANAGER};
    use crate::core::plan::Owner;
    use crate::core::sample::{object, spec};

    #[test]
    fn only_what_we_made_for_the_same_owner_is_deleted() {
        let owner = object("a", &spec(1));
        let is = |uid: &str| Some(Owner { name: "a".into(), uid: uid.into() });
        let ours = Live {
            labels: [(MANAGED_BY.into(), MANAGER.into())].into(),
            owner: is(owner.uid()),
            ..Live::default()
        };
        let refused = |message: &str| Problem::new("Rejected", message);
        let immutable =
            refused("GrafanaDashboard \"a\" is invalid: spec: spec.instanceSelector is immutable");
        assert!(helps(&owner, &ours, &immutable));
        assert!(helps(&owner, &ours, &refused("disabling it requires a recreate to ensure desired state")));
        assert!(!helps(&owner, &ours, &refused("spec.groups: Required value")));
        assert!(!helps(&owner, &Live { owner: is("another"), ..ours.clone() }, &immutable));
        assert!(!helps(&owner, &Live { owner: None, ..ours.clone() }, &immutable));
        assert!(!helps(&owner, &Live { labels: [].into(), ..ours }, &immutable));
    }
}
