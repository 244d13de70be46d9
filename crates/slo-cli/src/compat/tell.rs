//! All problems of a run, told before its last line.
//!
//! In: what became of each file. Out: lines for people, or with `--logger=json` one record a document, so that a program
//! which reads records meets nothing else.

use serde_json::{Value, json};
use slo_compiler::diagnostic::{Code, Diagnostic, Severity};

use super::log::{Level, Log};
use crate::compile::CompiledFile;
use crate::report::Region;
use crate::terminal;

/// Shows the errors of `files`, for people; Sloth's commands show no warnings.
pub(super) fn lines<'f>(files: impl IntoIterator<Item = &'f CompiledFile>, log: &Log) {
    if log.is_on() && !log.is_json() {
        files.into_iter().for_each(|file| terminal::tell(&file.findings.error_lines()));
    }
}

/// Warns of the fields of `file` that Sloth does not have, in one record.
pub(super) fn ignored_fields(path: &str, file: &CompiledFile, log: &Log) {
    const MOST: usize = 5;
    let report = file.findings.report();
    let mut located = report.located().filter(|(found, _)| found.code == Code::SpecExtension).peekable();
    let line = located.peek().and_then(|(_, region)| region.as_ref()).map(|region| region.start.line);
    let fields: Vec<String> =
        located.filter_map(|(found, _)| found.field().map(ToString::to_string)).collect();
    if fields.is_empty() {
        return;
    }
    let more = if fields.len() > MOST { format!(" and {} more", fields.len() - MOST) } else { String::new() };
    let named = fields.into_iter().take(MOST).collect::<Vec<_>>().join(", ");
    let message = format!("Fields that Sloth does not have are ignored: {named}{more}");
    log.write(Level::Warning, &message, [("file", path.into()), ("line", line.into())]);
}

/// Writes a record a document that has errors.
pub(super) fn records(path: &str, file: &CompiledFile, log: &Log) {
    for failure in &file.failures {
        let cause = failure.reference.strip_prefix("could not generate SLOs: ").unwrap_or(&failure.reference);
        let message = format!("invalid SLO: {cause}");
        if log.is_json() {
            let report = file.findings.report();
            let of_document =
                |found: &Diagnostic| found.severity == Severity::Error && found.document == failure.number;
            let found = report.located().filter(|(found, _)| of_document(found));
            let details: Vec<Value> = found.map(|(found, region)| detail(found, region.as_ref())).collect();
            log.write(Level::Error, &message, [("file", path.into()), ("problems", details.into())]);
        } else {
            log.write(Level::Error, &message, [("file", path.into())]);
        }
    }
}

fn detail(diagnostic: &Diagnostic, region: Option<&Region>) -> Value {
    json!({
        "code": diagnostic.code.as_str(),
        "column": region.map(|region| region.start.column),
        "document": diagnostic.document + 1,
        "field": diagnostic.field().map(ToString::to_string),
        "help": diagnostic.help,
        "line": region.map(|region| region.start.line),
        "msg": diagnostic.message,
        "slo": diagnostic.slo,
    })
}
