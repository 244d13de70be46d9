//! TOML to a typed file, going on after an error.
//!
//! In: the text of a project file. Out: what it says, or everything that is wrong with it. Keeps: every error has a place.
//! serde stops at the first problem; what caused it is then taken out of the file, and the rest is read again.

use std::ops::Range;

use serde::de::DeserializeOwned;
use slo_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use slo_compiler::words;
use toml::de::{DeTable, DeValue, Deserializer, Error};

/// Nobody reads more; and a file is read anew for each of them.
const MOST: usize = 50;

/// Reads a file.
///
/// # Errors
/// All problems, in the order of the text.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostics> {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().take(MOST).map(diagnostic).collect());
    }
    let mut found = Vec::new();
    loop {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(file) if found.is_empty() => return Ok(file),
            Ok(_) => break,
            Err(error) => error,
        };
        found.push(diagnostic(&error));
        let removed = error.span().is_some_and(|span| remove(table.get_mut(), &span));
        if !removed || found.len() == MOST {
            break;
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.span);
    Err(found.into_iter().collect())
}

/// Takes out the innermost entry that holds the bytes of `span`. Tables are nested as deep as the parser lets them be.
fn remove(table: &mut DeTable<'_>, span: &Range<usize>) -> bool {
    let holds = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
    for (_, value) in table.iter_mut() {
        if let DeValue::Table(inner) = value.get_mut()
            && remove(inner, span)
        {
            return true;
        }
    }
    let found = table.iter().find(|(key, value)| holds(key.span()) || holds(value.span()));
    let key = found.map(|(key, _)| key.clone());
    key.is_some_and(|key| table.remove(&key).is_some())
}

fn diagnostic(error: &Error) -> Diagnostic {
    let message = error.message().trim_end();
    let mut diagnostic = Diagnostic::new(Code::ProjectInvalid, Place::Document, message);
    diagnostic.span = error.span().map(|span| Span::new(span.start, span.end));
    diagnostic.help = meant(message).map(|word| format!("did you mean `{word}`?"));
    diagnostic
}

/// What was probably meant, where the message says what is there instead and what could be.
fn meant(message: &str) -> Option<&str> {
    let message =
        message.strip_prefix("unknown field ").or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = message.split('`').skip(1).step_by(2);
    words::nearest(quoted.next()?, quoted)
}
