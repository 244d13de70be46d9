//! Reads the configuration of a pass: a JSON object with typed fields.
//!
//! In: the JSON value from the spec. Out: plain values, with defaults where a field is absent or `null`; or a
//! [`ConfigError`] that names the field. Field names match in any letter case, unknown fields are ignored, both as in the
//! reference.

use serde_json::{Map, Value};

use crate::diagnostic::FieldPath;
use crate::model::{Labels, Window};

/// Why a configuration is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigError {
    /// The field, from the top of the configuration.
    pub path: FieldPath,
    /// What is wrong with it.
    pub message: String,
    /// What the reference says.
    pub reference: String,
}

impl ConfigError {
    pub(super) fn new(path: FieldPath, message: impl Into<String>, reference: impl Into<String>) -> Self {
        Self { path, message: message.into(), reference: reference.into() }
    }

    /// With the words that the reference's plugin puts before its configuration errors.
    pub(super) fn within(mut self, prefix: &str) -> Self {
        self.reference.insert_str(0, prefix);
        self
    }
}

/// A JSON object and the way to it.
pub(super) struct Config<'a> {
    path: FieldPath,
    fields: Option<&'a Map<String, Value>>,
}

type Read<T> = Result<T, ConfigError>;

impl<'a> Config<'a> {
    /// The whole configuration.
    pub(super) fn new(value: &'a Value) -> Read<Self> {
        Self::at(FieldPath::root(), value)
    }

    fn at(path: FieldPath, value: &'a Value) -> Read<Self> {
        match value {
            Value::Null => Ok(Self { path, fields: None }),
            Value::Object(fields) => Ok(Self { path, fields: Some(fields) }),
            _ => Err(mismatch(path, value, "an object", "struct")),
        }
    }

    fn get(&self, name: &str) -> Option<(FieldPath, &'a Value)> {
        let fields = self.fields?;
        let value = fields.get(name).or_else(|| {
            fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        })?;
        (!value.is_null()).then(|| (self.path.key(name.to_owned()), value))
    }

    pub(super) fn object(&self, name: &str) -> Read<Self> {
        match self.get(name) {
            Some((path, value)) => Self::at(path, value),
            None => Ok(Self { path: self.path.key(name.to_owned()), fields: None }),
        }
    }

    pub(super) fn bool(&self, name: &str) -> Read<bool> {
        let Some((path, value)) = self.get(name) else { return Ok(false) };
        value.as_bool().ok_or_else(|| mismatch(path, value, "true or false", "bool"))
    }

    pub(super) fn number(&self, name: &str) -> Read<f64> {
        let Some((path, value)) = self.get(name) else { return Ok(0.0) };
        value.as_f64().ok_or_else(|| mismatch(path, value, "a number", "float64"))
    }

    pub(super) fn string(&self, name: &str) -> Read<Option<&'a str>> {
        self.get(name).map(|(path, value)| string(path, value)).transpose()
    }

    pub(super) fn window(&self, name: &str) -> Read<Option<Window>> {
        let Some((path, value)) = self.get(name) else { return Ok(None) };
        let text = string(path.clone(), value)?;
        let window = Window::parse(text).map_err(|error| {
            ConfigError::new(
                path,
                format!("`{text}` is not a length of time such as `1m` or `1h30m`"),
                error.to_string(),
            )
        })?;
        Ok(Some(window))
    }

    pub(super) fn strings(&self, name: &str) -> Read<Vec<String>> {
        let Some((path, value)) = self.get(name) else { return Ok(Vec::new()) };
        let Value::Array(items) = value else {
            return Err(mismatch(path, value, "a list of texts", "[]string"));
        };
        let item = |(index, item)| string(path.index(index), item).map(str::to_owned);
        items.iter().enumerate().map(item).collect()
    }

    pub(super) fn labels(&self, name: &str) -> Read<Labels> {
        let Some((path, value)) = self.get(name) else { return Ok(Labels::default()) };
        let Value::Object(fields) = value else {
            return Err(mismatch(path, value, "names and texts", "map[string]string"));
        };
        let pair = |(key, value): (&String, &'a Value)| {
            string(path.key(key.clone()), value).map(|text| (key.as_str().to_owned(), text.to_owned()))
        };
        fields.iter().map(pair).collect::<Read<Vec<_>>>().map(|pairs| pairs.into_iter().collect())
    }
}

/// A text; `null` is the empty one.
fn string(path: FieldPath, value: &Value) -> Read<&str> {
    match value {
        Value::Null => Ok(""),
        Value::String(text) => Ok(text),
        _ => Err(mismatch(path, value, "a text", "string")),
    }
}

fn mismatch(path: FieldPath, value: &Value, expected: &str, go_type: &str) -> ConfigError {
    let (found, go_kind) = match value {
        Value::Null => ("nothing", "null"),
        Value::Bool(_) => ("true or false", "bool"),
        Value::Number(_) => ("a number", "number"),
        Value::String(_) => ("a text", "string"),
        Value::Array(_) => ("a list", "array"),
        Value::Object(_) => ("an object", "object"),
    };
    let reference = if path.segments().is_empty() {
        format!("json: cannot unmarshal {go_kind} into Go value of type {go_type}")
    } else {
        format!("json: cannot unmarshal {go_kind} into Go struct field .{path} of type {go_type}")
    };
    ConfigError::new(path, format!("expected {expected}, found {found}"), reference)
}
