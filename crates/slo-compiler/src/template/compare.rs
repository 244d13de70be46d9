//! Comparisons: `eq`, `ne`, `lt`, `le`, `gt`, `ge`.

use std::cmp::Ordering;

use super::value::Value;

/// Whether the first value equals one of the others.
pub(super) fn equals_any(values: &[Value], window: &str) -> Result<bool, String> {
    let Some((first, others)) = values.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err("missing argument for comparison".into());
    };
    for other in others {
        if equal(first, other, window)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether two values are equal; an absent one equals only another.
pub(super) fn equal(left: &Value, right: &Value, window: &str) -> Result<bool, String> {
    if let (Some(left), Some(right)) = (left.as_int(), right.as_int()) {
        return Ok(left == right);
    }
    match (left, right) {
        (Value::Absent, _) | (_, Value::Absent) => Ok(left == right),
        (Value::Data, Value::Data) => {
            Err(format!("non-comparable type map[window:{window}]: {}", left.type_name()))
        }
        _ if left.type_name() == right.type_name() => Ok(left == right),
        _ => Err(incompatible(left, right)),
    }
}

/// How two numbers or two texts are ordered.
pub(super) fn order(left: &Value, right: &Value) -> Result<Ordering, String> {
    let has_order = |value: &Value| !matches!(value, Value::Absent | Value::Data);
    if !has_order(left) || !has_order(right) {
        return Err("invalid type for comparison".into());
    }
    if let (Some(left), Some(right)) = (left.as_int(), right.as_int()) {
        return Ok(left.cmp(&right));
    }
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Ok(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => Ok(left.partial_cmp(right).unwrap_or(Ordering::Equal)),
        _ if left.type_name() == right.type_name() => Err("invalid type for comparison".into()),
        _ => Err(incompatible(left, right)),
    }
}

fn incompatible(left: &Value, right: &Value) -> String {
    format!("incompatible types for comparison: {} and {}", left.type_name(), right.type_name())
}
