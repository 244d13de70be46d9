//! Diagnostics of the compiler as a status and messages show them.
//!
//! In: a diagnostic and the JSON of the spec. Out: its fields as text, the position counted within the field's own text,
//! because an object of the API has no lines. Keeps: no text is longer than people read.

use serde_json::Value;
use slo_compiler::diagnostic::{Diagnostic, FieldPath, Part, Place, Segment};

use crate::resource::status::DiagnosticStatus;

/// The most characters of a message.
const MAX_MESSAGE: usize = 500;

/// The diagnostic for a status. `object` holds the spec in its field `spec`.
pub(super) fn diagnostic(diagnostic: &Diagnostic, object: &Value) -> DiagnosticStatus {
    let (field, position) = match &diagnostic.place {
        Place::Field(path, part) => (path.to_string(), position(path, part, object)),
        Place::Document | Place::Bytes(_) => Default::default(),
    };
    DiagnosticStatus {
        code: diagnostic.code.as_str().to_owned(),
        severity: diagnostic.severity.to_string(),
        field,
        position: position.unwrap_or_default(),
        message: shortened(&diagnostic.message),
        help: diagnostic.help.as_deref().map(shortened).unwrap_or_default(),
    }
}

/// One line for a condition or an event: `spec.slos[0].sli.events.errorQuery, 1:13: …`.
pub(super) fn line(diagnostic: &DiagnosticStatus) -> String {
    let DiagnosticStatus { field, position, message, code, .. } = diagnostic;
    match (field.is_empty(), position.is_empty()) {
        (true, _) => format!("{message} [{code}]"),
        (false, true) => format!("{field}: {message} [{code}]"),
        (false, false) => format!("{field}, {position}: {message} [{code}]"),
    }
}

/// The SLO of the object that a diagnostic is about.
pub(super) fn slo_index(diagnostic: &Diagnostic) -> Option<usize> {
    match diagnostic.field()?.segments() {
        [Segment::Key(spec), Segment::Key(slos), Segment::Index(index), ..]
            if spec == "spec" && slos == "slos" =>
        {
            Some(*index)
        }
        _ => None,
    }
}

/// Line and column of a part of a field's text, both from 1.
fn position(path: &FieldPath, part: &Part, object: &Value) -> Option<String> {
    let Part::Token(span) = part else { return None };
    let text = path.segments().iter().try_fold(object, |value, segment| match segment {
        Segment::Key(key) => value.get(key.as_ref()),
        Segment::Index(index) => value.get(index),
    })?;
    let before = text.as_str()?.get(..span.start)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(format!("{line}:{column}"))
}

/// The beginning of a text that is too long.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
