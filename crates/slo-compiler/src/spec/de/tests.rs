//! The reader against Go's: what a text means as JSON, or why it is refused.

use serde_json::Value;

use super::read;
use crate::source::{Comments, Document, Source};
use crate::spec::reference::Loader;
use crate::spec::{Extensions, SpecKind};

/// The JSON of a text, or the error, as `sigs.k8s.io/yaml` has them.
fn to_json(text: &str) -> Result<Value, String> {
    let source = Source::new("test", text.as_bytes());
    let (document, error) =
        Document::parse(&source, crate::diagnostic::Span::new(0, text.len()), Comments::Keep);
    if let Some(error) = error {
        return Err(error.reference());
    }
    let (value, found) = read::<Value>(&document, Loader::Spec(SpecKind::Sloth), Extensions::Read);
    let error = found.diagnostics.iter().find_map(|diagnostic| diagnostic.reference.clone());
    match error {
        Some(text) => Err(text.split_once("JSON: ").map_or(text.clone(), |(_, cause)| cause.to_owned())),
        None => Ok(value),
    }
}

/// Numbers of different types that are the same number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        (one, other) => one == other,
    }
}

#[test]
fn texts_mean_what_they_mean_in_go() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/go/yaml_read.jsonl");
    let mut wrong = Vec::new();
    let cases = std::fs::read_to_string(path).unwrap();
    for case in cases.lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let text = case["in"].as_str().unwrap();
        let found = to_json(text);
        let right = match (&found, case.get("out"), case.get("error").and_then(Value::as_str)) {
            (Ok(found), Some(expected), _) => same(found, expected),
            (Err(found), _, Some(expected)) => found == expected,
            _ => false,
        };
        if !right {
            wrong.push(format!(
                "{text:?}\n  go   {:?} {:?}\n  ours {found:?}",
                case.get("out"),
                case.get("error")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.lines().count(), wrong.join("\n"));
}
