//! Phase 5: what to say about it all in the object's status.
//!
//! In: what the compiler said, what became of the objects, and the status so far. Out: the new [`Status`]. Keeps: it
//! equals the old one if nothing happened, so that nothing is written in a quiet cluster.

use super::compile::Compilation;
use super::conditions::{COMPILED, Observed, READY, RULES_APPLIED, RULES_SELECTED, Verdict};
use super::words::shortened;
use crate::resource::status::{MAX_SLOS, ObjectStatus};
use crate::resource::{ServiceLevel, Status};

/// What became of the objects.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Those that are as they should be.
    pub objects: Vec<ObjectStatus>,
    /// What went wrong: a reason in one word, and a message.
    pub problems: Vec<(&'static str, String)>,
    /// Whether somebody loads them, where that is known.
    pub selected: Option<Verdict>,
}

/// The status of `object`. `applied` is `None` if nothing was to be applied, because the spec cannot be compiled.
#[must_use]
pub fn status(
    object: &ServiceLevel,
    compilation: &Compilation,
    applied: Option<&Applied>,
    now: &str,
) -> Status {
    let before = object.status.as_ref();
    let observed = Observed { generation: object.generation(), now, before };
    let is_applied = applied.is_some_and(|applied| applied.problems.is_empty());
    let slos = i64::try_from(compilation.slos.len()).unwrap_or(i64::MAX);
    let mut status = Status {
        processed_slos: slos,
        prom_op_rules_generated_slos: if is_applied { slos } else { 0 },
        prom_op_rules_generated: is_applied,
        last_prom_op_rules_successful_generated: before
            .and_then(|before| before.last_prom_op_rules_successful_generated.clone()),
        observed_generation: object.generation(),
        conditions: conditions(compilation, applied, before)
            .into_iter()
            .map(|(type_, verdict)| observed.condition(type_, verdict))
            .collect(),
        slos: compilation.slos.iter().take(MAX_SLOS).cloned().collect(),
        objects: applied.map_or_else(
            || before.map(|before| before.objects.clone()).unwrap_or_default(),
            |applied| applied.objects.clone(),
        ),
    };
    if is_applied && before != Some(&status) {
        status.last_prom_op_rules_successful_generated = Some(now.to_owned());
    }
    status
}

fn conditions(
    compilation: &Compilation,
    applied: Option<&Applied>,
    before: Option<&Status>,
) -> Vec<(&'static str, Verdict)> {
    let compiled = compiled(compilation);
    let rules_applied = match applied {
        None => kept(before),
        Some(applied) => rules_applied(applied),
    };
    let ready = [&compiled, &rules_applied].into_iter().find(|verdict| verdict.holds != Some(true));
    let ready = match ready {
        None => Verdict::yes("Ready", format!("the rules of {} are applied", count(compilation))),
        Some(verdict) => Verdict::no(verdict.reason, verdict.message.clone()),
    };
    let mut all = vec![(READY, ready), (COMPILED, compiled), (RULES_APPLIED, rules_applied)];
    let selected = applied.and_then(|applied| applied.selected.clone());
    all.extend(selected.map(|verdict| (RULES_SELECTED, verdict)));
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

/// Nothing was applied, so what an earlier generation made stays.
fn kept(before: Option<&Status>) -> Verdict {
    let objects = before.map_or(0, |before| before.objects.len());
    if objects == 0 {
        Verdict::no("Invalid", "the spec has errors, and there are no rules of an earlier one")
    } else {
        Verdict::no("LastGoodKept", "the spec has errors; the rules of the last good one stay in place")
    }
}

fn rules_applied(applied: &Applied) -> Verdict {
    match applied.problems.as_slice() {
        [] => {
            let objects: Vec<String> =
                applied.objects.iter().map(|object| format!("{}/{}", object.kind, object.name)).collect();
            Verdict::yes("Applied", shortened(&objects.join(", ")))
        }
        [(reason, message)] => Verdict::no(reason, shortened(message)),
        [(reason, message), rest @ ..] => {
            Verdict::no(reason, shortened(&format!("{message} (and {} more)", rest.len())))
        }
    }
}
