//! One object, from its spec to its status.
//!
//! In: an object that may have changed. Out: when to look at it again. The phases are functions of [`crate::core`], and
//! what they decide is done here: [`apply`] writes objects, `status` the status, `events` tells the authors of specs. Keeps:
//! a spec with an error changes no object, so the rules of the last good one stay.

pub mod apply;
mod claim;
pub mod context;
mod events;
pub mod prune;
mod status;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use kube::runtime::controller::Action;
use slo_compiler::Compiled;
use tracing::{debug, info, warn};

pub use context::Context;

use crate::core::compile::{Compilation, compile};
use crate::core::output::{Desired, Kind, outputs};
use crate::core::plan::{Step, plan};
use crate::core::profile;
use crate::core::report::{self, Applied};
use crate::metrics::Result as Ended;
use crate::resource::ServiceLevel;

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
    let common = context.options();
    let (options, mistake) = match profile::options(&object, &common) {
        Ok(options) => (options, None),
        Err(why) => (common, Some(why)),
    };
    let compilation = compile(&object, &options);
    let applied = match (&compilation.compiled, mistake) {
        (_, Some(why)) => Some(failed("InvalidAnnotation", why)),
        (Some(compiled), None) => Some(apply_all(&object, compiled, context).await?),
        (None, None) => None,
    };
    let status = report::status(&object, &compilation, applied.as_ref(), &context.now());
    tell(&object, &compilation, applied.as_ref());
    context.metrics.told(object.uid(), &status);
    let ended = match &applied {
        None => Ended::Invalid,
        Some(applied) if applied.problems.is_empty() => Ended::Success,
        Some(_) => Ended::Problem,
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
        namespace = object.namespace(), name = object.name(), %error,
        "trying again in {} s", delay.as_secs_f32()
    );
    Action::requeue(delay)
}

/// Phases 2 to 4: which objects should exist, what that takes, and doing it.
async fn apply_all(object: &ServiceLevel, compiled: &Compiled, context: &Context) -> Result<Applied, Error> {
    let desired = match outputs(object, compiled, &context.settings.outputs) {
        Ok(desired) => desired,
        Err(why) => return Ok(failed("InvalidAnnotation", why)),
    };
    let unavailable = context.index.unavailable().await;
    let (desired, mut applied) = without(desired, &unavailable);
    let live = context.index.around(object);
    for step in plan(object, &desired, &live) {
        run(object, &step, context, &mut applied).await?;
    }
    if let Some(rule) = desired.iter().find(|desired| desired.kind == Kind::PrometheusRule) {
        applied.selected = context.selection.verdict(&rule.labels, object.namespace()).await;
    }
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
        Err(apply::Error::Refused(reason, message)) => applied.problems.push((reason, message)),
        Err(apply::Error::Unreachable(error)) => return Err(error.into()),
    }
    Ok(())
}

/// The objects of kinds that are available, and the problem that others are not.
fn without(desired: Vec<Desired>, unavailable: &BTreeMap<Kind, String>) -> (Vec<Desired>, Applied) {
    let (good, bad): (Vec<_>, Vec<_>) =
        desired.into_iter().partition(|desired| !unavailable.contains_key(&desired.kind));
    let problems = bad.iter().filter_map(|desired| unavailable.get(&desired.kind));
    let problems = problems.map(|why| ("KindUnavailable", why.clone())).collect();
    (good, Applied { problems, ..Applied::default() })
}

fn failed(reason: &'static str, message: String) -> Applied {
    Applied { problems: vec![(reason, message)], ..Applied::default() }
}

fn tell(object: &ServiceLevel, compilation: &Compilation, applied: Option<&Applied>) {
    let (namespace, name) = (object.namespace(), object.name());
    if let Some(error) = &compilation.first_error {
        info!(namespace, name, errors = compilation.errors, "invalid: {error}");
    }
    for (reason, message) in applied.iter().flat_map(|applied| &applied.problems) {
        warn!(namespace, name, reason, "{message}");
    }
    debug!(namespace, name, slos = compilation.slos.len(), "looked at");
}
