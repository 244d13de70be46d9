//! One object, from its spec to its status.
//!
//! In: an object that may have changed. Out: when to look at it again. The phases are functions of [`crate::core`], and
//! what they decide is done here: [`apply`] writes objects, `status` the status, `events` tells the authors of specs. Keeps:
//! a spec with a mistake changes no object: what is made of the last good one stays, and comes back when others change it.

mod adopt;
pub mod apply;
mod claim;
pub mod context;
mod events;
mod memory;
pub mod prune;
mod replace;
mod retire;
mod status;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use kube::runtime::controller::Action;
use tracing::{debug, info, warn};

pub use context::Context;

use crate::core::conditions::Problem;
use crate::core::intent::{Intent, Mistake, intent};
use crate::core::last_good::lost;
use crate::core::output::{Desired, Kind, Wanted};
use crate::core::plan::{Step, plan};
use crate::core::report::{self, Applied, Origin};
use crate::metrics::Result as Ended;
use crate::resource::ServiceLevel;
use crate::said::said;

/// Why an object could not be worked on; it is tried again.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Box<kube::Error>);

impl From<kube::Error> for Error {
    fn from(error: kube::Error) -> Self {
        Self(Box::new(error))
    }
}

/// Looks at an object and does what has to be done.
///
/// # Errors
/// The API could not be reached, or did not answer as it should.
pub async fn reconcile(object: Arc<ServiceLevel>, context: Arc<Context>) -> Result<Action, Error> {
    let began = Instant::now();
    context.metrics.begin(object.namespace(), object.name());
    let outcome = look_at(object, &context).await;
    let (ended, action) = match outcome {
        Ok((ended, action)) => (ended, Ok(action)),
        Err(error) => (Ended::Error, Err(error)),
    };
    context.metrics.end(ended, began.elapsed());
    action
}

async fn look_at(object: Arc<ServiceLevel>, context: &Context) -> Result<(Ended, Action), Error> {
    if object.metadata.deletion_timestamp.is_some() {
        return Ok((Ended::Success, Action::await_change())); // Kubernetes removes what was made with it
    }
    let object = context.statuses.latest(object);
    let intent = intent(&object, &context.options(), &context.settings.outputs);
    let mut applied = match &intent.wanted {
        Ok(wanted) => {
            context.memory.remember(&object);
            context.adopted.forget(object.uid());
            apply_all(&object, wanted.clone(), context).await?
        }
        Err(_) => keep(&object, context).await?,
    };
    retire::run(&object, &mut applied, context).await?;
    let status = report::status(&object, &intent, &applied, &context.now());
    tell(&object, &intent, &applied);
    context.metrics.told(object.uid(), &status);
    let ended = match &intent.wanted {
        _ if !applied.problems.is_empty() => Ended::Problem,
        Ok(_) => Ended::Success,
        Err(_) => Ended::Invalid,
    };
    if ended != Ended::Success {
        events::publish(&object, &status, context).await;
    }
    status::write(&object, status, context).await?;
    if ended == Ended::Problem {
        return Ok((ended, Action::requeue(context.backoff.next(&object))));
    }
    context.backoff.reset(&object);
    Ok((ended, Action::requeue(context.settings.resync)))
}

/// When to try again after an error.
#[must_use]
#[allow(clippy::needless_pass_by_value, reason = "the signature is that of the runtime's hook")]
pub fn retry(object: Arc<ServiceLevel>, error: &Error, context: Arc<Context>) -> Action {
    let delay = context.backoff.next(&object);
    warn!(
        namespace = object.namespace(),
        name = object.name(),
        "trying again in {} s: {}",
        delay.as_secs_f32(),
        said(error)
    );
    Action::requeue(delay)
}

/// Phases 3 and 4: what it takes that the wanted objects exist, and doing it.
async fn apply_all(object: &ServiceLevel, wanted: Wanted, context: &Context) -> Result<Applied, Error> {
    let unavailable = context.index.unavailable().await;
    let (desired, mut applied) = without(wanted, &unavailable);
    let live = context.index.around(object, desired.iter().map(|desired| (desired.kind, &*desired.name)));
    for step in plan(object, &desired, &live) {
        run(object, &step, context, &mut applied).await?;
    }
    if let Some(rule) = desired.iter().find(|desired| desired.kind == Kind::PrometheusRule) {
        applied.selected = context.selection.verdict(&rule.labels, object.namespace()).await;
    }
    Ok(applied)
}

/// The same for the last good spec of an object whose own has a mistake, if it is known.
async fn keep(object: &ServiceLevel, context: &Context) -> Result<Applied, Error> {
    if let Some(good) = context.memory.of(object) {
        let as_it_was = good.within(object);
        if let Ok(wanted) = intent(&as_it_was, &context.options(), &context.settings.outputs).wanted {
            let applied = apply_all(&as_it_was, wanted, context).await?;
            return Ok(Applied { from: Origin::LastGood(good.told()), ..applied });
        }
    }
    hold(object, context).await
}

/// The same for an object of which no good spec is known: what is as it was written stays as it is.
async fn hold(object: &ServiceLevel, context: &Context) -> Result<Applied, Error> {
    let unavailable = context.index.unavailable().await;
    let kinds = &context.settings.outputs.kinds;
    let is_known = |kind: Kind| kinds.contains(&kind) && !unavailable.contains_key(&kind);
    let held = adopt::run(object, is_known, context).await?;
    let live = context.index.around(object, held.iter().map(|held| (held.kind, &*held.name)));
    let mut applied = Applied::default();
    // What is not held is left alone: nobody knows whether it was wanted.
    for step in plan(object, &held, &live).iter().filter(|step| !matches!(step, Step::Delete(..))) {
        run(object, step, context, &mut applied).await?;
    }
    let is_held = |kind, name: &str| held.iter().any(|held| held.kind == kind && held.name == name);
    let is_lost = |kind, name: &str| is_known(kind) && !is_held(kind, name);
    applied.from = Origin::Unknown(lost(object.status.as_ref(), &live, is_lost));
    Ok(applied)
}

async fn run(
    object: &ServiceLevel,
    step: &Step<'_>,
    context: &Context,
    applied: &mut Applied,
) -> Result<(), Error> {
    match apply::run(object, step, context).await {
        Ok(written) => applied.objects.extend(written),
        Err(write::Error::Refused(problem)) => applied.problems.push(problem),
        Err(write::Error::Unreachable(error)) => return Err(error.into()),
    }
    Ok(())
}

/// The objects of kinds that are available, and the problem that others are not.
fn without(wanted: Wanted, unavailable: &BTreeMap<Kind, String>) -> (Vec<Desired>, Applied) {
    let Wanted { objects, mut problems } = wanted;
    let (good, bad): (Vec<_>, Vec<_>) =
        objects.into_iter().partition(|desired| !unavailable.contains_key(&desired.kind));
    let bad: BTreeSet<Kind> = bad.iter().map(|desired| desired.kind).collect();
    let why = bad.iter().filter_map(|kind| unavailable.get(kind));
    problems.extend(why.map(|why| Problem::new("KindUnavailable", why)));
    (good, Applied { problems, ..Applied::default() })
}

fn tell(object: &ServiceLevel, intent: &Intent, applied: &Applied) {
    let (namespace, name) = (object.namespace(), object.name());
    if let Some(error) = &intent.compilation.first_error {
        info!(namespace, name, errors = intent.compilation.errors, "invalid: {error}");
    }
    if let Err(Mistake::Annotation(why)) = &intent.wanted {
        info!(namespace, name, "invalid: {why}");
    }
    for Problem { reason, message } in &applied.problems {
        warn!(namespace, name, reason, "{message}");
    }
    debug!(namespace, name, slos = intent.compilation.slos.len(), "looked at");
}
