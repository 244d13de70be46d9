//! Phase 5: what to say about it all in the object's status.
//!
//! In: what the compiler said, what became of the objects, and the status so far. Out: the new [`Status`]. Keeps: it
//! equals the old one if nothing happened, so that nothing is written in a quiet cluster.

use super::compile::Compilation;
use super::conditions::{COMPILED, Observed, Problem, READY, RULES_APPLIED, RULES_SELECTED, Verdict};
use super::intent::{Intent, Mistake};
use super::words::shortened;
use crate::resource::status::{LastGoodStatus, MAX_SLOS, ObjectStatus};
use crate::resource::{ServiceLevel, Status};

/// What became of the objects.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Of which spec they were made.
    pub from: Origin,
    /// Those that are as they should be.
    pub objects: Vec<ObjectStatus>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// Objects that are not wanted any more and could not be deleted, and why.
    pub left: Vec<(ObjectStatus, String)>,
    /// Whether somebody loads them, where that is known.
    pub selected: Option<Verdict>,
}

/// Of which spec objects were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// That of the object.
    #[default]
    Now,
    /// An earlier one, because that of the object has a mistake.
    LastGood(Option<LastGoodStatus>),
    /// Nobody knows. What was still as it was written is held; the texts say what others did to the rest before.
    Unknown(Vec<String>),
}

/// The status of `object`.
#[must_use]
pub fn status(object: &ServiceLevel, intent: &Intent, applied: &Applied, now: &str) -> Status {
    let before = object.status.as_ref();
    let observed = Observed { generation: object.generation(), now, before };
    let compilation = &intent.compilation;
    let is_applied = applied.from == Origin::Now && applied.problems.is_empty();
    let slos = i64::try_from(compilation.slos.len()).unwrap_or(i64::MAX);
    let mut status = Status {
        processed_slos: slos,
        prom_op_rules_generated_slos: if is_applied { slos } else { 0 },
        prom_op_rules_generated: is_applied,
        last_prom_op_rules_successful_generated: before
            .and_then(|before| before.last_prom_op_rules_successful_generated.clone()),
        observed_generation: object.generation(),
        conditions: conditions(intent, applied, before)
            .into_iter()
            .map(|(type_, verdict)| observed.condition(type_, verdict))
            .collect(),
        slos: compilation.slos.iter().take(MAX_SLOS).cloned().collect(),
        objects: objects(applied, before),
        last_good: match &applied.from {
            Origin::LastGood(told) => told.clone(),
            Origin::Now | Origin::Unknown(_) => None,
        },
    };
    if is_applied && before != Some(&status) {
        status.last_prom_op_rules_successful_generated = Some(now.to_owned());
    }
    status
}

fn objects(applied: &Applied, before: Option<&Status>) -> Vec<ObjectStatus> {
    if matches!(applied.from, Origin::Unknown(_)) {
        return before
            .into_iter()
            .flat_map(|before| &before.objects)
            .map(|told| newest(told, applied))
            .collect();
    }
    let left = applied.left.iter().map(|(object, _)| object);
    applied.objects.iter().chain(left).cloned().collect()
}

/// The object that was told before, as it is now if it was looked at.
fn newest(told: &ObjectStatus, applied: &Applied) -> ObjectStatus {
    let is_it = |object: &&ObjectStatus| object.kind == told.kind && object.name == told.name;
    applied.objects.iter().find(is_it).unwrap_or(told).clone()
}

fn conditions(intent: &Intent, applied: &Applied, before: Option<&Status>) -> Vec<(&'static str, Verdict)> {
    let compilation = &intent.compilation;
    let compiled = compiled(compilation);
    let rules_applied = rules_applied(intent, applied, before);
    let ready = [&compiled, &rules_applied].into_iter().find(|verdict| verdict.holds != Some(true));
    let ready = match ready {
        None => Verdict::yes("Ready", format!("the rules of {} are applied", count(compilation))),
        Some(verdict) => Verdict::no(verdict.reason, verdict.message.clone()),
    };
    let mut all = vec![(READY, ready), (COMPILED, compiled), (RULES_APPLIED, rules_applied)];
    all.extend(applied.selected.clone().map(|verdict| (RULES_SELECTED, verdict)));
    all
}

fn count(compilation: &Compilation) -> String {
    match compilation.slos.len() {
        1 => "1 SLO".to_owned(),
        slos => format!("{slos} SLOs"),
    }
}

fn compiled(compilation: &Compilation) -> Verdict {
    let Some(error) = &compilation.first_error else {
        return Verdict::yes("Compiled", format!("no error in {}", count(compilation)));
    };
    let message = match compilation.errors {
        0 | 1 => error.clone(),
        2 => format!("{error} (and 1 more error)"),
        errors => format!("{error} (and {} more errors)", errors - 1),
    };
    Verdict::no("Invalid", message)
}

fn rules_applied(intent: &Intent, applied: &Applied, before: Option<&Status>) -> Verdict {
    if let Some((problem, rest)) = applied.problems.split_first() {
        let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
        return Verdict::no(problem.reason, shortened(&format!("{}{more}", problem.message)));
    }
    let (reason, what) = match &intent.wanted {
        Ok(_) => return Verdict::yes("Applied", shortened(&said(applied))),
        Err(Mistake::Spec) => ("Invalid", "the spec has errors"),
        Err(Mistake::Annotation(why)) => ("InvalidAnnotation", why.as_str()),
    };
    let had_any = before.is_some_and(|before| !before.objects.is_empty());
    let kept = if reason == "Invalid" { "LastGoodKept" } else { reason };
    let (reason, message) = match &applied.from {
        Origin::Unknown(lost) if !lost.is_empty() => {
            ("LastGoodLost", [what, &lost.join(", "), NOT_KNOWN].join("; "))
        }
        Origin::Unknown(_) if !had_any => {
            (reason, format!("{what}, and there are no rules of an earlier one"))
        }
        _ => (kept, format!("{what}; what was made of the last good one stays in place")),
    };
    Verdict::no(reason, shortened(&message))
}

/// Why what others changed meanwhile is not undone.
const NOT_KNOWN: &str = "that was before this controller looked at it, so mend the spec to have it back";

/// What exists, and what should not.
fn said(applied: &Applied) -> String {
    let objects = applied.objects.iter().map(|object| format!("{}/{}", object.kind, object.name));
    let left = applied.left.iter().map(|(object, why)| {
        format!("{}/{} is not wanted any more and is still there: {why}", object.kind, object.name)
    });
    let made = objects.collect::<Vec<_>>().join(", ");
    [made].into_iter().filter(|made| !made.is_empty()).chain(left).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
