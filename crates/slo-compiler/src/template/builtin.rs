//! What the built-in functions do with values that they accept.
//!
//! In: a function and its arguments, whose number and kinds are right. Out: its value, or the reference's text of what is
//! wrong. `and` and `or` are not here: they do not evaluate all their arguments.

use std::cmp::Ordering;
use std::sync::Arc;

use super::compare;
use super::dialect::Builtin;
use super::escape;
use super::format::{self, Buffer};
use super::value::Value;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The reference's text.
    Call(String),
    /// The value would be larger than the limit.
    TooLarge,
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Call(text)
    }
}

/// Calls a function. Texts that it makes have at most `limit` bytes.
pub(super) fn call(builtin: Builtin, values: &[Value], window: &str, limit: usize) -> Result<Value, Failure> {
    let ordered = |wanted: fn(Ordering) -> bool| -> Result<Value, Failure> {
        let [left, right] = values else { return Ok(Value::Absent) };
        Ok(Value::Bool(wanted(compare::order(left, right)?)))
    };
    let text = |escape: fn(&[u8]) -> Vec<u8>| -> Result<Value, Failure> {
        let escaped = escape(&joined(values, window, limit)?);
        if escaped.len() > limit { Err(Failure::TooLarge) } else { Ok(Value::text(escaped)) }
    };
    match builtin {
        Builtin::And | Builtin::Or => Ok(values.last().cloned().unwrap_or(Value::Absent)),
        Builtin::Not => Ok(Value::Bool(!values.first().is_some_and(Value::is_true))),
        Builtin::Len => Ok(length(values.first().unwrap_or(&Value::Absent))?),
        Builtin::Index => Ok(index(values, window)?),
        Builtin::Slice => Ok(slice(values)?),
        Builtin::Eq => Ok(Value::Bool(compare::equals_any(values, window)?)),
        Builtin::Ne => {
            let [left, right] = values else { return Ok(Value::Absent) };
            Ok(Value::Bool(!compare::equal(left, right, window)?))
        }
        Builtin::Lt => ordered(Ordering::is_lt),
        Builtin::Le => ordered(Ordering::is_le),
        Builtin::Gt => ordered(Ordering::is_gt),
        Builtin::Ge => ordered(Ordering::is_ge),
        Builtin::Html => text(escape::html),
        Builtin::Js => text(escape::js),
        Builtin::Urlquery => text(escape::urlquery),
        Builtin::Print => printed(limit, |out| format::print(out, values, window)),
        Builtin::Println => printed(limit, |out| format::println(out, values, window)),
        Builtin::Printf => printed(limit, |out| {
            if let Some((Value::Text(format), values)) = values.split_first() {
                format::printf(out, format, values, window);
            }
        }),
        // There is no way to come by a function's value, so whatever is called is none.
        Builtin::Call => Err(Failure::Call("call of nil".into())),
    }
}

fn printed(limit: usize, write: impl FnOnce(&mut Buffer)) -> Result<Value, Failure> {
    let mut out = Buffer::new(limit);
    write(&mut out);
    out.finish().map(Value::text).ok_or(Failure::TooLarge)
}

/// What `print` makes of the values, but with `<no value>` for an absent one, as a text.
fn joined(values: &[Value], window: &str, limit: usize) -> Result<Arc<[u8]>, Failure> {
    if let [Value::Text(text)] = values {
        return Ok(Arc::clone(text));
    }
    let shown: Vec<Value> = values
        .iter()
        .map(|value| if *value == Value::Absent { Value::text("<no value>") } else { value.clone() })
        .collect();
    let mut out = Buffer::new(limit);
    format::print(&mut out, &shown, window);
    out.finish().map(Arc::from).ok_or(Failure::TooLarge)
}

fn length(value: &Value) -> Result<Value, String> {
    match value {
        Value::Text(text) => Ok(Value::Int(i64::try_from(text.len()).unwrap_or(i64::MAX))),
        Value::Data => Ok(Value::Int(1)),
        Value::Absent => Err("reflect: call of reflect.Value.Type on zero Value".into()),
        _ => Err(format!("len of type {}", value.type_name())),
    }
}

fn index(values: &[Value], window: &str) -> Result<Value, String> {
    let (item, indexes) = values.split_first().unwrap_or((&Value::Absent, &[]));
    if *item == Value::Absent {
        return Err("index of untyped nil".into());
    }
    let mut item = item.clone();
    for index in indexes {
        item = match (&item, index) {
            (Value::Data, Value::Text(key)) if **key == *b"window" => Value::text(window),
            (Value::Data, Value::Text(_)) => Value::text(""),
            (Value::Data, Value::Absent) => return Err("value is nil; should be of type string".into()),
            (Value::Data, _) => {
                return Err(format!("value has type {}; should be string", index.type_name()));
            }
            (Value::Text(text), _) => {
                let byte = text.get(offset(index, text.len())?).copied();
                byte.map(Value::Byte).ok_or("reflect: string index out of range")?
            }
            _ => return Err(format!("can't index item of type {}", item.type_name())),
        };
    }
    Ok(item)
}

fn slice(values: &[Value]) -> Result<Value, String> {
    let (item, indexes) = values.split_first().unwrap_or((&Value::Absent, &[]));
    if *item == Value::Absent {
        return Err("slice of untyped nil".into());
    }
    if indexes.len() > 3 {
        return Err(format!("too many slice indexes: {}", indexes.len()));
    }
    let Value::Text(text) = item else {
        return Err(format!("can't slice item of type {}", item.type_name()));
    };
    if indexes.len() == 3 {
        return Err("cannot 3-index slice a string".into());
    }
    let mut ends = indexes.iter().map(|index| offset(index, text.len()));
    let start = ends.next().transpose()?.unwrap_or(0);
    let end = ends.next().transpose()?.unwrap_or(text.len());
    text.get(start..end).map(Value::text).ok_or_else(|| format!("invalid slice index: {start} > {end}"))
}

/// An index into a text, at most its length.
fn offset(index: &Value, length: usize) -> Result<usize, String> {
    let Some(number) = index.as_int() else {
        return Err(match index {
            Value::Absent => "cannot index slice/array with nil".into(),
            _ => format!("cannot index slice/array with type {}", index.type_name()),
        });
    };
    usize::try_from(number)
        .ok()
        .filter(|&offset| offset <= length)
        .ok_or_else(|| format!("index out of range: {number}"))
}
