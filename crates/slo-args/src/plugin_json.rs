//! SLO plugins on the command line: `{"id": "…", "config": {…}, "priority": 10}`.
//!
//! In: the JSON text of one flag. Out: a declaration for the library. Keys may be in capitals and others are left out, as
//! in Sloth; of a key that is given twice, the last one counts.

use serde_json::Value;
use slo_compiler::spec::PluginDeclaration;

/// Reads a declaration.
///
/// # Errors
/// Text that is not JSON, or a value of another type.
pub fn parse(text: &str) -> Result<PluginDeclaration, String> {
    let mut declaration = PluginDeclaration::default();
    let fields = match serde_json::from_str(text).map_err(|error| error.to_string())? {
        Value::Object(fields) => fields,
        Value::Null => return Ok(declaration),
        other => return Err(format!("{other} is not an object")),
    };
    for (key, value) in fields {
        match (key.to_ascii_lowercase().as_str(), value) {
            (_, Value::Null) => {}
            ("id", Value::String(id)) => declaration.id = id,
            ("id", other) => return Err(format!("the id {other} is not a text")),
            ("config", config) => declaration.config = config,
            ("priority", priority) => {
                let number = priority.as_i64();
                declaration.priority =
                    number.ok_or_else(|| format!("the priority {priority} is not an integer"))?;
            }
            _ => {}
        }
    }
    Ok(declaration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read_as_sloth_reads_them() {
        let full = parse(r#"{"ID": "x/v1", "config": {"a": [1]}, "Priority": -5, "other": 1}"#).unwrap();
        assert_eq!((full.id.as_str(), full.priority), ("x/v1", -5));
        assert_eq!(full.config, serde_json::json!({"a": [1]}));
        assert_eq!(parse(r#"{"id": "x", "config": null}"#).unwrap().config, Value::Null);
        for wrong in [
            "{id: x}",
            r#"{"id": "x"} x"#,
            "[]",
            r#"{"id": 1}"#,
            r#"{"priority": 1.5}"#,
            r#"{"priority": "1"}"#,
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
