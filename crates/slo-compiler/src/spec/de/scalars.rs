//! Scalars where text, numbers and booleans are needed.

use std::borrow::Cow;

use serde::de::Visitor;

use super::mismatch::Expected;
use super::{Dialect, Node, Problem};
use crate::source::{Scalar, Value, resolve, value_text};

/// Integers up to here are the same as a 64-bit float.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'a> Node<'a, '_, '_> {
    fn scalar(&self) -> Option<Scalar<'a>> {
        self.context.reader.scalar(self.id)
    }

    /// What the node means, if it is a scalar.
    pub(super) fn value(&self) -> Option<Value<'a>> {
        self.scalar().map(|scalar| resolve(&scalar).unwrap_or(Value::Text(scalar.text.into())))
    }

    pub(super) fn is_null(&self) -> bool {
        self.value() == Some(Value::Null)
    }

    pub(super) fn with_text<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Problem> {
        match self.text() {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn text(&self) -> Cow<'a, str> {
        let as_written = self.scalar().map(|scalar| scalar.text);
        match (self.value(), self.context.dialect) {
            (Some(Value::Null), _) => Cow::Borrowed(""),
            (Some(Value::Text(text)), _) => text,
            (Some(value), Dialect::Native) => value_text(value),
            (Some(_), Dialect::YamlV2) => Cow::Borrowed(as_written.unwrap_or_default()),
            (Some(_), Dialect::Kubernetes) | (None, _) => {
                self.expected(Expected::Text);
                Cow::Borrowed("")
            }
        }
    }

    pub(super) fn boolean(&self) -> bool {
        self.boolean_or(Expected::Boolean)
    }

    /// A boolean where a mapping may stand too.
    pub(super) fn switch(&self) -> bool {
        self.boolean_or(Expected::Switch)
    }

    fn boolean_or(&self, expected: Expected) -> bool {
        match self.value() {
            Some(Value::Bool(value)) => value,
            Some(Value::Null) => false,
            _ => {
                self.expected(expected);
                false
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "Go converts integers to floats with the same loss")]
    pub(super) fn float(&self) -> f64 {
        match self.value() {
            Some(Value::Int(number)) => number as f64,
            Some(Value::Uint(number)) => number as f64,
            Some(Value::Float(number)) if number.is_finite() || self.context.dialect == Dialect::YamlV2 => {
                number
            }
            Some(Value::Float(number)) => {
                self.not_finite(number);
                0.0
            }
            Some(Value::Null) => 0.0,
            _ => {
                self.expected(Expected::Number);
                0.0
            }
        }
    }

    pub(super) fn integer(&self) -> i64 {
        match self.value() {
            Some(Value::Int(number)) => number,
            Some(Value::Float(number)) => match whole(number) {
                Some(number) => number,
                None if self.context.dialect == Dialect::YamlV2 && number.abs() < EXACT => truncated(number),
                None => {
                    self.expected(Expected::Integer);
                    0
                }
            },
            Some(Value::Null) => 0,
            _ => {
                self.expected(Expected::Integer);
                0
            }
        }
    }

    /// A scalar where anything may stand. Floats without a fraction are integers, as they are in JSON.
    pub(super) fn with_any<V: Visitor<'a>>(
        self,
        scalar: &Scalar<'a>,
        visitor: V,
    ) -> Result<V::Value, Problem> {
        match resolve(scalar).unwrap_or(Value::Text(scalar.text.into())) {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Int(number) => visitor.visit_i64(number),
            Value::Uint(number) => visitor.visit_u64(number),
            Value::Float(number) if !number.is_finite() => {
                self.not_finite(number);
                visitor.visit_unit()
            }
            Value::Float(number) => match whole(number) {
                Some(number) => visitor.visit_i64(number),
                None => visitor.visit_f64(number),
            },
            Value::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Value::Text(Cow::Owned(text)) => visitor.visit_string(text),
        }
    }
}

/// The integer that a float is, if it is one.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < EXACT).then(|| truncated(number))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "callers keep within the integers that a float holds exactly"
)]
const fn truncated(number: f64) -> i64 {
    number as i64
}
