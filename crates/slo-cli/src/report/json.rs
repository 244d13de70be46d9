//! Problems as JSON, for scripts: one object on one line.
//!
//! The format is a promise of its own (docs/reference/report-formats.md), so it has structs of its own. Within a version
//! fields may be added, never renamed, removed or given another meaning.

use serde::Serialize;
use slo_compiler::diagnostic::fix::{Edit, Fix};
use slo_compiler::diagnostic::{Diagnostic, Span};

use super::{FileReport, Region};

const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    diagnostics: Vec<Problem<'a>>,
}

/// What a problem does not have is `null`, so that every field is always there.
#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    slo: Option<&'a str>,
    field: Option<String>,
    fix: Option<Change<'a>>,
    doc_url: String,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    edits: Vec<Piece<'a>>,
}

#[derive(Serialize)]
struct Piece<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

pub(super) fn render(files: &[FileReport<'_>]) -> String {
    let mut diagnostics = Vec::new();
    for file in files {
        diagnostics.extend(file.located().map(|(found, region)| problem(file.path, found, region.as_ref())));
    }
    // Writing strings and numbers to memory cannot fail.
    serde_json::to_string(&Output { version: VERSION, diagnostics })
        .map(|text| text + "\n")
        .unwrap_or_default()
}

fn problem<'a>(file: &'a str, diagnostic: &'a Diagnostic, region: Option<&Region>) -> Problem<'a> {
    Problem {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file,
        line: region.map(|region| region.start.line),
        column: region.map(|region| region.start.column),
        end_line: region.map(|region| region.end.line),
        end_column: region.map(|region| region.end.column),
        start: region.map(|region| region.bytes.start),
        end: region.map(|region| region.bytes.end),
        slo: diagnostic.slo.as_deref(),
        field: diagnostic.field().map(ToString::to_string).filter(|field| !field.is_empty()),
        fix: diagnostic.fix.as_ref().and_then(change),
        doc_url: diagnostic.code.doc_url(),
    }
}

/// The fix, if all of it has a place.
fn change(fix: &Fix) -> Option<Change<'_>> {
    let edits: Option<Vec<_>> = fix.edits.iter().map(piece).collect();
    Some(Change { title: &fix.title, edits: edits? })
}

fn piece(edit: &Edit) -> Option<Piece<'_>> {
    let Span { start, end } = edit.span?;
    Some(Piece { start, end, replacement: &edit.replacement })
}
