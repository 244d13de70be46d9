//! Numbers as templates write them: integers of four bases, floats, imaginary and complex numbers, characters.
//!
//! In: the text of a number token. Out: the [`Number`] that stands for it when it is evaluated, or why there is none.

use super::quote;
use crate::go::parse::parse_float;
use crate::go::unquote::{Unit, unquote_unit};

/// The value of a number in a template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// A whole number, or a character's code.
    Int(i64),
    /// A whole number that only an unsigned integer could hold; evaluating it is an error.
    TooLarge,
    /// Written with a point or an exponent.
    Float(f64),
    /// Real and imaginary part.
    Complex(f64, f64),
}

/// The value of a character constant, with its quotes.
pub(super) fn character(text: &str) -> Result<Number, String> {
    let inside = text.strip_prefix('\'').unwrap_or(text);
    let (unit, rest) = unquote_unit(inside, '\'').ok_or("invalid syntax")?;
    if rest != "'" {
        return Err(format!("malformed character constant: {text}"));
    }
    Ok(Number::Int(match unit {
        Unit::Byte(byte) => i64::from(byte),
        Unit::Char(c) => i64::from(u32::from(c)),
    }))
}

/// The value of a complex constant such as `1+2i`.
pub(super) fn complex(text: &str) -> Result<Number, String> {
    let split = text.get(1..).and_then(split_sign).map(|at| at + 1);
    let parts = split.and_then(|at| text.split_at_checked(at));
    parts
        .and_then(|(real, imaginary)| {
            Some(Number::Complex(float(real)?, float(imaginary.strip_suffix('i')?)?))
        })
        .ok_or_else(|| illegal(text))
}

/// The sign between the two parts; one behind an exponent's mark belongs to the exponent.
fn split_sign(text: &str) -> Option<usize> {
    let hexadecimal = text.contains(['x', 'X']);
    let marks: &[u8] = if hexadecimal { b"pP" } else { b"eE" };
    let mut before = 0;
    text.bytes().position(|byte| {
        let found = matches!(byte, b'+' | b'-') && !marks.contains(&before);
        before = byte;
        found
    })
}

/// The value of any other number.
pub(super) fn plain(text: &str) -> Result<Number, String> {
    if let Some(imaginary) = text.strip_suffix('i') {
        return float(imaginary).map(|value| Number::Complex(0.0, value)).ok_or_else(|| illegal(text));
    }
    let integer = integer(text);
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let looks_like_float =
        if hexadecimal { text.contains(['p', 'P']) } else { text.contains(['.', 'e', 'E', 'p', 'P']) };
    match (integer, looks_like_float) {
        (Some(value), false) => Ok(i64::try_from(value).map_or(Number::TooLarge, Number::Int)),
        (Some(value), true) => Ok(Number::Float(to_float(value))),
        (None, _) => match float(text) {
            Some(_) if !text.contains(['.', 'e', 'E', 'p', 'P']) => {
                Err(format!("integer overflow: {}", quote::quoted(text.as_bytes())))
            }
            Some(value) => Ok(Number::Float(value)),
            None => Err(illegal(text)),
        },
    }
}

fn illegal(text: &str) -> String {
    format!("illegal number syntax: {}", quote::quoted(text.as_bytes()))
}

/// An integer that fits 64 bits, signed or unsigned.
fn integer(text: &str) -> Option<i128> {
    if !underscores_are_between_digits(text) {
        return None;
    }
    let text = text.replace('_', "");
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some(octal) if octal.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let value = i128::from(u64::from_str_radix(digits, radix).ok()?);
    // Only a number without a sign may use the unsigned range.
    let signed = text.starts_with(['+', '-']);
    let value = if negative { -value } else { value };
    (!signed || i64::try_from(value).is_ok()).then_some(value)
}

/// The nearest float of an integer of 64 bits.
fn to_float(value: i128) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

/// A finite float, decimal or hexadecimal.
fn float(text: &str) -> Option<f64> {
    parse_float(text).ok().filter(|value| value.is_finite())
}

/// Whether each `_` stands between digits, or between a base prefix and a digit.
fn underscores_are_between_digits(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let prefixed = matches!(text.get(..2), Some("0x" | "0X" | "0b" | "0B" | "0o" | "0O"));
    let hexadecimal = matches!(text.get(..2), Some("0x" | "0X"));
    let digits = if prefixed { text.get(2..).unwrap_or_default() } else { text };
    let is_digit = |c: char| c.is_ascii_digit() || (hexadecimal && c.is_ascii_hexdigit());
    let mut before_is_digit = prefixed;
    let mut after_underscore = false;
    for c in digits.chars() {
        if (c == '_' && !before_is_digit) || (after_underscore && !is_digit(c)) {
            return false;
        }
        after_underscore = c == '_';
        before_is_digit = is_digit(c);
    }
    !after_underscore
}
