//! The values that a template can come across: the datum, constants, and what functions return.

use std::sync::Arc;

/// A value. Texts are bytes, since a template can cut a character in two.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// No value: an absent field, or `nil`.
    Absent,
    Bool(bool),
    Int(i64),
    /// A byte of a text.
    Byte(u8),
    Float(f64),
    Complex(f64, f64),
    Text(Arc<[u8]>),
    /// The datum: a map from the one name `window` to the window.
    Data,
}

impl Value {
    pub(super) fn text(text: impl Into<Vec<u8>>) -> Self {
        Self::Text(text.into().into())
    }

    /// Whether it counts as true in `if`: neither absent, zero nor empty.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Byte(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::Data => true,
        }
    }

    /// The type as Go names it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Absent => "<nil>",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Byte(_) => "uint8",
            Self::Float(_) => "float64",
            Self::Complex(..) => "complex128",
            Self::Text(_) => "string",
            Self::Data => "map[string]string",
        }
    }

    /// As a whole number, where it is one.
    pub(super) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            Self::Byte(value) => Some(i64::from(*value)),
            _ => None,
        }
    }
}
