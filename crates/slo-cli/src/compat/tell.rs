//! All problems of a run, told before its last line.
//!
//! In: what became of each file. Out: lines for people, or with `--logger=json` one record a document, so that a program
//! which reads records meets nothing else.

use serde_json::{Value, json};

use super::log::{Level, Log};
use crate::compile::CompiledFile;
use crate::report::{self, Problem};

/// Shows the errors of `files`, for people; Sloth's commands show no warnings.
pub(super) fn lines<'f>(files: impl IntoIterator<Item = &'f CompiledFile>, log: &Log) {
    if log.is_on() && !log.is_json() {
        report::show(
            files.into_iter().flat_map(|file| file.problems.iter().filter(|problem| problem.is_error())),
        );
    }
}

/// Writes a record a document that has errors.
pub(super) fn records(path: &str, file: &CompiledFile, log: &Log) {
    for failure in &file.failures {
        let cause = failure.reference.strip_prefix("could not generate SLOs: ").unwrap_or(&failure.reference);
        let message = format!("invalid SLO: {cause}");
        let of_document =
            |problem: &&Problem| problem.is_error() && problem.diagnostic.document == failure.number;
        if log.is_json() {
            let details: Vec<Value> = file.problems.iter().filter(of_document).map(detail).collect();
            log.write(Level::Error, &message, [("file", path.into()), ("problems", details.into())]);
        } else {
            log.write(Level::Error, &message, [("file", path.into())]);
        }
    }
}

fn detail(problem: &Problem) -> Value {
    let diagnostic = &problem.diagnostic;
    json!({
        "code": diagnostic.code.as_str(),
        "column": problem.position.map(|(_, column)| column),
        "document": diagnostic.document + 1,
        "field": diagnostic.field().map(ToString::to_string),
        "help": diagnostic.help,
        "line": problem.position.map(|(line, _)| line),
        "msg": diagnostic.message,
        "slo": diagnostic.slo,
    })
}
