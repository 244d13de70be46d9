//! An object of the API as the source text that the compiler reads.
//!
//! In: an object. Out: the same object as a document of YAML, whose nodes are JSON. Keeps: the compiler sees what it would
//! see if the object stood in a file, and finds the same problems in the same fields.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;
use slo_compiler::Source;

use crate::resource::{API_VERSION, KIND, ServiceLevel};

#[derive(Serialize)]
struct Metadata<'o> {
    name: &'o str,
    namespace: &'o str,
}

/// The source text of `object`.
pub(super) fn source(object: &ServiceLevel) -> Source {
    let metadata = Metadata { name: object.name(), namespace: object.namespace() };
    let metadata = serde_json::to_string(&metadata).unwrap_or_default();
    let spec = object.spec();
    let mut text = String::with_capacity(spec.len() + metadata.len() + 100);
    // The compiler tells kinds of documents by lines, so these two stand on lines of their own.
    let _ = write!(text, "apiVersion: {API_VERSION}\nkind: {KIND}\nmetadata: "); // a `String` takes everything
    text.push_str(&yaml(&metadata));
    text.push_str("\nspec: ");
    text.push_str(&yaml(spec));
    text.push('\n');
    Source::new(format!("{}/{}", object.namespace(), object.name()), text.into_bytes())
}

/// JSON that a reader of YAML reads the same way: it takes some characters within quotes for line breaks, and refuses
/// others, where JSON takes them for themselves. JSON has them only within quotes, where they can be escaped.
fn yaml(json: &str) -> Cow<'_, str> {
    let needs_escape = |c: char| {
        matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    if !json.contains(needs_escape) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if needs_escape(c) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c)); // as above
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests;
