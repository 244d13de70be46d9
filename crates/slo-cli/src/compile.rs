//! One spec file → its rules as text, or its problems.
//!
//! In: a path, the library's options, and what to write. Out: a [`CompiledFile`], which holds nothing of the spec any
//! more, so that a thousand files need no more memory than a few. Only here does a spec meet the library.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use slo_compiler::diagnostic::Code;
use slo_compiler::model::{Alert, Labels};
use slo_compiler::rules::SloRules;
use slo_compiler::{Backfill, Compiled, CompiledSlo, Options, Outcome, Source, compile};

use crate::cross_check;
use crate::findings::Findings;
use crate::interrupt;
use crate::path_error::PathError;

/// What is done with every file of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work<'o> {
    /// How specs are compiled.
    pub(crate) options: &'o Options,
    /// What is written of the rules.
    pub(crate) emit: Emit,
    /// Whether another parser reads the rules.
    pub(crate) cross_check: bool,
    /// Whether the SLOs are kept, for more to be made of them.
    pub(crate) keep: bool,
}

impl<'o> Work<'o> {
    /// Compiling, without anything else.
    pub(crate) fn new(options: &'o Options, emit: Emit) -> Self {
        Self { options, emit, cross_check: false, keep: false }
    }
}

/// What is written of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Emit {
    /// Nothing.
    Nothing,
    /// What Sloth writes: each document on its own, as its kind demands.
    Sloth,
    /// One rules file of Prometheus.
    Prometheus,
    /// Objects of the Prometheus Operator.
    PrometheusOperator,
    /// One of the two above: objects if the specs are objects.
    AsSpec,
    /// Event rules alone, to be put together with those of other files: [`CompiledFile::backfill`].
    Backfill,
}

/// What became of one file.
#[derive(Debug, Default)]
pub(crate) struct CompiledFile {
    /// Its rules, if it has no error.
    pub(crate) text: String,
    /// How many documents have no error.
    pub(crate) documents: usize,
    /// The SLOs of all documents without an error.
    pub(crate) slos: Vec<SloName>,
    /// Its event rules, where these are wanted, and if it has no error.
    pub(crate) backfill: Backfill,
    /// All there is to say about it.
    pub(crate) findings: Findings,
    /// The documents that could not be compiled, in order.
    pub(crate) failures: Vec<FailedDocument>,
    /// What the file is compared with others by; only when lints run.
    pub(crate) outline: Option<(Source, Compiled)>,
    /// The SLOs themselves, if the run keeps them and the file has no error.
    pub(crate) compiled: Option<Compiled>,
}

/// A document that has an error.
#[derive(Debug)]
pub(crate) struct FailedDocument {
    /// Its number, from 0.
    pub(crate) number: usize,
    /// The text with which Sloth ends at its first error.
    pub(crate) reference: String,
}

/// The names of an SLO.
#[derive(Clone, Debug)]
pub(crate) struct SloName {
    /// Unique among the SLOs of a user.
    pub(crate) id: String,
    /// The service that it belongs to.
    pub(crate) service: String,
    /// Unique within its service.
    pub(crate) name: String,
}

impl CompiledFile {
    /// Whether no document of the file is a spec of any kind.
    pub(crate) fn is_foreign(&self) -> bool {
        let mut errors = self.findings.diagnostics().errors();
        self.documents == 0 && errors.all(|error| error.code == Code::SpecKind)
    }

    /// Whether there is no document at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.documents == 0 && self.failures.is_empty()
    }

    /// Whether any document has an error.
    pub(crate) fn has_failed(&self) -> bool {
        !self.failures.is_empty()
    }
}

/// Compiles the file at `path`.
///
/// # Errors
/// When it cannot be read, or the run is to end.
pub(crate) fn compile_file(path: &Path, work: Work<'_>) -> Result<CompiledFile, PathError> {
    if interrupt::requested() {
        return Err(PathError::of_kind("open", path, ErrorKind::Interrupted));
    }
    let bytes = fs::read(path).map_err(|error| PathError::new(read_operation(path), path, error))?;
    Ok(compile_source(Source::new(&*path.to_string_lossy(), bytes), work))
}

/// Compiles a file that was read.
pub(crate) fn compile_source(source: Source, work: Work<'_>) -> CompiledFile {
    let Outcome { compiled, intact, mut diagnostics, .. } = compile(&source, work.options);
    let compiled = compiled.unwrap_or(intact);
    if work.cross_check {
        diagnostics.extend(cross_check::disagreements(&compiled, work.options.promql));
    }
    let mut failures = BTreeMap::new();
    for error in diagnostics.errors() {
        let text = error.reference.as_ref().unwrap_or(&error.message);
        failures.entry(error.document).or_insert_with(|| text.clone());
    }
    let documents = compiled.documents.len();
    let complete = failures.is_empty();
    CompiledFile {
        text: if complete { emitted(&compiled, work) } else { String::new() },
        backfill: if complete && work.emit == Emit::Backfill {
            compiled.backfill()
        } else {
            Backfill::default()
        },
        documents,
        slos: names(&compiled),
        findings: Findings::new(source.name(), source.bytes(), diagnostics, documents + failures.len()),
        failures: failures
            .into_iter()
            .map(|(number, reference)| FailedDocument { number, reference })
            .collect(),
        compiled: (work.keep && complete).then(|| compiled.clone()),
        outline: work.options.lints.enabled().then(|| (source, outline(compiled))),
    }
}

/// Names and places alone: rules and queries are most of what a compiled file is.
fn outline(mut compiled: Compiled) -> Compiled {
    for CompiledSlo { slo, rules, .. } in
        compiled.documents.iter_mut().flat_map(|document| &mut document.slos)
    {
        *rules = SloRules::default();
        slo.sli = None;
        slo.labels = Labels::default();
        slo.description = String::new();
        for alert in slo.page.iter_mut().chain(&mut slo.ticket) {
            *alert = Alert { name: Arc::clone(&alert.name), ..Alert::default() };
        }
    }
    compiled
}

fn emitted(compiled: &Compiled, Work { options, emit, .. }: Work<'_>) -> String {
    let has_objects = compiled.documents.iter().any(|document| document.metadata.is_some());
    match emit {
        Emit::Nothing | Emit::Backfill => String::new(),
        Emit::Sloth => compiled.to_sloth(&options.version),
        Emit::AsSpec if has_objects => compiled.to_prometheus_operator(),
        Emit::Prometheus | Emit::AsSpec => compiled.to_prometheus(),
        Emit::PrometheusOperator => compiled.to_prometheus_operator(),
    }
}

fn names(compiled: &Compiled) -> Vec<SloName> {
    let name = |CompiledSlo { slo, .. }: &CompiledSlo| SloName {
        id: slo.id.to_string(),
        service: slo.service.to_string(),
        name: slo.name.to_string(),
    };
    compiled.slos().map(name).collect()
}

/// A directory can be opened, but not read.
fn read_operation(path: &Path) -> &'static str {
    if path.is_dir() { "read" } else { "open" }
}
