//! A table as lines `key = value`, for people and for TOML.

use serde_json::json;
use toml::{Table, Value};

/// Adds the entries of `table`, which stands below `prefix`. Tables are nested as deep as the parser lets them be.
pub(super) fn add(prefix: &str, table: &Table, lines: &mut Vec<String>) {
    for (key, value) in table {
        let is_bare =
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let key = if is_bare { key.clone() } else { json!(key).to_string() };
        let key = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            Value::Table(inner) if !inner.is_empty() => add(&key, inner, lines),
            _ => lines.push(format!("{key} = {}", shown(value))),
        }
    }
}

/// Texts, numbers and lists of them are written as in JSON.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => json!(text).to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(value) => value.to_string(),
        Value::Datetime(time) => time.to_string(),
        Value::Array(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let mut lines = Vec::new();
            add("", table, &mut lines);
            format!("{{ {} }}", lines.join(", ")).replace("{  }", "{}")
        }
    }
}
