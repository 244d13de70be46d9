//! Phase 1: the object's spec through the compiler.
//!
//! In: an object and the compiler's options. Out: a [`Compilation`]: the rules, unless something is wrong, and what there
//! is to say about each SLO. Keeps: every SLO of the spec is listed, whatever is wrong with it.

use serde::Deserialize;
use serde_json::Value;
use slo_compiler::diagnostic::{Diagnostic, Diagnostics, Severity};
use slo_compiler::{Compiled, Options, compile as run_compiler};

use super::{source, words};
use crate::resource::ServiceLevel;
use crate::resource::status::{DiagnosticStatus, MAX_DIAGNOSTICS, SloStatus};

/// What the compiler made of an object.
#[derive(Debug)]
pub struct Compilation {
    /// The rules, if there is no error.
    pub compiled: Option<Compiled>,
    /// Every SLO of the spec, in order, with its first diagnostics.
    pub slos: Vec<SloStatus>,
    /// The first error, for a message.
    pub first_error: Option<String>,
    /// How many errors there are.
    pub errors: usize,
}

/// The part of a spec that tells how many SLOs there are.
#[derive(Default, Deserialize)]
struct Outline {
    #[serde(default)]
    slos: Vec<Named>,
}

#[derive(Default, Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

/// Compiles the spec of `object`.
#[must_use]
pub fn compile(object: &ServiceLevel, options: &Options) -> Compilation {
    let outcome = run_compiler(&source::source(object), options);
    let outline: Outline = serde_json::from_str(object.spec()).unwrap_or_default();
    let mut slos: Vec<SloStatus> = outline
        .slos
        .into_iter()
        .map(|slo| SloStatus { name: slo.name, compiled: true, ..SloStatus::default() })
        .collect();
    let compiled = outcome.compiled.iter().flat_map(Compiled::slos);
    for (slo, compiled) in slos.iter_mut().zip(compiled) {
        let rules: usize = compiled.rules.groups().map(|group| group.rules.len()).sum();
        slo.rules = i64::try_from(rules).unwrap_or(i64::MAX);
    }
    let first_error = tell(object, &outcome.diagnostics, &mut slos);
    Compilation {
        compiled: outcome.compiled,
        slos,
        first_error,
        errors: outcome.diagnostics.errors().count(),
    }
}

/// What there is to say about the spec of `object`, a line each: errors and warnings.
#[must_use]
pub fn lines(object: &ServiceLevel, options: &Options) -> (Vec<String>, Vec<String>) {
    let outcome = run_compiler(&source::source(object), options);
    let spec: Value = serde_json::from_str(object.spec()).unwrap_or_default();
    let json = serde_json::json!({ "spec": spec });
    let of = |severity: Severity| {
        let found = outcome.diagnostics.iter().filter(move |diagnostic| diagnostic.severity == severity);
        found.map(|diagnostic| words::line(&words::diagnostic(diagnostic, &json))).collect()
    };
    (of(Severity::Error), of(Severity::Warning))
}

/// Gives each SLO its diagnostics, and returns the first error of all.
fn tell(object: &ServiceLevel, diagnostics: &Diagnostics, slos: &mut [SloStatus]) -> Option<String> {
    if diagnostics.is_empty() {
        return None;
    }
    let spec: Value = serde_json::from_str(object.spec()).unwrap_or_default();
    let object = serde_json::json!({ "spec": spec });
    let mut first_error = None;
    for diagnostic in by_severity(diagnostics) {
        let is_error = diagnostic.severity == Severity::Error;
        let slo = words::slo_index(diagnostic).and_then(|index| slos.get_mut(index));
        let is_full = slo.as_ref().is_none_or(|slo| slo.diagnostics.len() >= MAX_DIAGNOSTICS);
        if is_full && !(is_error && first_error.is_none()) {
            continue;
        }
        let told: DiagnosticStatus = words::diagnostic(diagnostic, &object);
        if is_error {
            first_error.get_or_insert_with(|| words::line(&told));
        }
        if let Some(slo) = slo.filter(|_| !is_full) {
            slo.compiled &= !is_error;
            slo.diagnostics.push(told);
        }
    }
    first_error
}

/// Errors first, so that a list that is cut off keeps them.
fn by_severity(diagnostics: &Diagnostics) -> impl Iterator<Item = &Diagnostic> {
    let others = diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Error);
    diagnostics.errors().chain(others)
}
