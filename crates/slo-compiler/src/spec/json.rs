//! Documents as JSON: what a schema validates.
//!
//! In: a document. Out: its fields as the front end of its kind reads them, so that YAML 1.1, merge keys and repeated keys
//! mean what they mean in a spec. Keeps: nothing is checked; what cannot be JSON, such as infinity, is null.

use serde_json::Value;

use super::reference::Loader;
use super::{Document, Extensions, de};
use crate::diagnostic::Span;
use crate::source::{self, Comments, Source};

/// The document as JSON; null where it is no YAML or of no known kind.
#[must_use]
pub fn to_json(document: &Document) -> Value {
    document
        .kind
        .map_or(Value::Null, |kind| de::read(&document.source, Loader::Spec(kind), Extensions::Read).0)
}

/// A file of alert windows as JSON; null where it is no YAML.
#[must_use]
pub fn alert_windows_to_json(file: &Source) -> Value {
    let (nodes, _) = source::Document::parse(file, Span::new(0, file.bytes().len()), Comments::Keep);
    de::read(&nodes, Loader::AlertWindows, Extensions::Read).0
}
