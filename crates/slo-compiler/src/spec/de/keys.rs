//! Keys that cannot be the keys of a JSON object.
//!
//! Sloth converts its own kinds of spec to JSON before it looks at any field, so a bad key anywhere is an error.

use super::{Context, Dialect};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::go::quote::quoted;
use crate::source::{NodeId, Reader, Value, View, pairs, resolve};

/// A check of a key and its value: our words and Go's.
type Check = fn(Reader<'_>, NodeId, NodeId) -> Option<(&'static str, String)>;

/// Reports keys that are null, a list or a mapping, and `<<` with a value that cannot be merged.
pub(super) fn check(context: &Context<'_>) {
    // Go finds the first kind while it reads YAML, and the second when it makes JSON of it.
    let checks: [Check; 2] = [not_yaml, not_json];
    let checks = if context.dialect == Dialect::YamlV2 { &[] } else { checks.as_slice() };
    for check in checks {
        for id in context.reader.ids() {
            let View::Mapping(children) = context.reader.view(id) else { continue };
            for (key, value) in pairs(children) {
                let Some((message, reference)) = check(context.reader, key, value) else { continue };
                let place = Place::Bytes(context.reader.span(key).shifted(context.offset));
                let reference = context.loader.yaml(reference);
                context.report(Diagnostic::new(Code::SpecType, place, message).reference(reference), key);
            }
        }
    }
}

fn not_yaml(reader: Reader<'_>, key: NodeId, value: NodeId) -> Option<(&'static str, String)> {
    let is_mapping = |id: NodeId| matches!(reader.view(id), View::Mapping(_));
    if reader.is_merge_key(key) {
        let fits = match reader.view(value) {
            View::Mapping(_) => true,
            View::Sequence(items) => items.iter().all(|item| is_mapping(*item)),
            View::Scalar(_) => false,
        };
        let reference = "yaml: map merge requires map or sequence of maps as the value".to_owned();
        return (!fits).then_some(("`<<` takes a mapping, or a list of mappings", reference));
    }
    match reader.view(key) {
        View::Scalar(_) => None,
        View::Sequence(_) | View::Mapping(_) => {
            let reference = format!("yaml: invalid map key: {}", go_value(reader, key));
            Some(("a list or a mapping cannot be a key", reference))
        }
    }
}

fn not_json(reader: Reader<'_>, key: NodeId, value: NodeId) -> Option<(&'static str, String)> {
    let null = reader.scalar(key).is_some_and(|key| resolve(&key) == Ok(Value::Null));
    null.then(|| {
        let value = go_value(reader, value);
        let reference = format!("unsupported map key of type: %!s(<nil>), key: <nil>, value: {value}");
        ("a key is null; put it in quotes if it is meant as text", reference)
    })
}

/// A value as Go prints it for programmers.
fn go_value(reader: Reader<'_>, id: NodeId) -> String {
    match reader.scalar(id).map(|scalar| resolve(&scalar)) {
        Some(Ok(Value::Null)) => "<nil>".to_owned(),
        _ => go_syntax(reader, id),
    }
}

// Recursion: the composer bounds how deep nodes are nested, and how many there are behind aliases.
fn go_syntax(reader: Reader<'_>, id: NodeId) -> String {
    match reader.view(id) {
        View::Scalar(scalar) => match resolve(&scalar).unwrap_or(Value::Null) {
            Value::Null => "interface {}(nil)".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(number) => number.to_string(),
            Value::Uint(number) => format!("{number:#x}"),
            Value::Float(number) => number.to_string(),
            Value::Text(text) => quoted(&text),
        },
        View::Sequence(items) => {
            let items: Vec<String> = items.iter().map(|item| go_syntax(reader, *item)).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        View::Mapping(children) => {
            let entry = |(key, value)| format!("{}:{}", go_syntax(reader, key), go_syntax(reader, value));
            let mut entries: Vec<String> = pairs(children).map(entry).collect();
            entries.sort_unstable(); // Go prints maps that way
            format!("map[interface {{}}]interface {{}}{{{}}}", entries.join(", "))
        }
    }
}
