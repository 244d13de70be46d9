//! One spec file → its rules as text, or its problems.
//!
//! In: a path and the library's options. Out: a [`CompiledFile`], which holds nothing of the spec any more, so that a
//! thousand files need no more memory than a few. This is the only place where a file meets the library.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::facade_stub::{Options, Source, compile};
use crate::path_error::PathError;
use crate::report::Problem;

/// What became of one file.
#[derive(Debug, Default)]
pub(crate) struct CompiledFile {
    /// The documents that could be compiled, in order. None if the file has an error.
    pub(crate) documents: Vec<CompiledDocument>,
    /// Errors and warnings, in the order of the file.
    pub(crate) problems: Vec<Problem>,
    /// The documents that could not be compiled, in order.
    pub(crate) failures: Vec<FailedDocument>,
}

/// What became of one document.
#[derive(Debug)]
pub(crate) struct CompiledDocument {
    /// Its SLOs.
    pub(crate) slos: Vec<SloName>,
    /// Its rules, as they are written; or why there is nothing to write.
    pub(crate) text: Result<String, String>,
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

/// Compiles the file at `path`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn compile_file(path: &Path, options: &Options) -> Result<CompiledFile, PathError> {
    let bytes = fs::read(path).map_err(|error| PathError::new(read_operation(path), path, error))?;
    let name = path.to_string_lossy();
    let source = Source::new(&name, String::from_utf8_lossy(&bytes).into_owned());
    let outcome = compile(&source, options);
    let mut failures = BTreeMap::new();
    for error in outcome.diagnostics.errors() {
        let text = error.reference.as_ref().unwrap_or(&error.message);
        failures.entry(error.document).or_insert_with(|| text.clone());
    }
    let documents = outcome.compiled.map_or_else(Vec::new, |compiled| compiled.documents);
    Ok(CompiledFile {
        problems: Problem::locate(&name, &source.text, &outcome.diagnostics, documents.len() + failures.len()),
        documents: documents
            .iter()
            .map(|document| {
                let mut text = String::new();
                CompiledDocument {
                    slos: document
                        .slos
                        .iter()
                        .map(|slo| SloName { id: slo.id.clone(), service: slo.service.clone(), name: slo.name.clone() })
                        .collect(),
                    text: document.write_to(&mut text).map(|()| text),
                }
            })
            .collect(),
        failures: failures.into_iter().map(|(number, reference)| FailedDocument { number, reference }).collect(),
    })
}

/// A directory can be opened, but not read.
fn read_operation(path: &Path) -> &'static str {
    if path.is_dir() { "read" } else { "open" }
}
