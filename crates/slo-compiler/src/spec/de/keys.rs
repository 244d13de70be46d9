//! Keys that cannot be the keys of a JSON object.
//!
//! Sloth converts its own kinds of spec to JSON before it looks at any field, so a bad key anywhere is an error.

use super::{Context, Dialect};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{NodeId, Reader, Value, View, pairs, resolve};

/// Reports keys that are null, a list or a mapping, and `<<` with a value that cannot be merged.
pub(super) fn check(context: &Context<'_>) {
    let reader = context.reader;
    for id in reader.ids() {
        let View::Mapping(children) = reader.view(id) else { continue };
        for (key, value) in pairs(children) {
            let problem = if reader.is_merge_key(key) {
                bad_merge(reader, value)
            } else {
                bad_key(context, key, value)
            };
            if let Some((message, reference)) = problem {
                let place = Place::Bytes(reader.span(key).shifted(context.offset));
                let reference = context.loader.yaml(reference);
                context.report(Diagnostic::new(Code::SpecType, place, message).reference(reference));
            }
        }
    }
}

fn bad_merge(reader: Reader<'_>, value: NodeId) -> Option<(String, String)> {
    let is_mapping = |id: NodeId| matches!(reader.view(id), View::Mapping(_));
    let fits = match reader.view(value) {
        View::Mapping(_) => true,
        View::Sequence(items) => items.iter().all(|item| is_mapping(*item)),
        View::Scalar(_) => false,
    };
    let message = "`<<` takes a mapping, or a list of mappings".to_owned();
    let reference = "yaml: map merge requires map or sequence of maps as the value".to_owned();
    (!fits).then_some((message, reference))
}

fn bad_key(context: &Context<'_>, key: NodeId, value: NodeId) -> Option<(String, String)> {
    if context.dialect == Dialect::YamlV2 {
        return None;
    }
    match context.reader.view(key) {
        View::Scalar(scalar) => {
            let null = resolve(&scalar) == Ok(Value::Null);
            let value = go_value(context.reader, value);
            let reference = format!("unsupported map key of type: %!s(<nil>), key: <nil>, value: {value}");
            null.then(|| ("a key is null; put it in quotes if it is meant as text".to_owned(), reference))
        }
        View::Sequence(_) | View::Mapping(_) => {
            let reference = format!("yaml: invalid map key: {}", go_value(context.reader, key));
            Some(("a list or a mapping cannot be a key".to_owned(), reference))
        }
    }
}

/// A value as Go prints it for programmers; one level of it, which is what such keys have.
fn go_value(reader: Reader<'_>, id: NodeId) -> String {
    let scalar = |id: NodeId| {
        let scalar = reader.scalar(id)?;
        Some(match resolve(&scalar).ok()? {
            Value::Null => "interface {}(nil)".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Uint(number) => format!("{number:#x}"),
            Value::Float(number) => number.to_string(),
            Value::Text(text) => format!("{text:?}"),
        })
    };
    let list =
        |ids: &[NodeId]| ids.iter().take(100).map(|id| scalar(*id).unwrap_or_default()).collect::<Vec<_>>();
    match reader.view(id) {
        View::Scalar(_) => scalar(id).unwrap_or_default(),
        View::Sequence(items) => format!("[]interface {{}}{{{}}}", list(items).join(", ")),
        View::Mapping(children) => {
            let entries: Vec<String> = list(children).chunks(2).map(|entry| entry.join(":")).collect();
            format!("map[interface {{}}]interface {{}}{{{}}}", entries.join(", "))
        }
    }
}
