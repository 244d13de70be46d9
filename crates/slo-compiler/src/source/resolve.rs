//! What a scalar means: YAML 1.1 as go-yaml v2 reads it.
//!
//! In: the text of a scalar, how it is written, its tag. Out: a [`Value`]. Keeps: `y` and `off` are booleans, `010` is 8,
//! `1:20` stays text, since Sloth's specs mean that.

use std::borrow::Cow;

use super::tree::Scalar;
use super::yaml::token::Style;
use crate::go::number::format_g32;

/// What a scalar means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// Beyond [`i64::MAX`].
    Uint(u64),
    Float(f64),
    Text(Cow<'a, str>),
}

impl Value<'_> {
    /// The tag, as go-yaml shortens it.
    pub(crate) const fn tag(&self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Text(_) => "!!str",
        }
    }
}

/// A value as text, the way Sloth converts what stands where text is needed; null is no text.
///
/// Floats are printed with the digits of a 32-bit number.
pub(crate) fn value_text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Int(number) => number.to_string().into(),
        Value::Uint(number) => number.to_string().into(),
        #[expect(clippy::cast_possible_truncation, reason = "32 bits are the point")]
        Value::Float(number) => {
            let mut text = String::new();
            format_g32(number as f32, &mut text);
            text.into()
        }
        Value::Text(text) => text,
    }
}

/// A value as the text of a key: as [`value_text`], but infinity and the like keep their YAML spelling.
pub(crate) fn key_text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Float(f64::INFINITY) => Cow::Borrowed(".inf"),
        Value::Float(f64::NEG_INFINITY) => Cow::Borrowed("-.inf"),
        Value::Float(number) if number.is_nan() => Cow::Borrowed(".nan"),
        value => value_text(value),
    }
}

const PREFIX: &str = "tag:yaml.org,2002:";

/// A tag as it is written: `!!str` for `tag:yaml.org,2002:str`.
pub(crate) fn short_tag(tag: &str) -> String {
    tag.strip_prefix(PREFIX).map_or_else(|| tag.to_owned(), |name| format!("!!{name}"))
}

/// The meaning of a scalar. The error is go-yaml's text.
pub(crate) fn resolve<'a>(scalar: &Scalar<'a>) -> Result<Value<'a>, String> {
    let text = scalar.text;
    let Some(tag) = scalar.tag else {
        return Ok(if scalar.style == Style::Plain { plain(text) } else { Value::Text(text.into()) });
    };
    let found = match tag.strip_prefix(PREFIX) {
        Some("binary") => return binary(text).map(|text| Value::Text(text.into())),
        Some("timestamp") if !is_timestamp(text) => plain(text),
        Some("bool" | "int" | "float" | "null") => plain(text),
        // `!!str`, dates, and tags that mean nothing here.
        _ => return Ok(Value::Text(text.into())),
    };
    match (short_tag(tag).as_str(), found) {
        #[expect(clippy::cast_precision_loss, reason = "that is what an integer tagged as a float asks for")]
        ("!!float", Value::Int(number)) => Ok(Value::Float(number as f64)),
        (tag, found) if tag == found.tag() => Ok(found),
        (tag, found) => Err(format!("cannot decode {} `{text}` as a {tag}", found.tag())),
    }
}

/// The words that are not text.
#[rustfmt::skip] // a table
const WORDS: &[(&[&str], Value<'static>)] = &[
    (&["", "~", "null", "Null", "NULL"],                                        Value::Null),
    (&["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], Value::Bool(true)),
    (&["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], Value::Bool(false)),
    (&[".nan", ".NaN", ".NAN"],                                                 Value::Float(f64::NAN)),
    (&[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"],                      Value::Float(f64::INFINITY)),
    (&["-.inf", "-.Inf", "-.INF"],                                              Value::Float(f64::NEG_INFINITY)),
];

/// No word of [`WORDS`] is longer.
const LONGEST_WORD: usize = 5;

/// The meaning of a scalar without quotes and tag.
fn plain(text: &str) -> Value<'_> {
    if text.len() <= LONGEST_WORD
        && let Some((_, value)) = WORDS.iter().find(|(words, _)| words.contains(&text))
    {
        return value.clone();
    }
    match text.as_bytes() {
        [b'.', ..] => finite(text).map_or(Value::Text(text.into()), Value::Float),
        [b'0'..=b'9' | b'+' | b'-', ..] => number(text).unwrap_or(Value::Text(text.into())),
        _ => Value::Text(text.into()),
    }
}

fn number(text: &str) -> Option<Value<'static>> {
    let digits: Cow<'_, str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    integer(&digits).or_else(|| {
        // Rust's own words for floats are a superset: `inf` and `1e5` without a digit before the dot and so on.
        let is_float =
            digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        if is_float { finite(&digits).map(Value::Float) } else { None }
    })
}

/// A float within the range of 64 bits.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Decimal, `0x…`, `0o…` or `0…`, `0b…`, with a sign unless it needs all of 64 bits.
fn integer(text: &str) -> Option<Value<'static>> {
    let (negative, signed, digits) = match text.as_bytes().first()? {
        b'-' => (true, true, text.get(1..)?),
        b'+' => (false, true, text.get(1..)?),
        _ => (false, false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // `from_str_radix` would take another sign.
    if !digits.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    match i64::try_from(magnitude) {
        Ok(number) => Some(Value::Int(if negative { -number } else { number })),
        Err(_) if negative && magnitude == i64::MIN.unsigned_abs() => Some(Value::Int(i64::MIN)),
        Err(_) => (!signed).then_some(Value::Uint(magnitude)),
    }
}

/// Whether the text can be a date, with or without a time. A date stays text, also with a tag.
fn is_timestamp(text: &str) -> bool {
    text.as_bytes().get(4) == Some(&b'-') && text.bytes().take(4).all(|byte| byte.is_ascii_digit())
}

/// Decodes base64 with padding. Bytes that are no UTF-8 become replacement characters.
fn binary(text: &str) -> Result<String, String> {
    const INVALID: &str = "!!binary value contains invalid base64 data";
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let groups = digits.len() / 4;
    for (position, group) in digits.chunks(4).enumerate() {
        let padding = group.iter().rev().take_while(|byte| **byte == b'=').count();
        if group.len() != 4 || padding > 2 || padding > 0 && position + 1 != groups {
            return Err(INVALID.to_owned());
        }
        let mut bits = 0u32;
        for byte in group {
            bits = bits << 6 | u32::from(sextet(*byte).or((*byte == b'=').then_some(0)).ok_or(INVALID)?);
        }
        let [_, decoded @ ..] = bits.to_be_bytes();
        bytes.extend(decoded.iter().take(3 - padding));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Scalar, Style, Value, key_text, resolve, value_text};

    fn plain(text: &str) -> Value<'_> {
        resolve(&Scalar { text, style: Style::Plain, tag: None, indent: 0 }).unwrap()
    }

    #[test]
    fn scalars_become_text_as_in_the_reference() {
        let cases = [
            ("y", "true"),
            ("Off", "false"),
            ("010", "8"),
            ("0o10", "8"),
            ("08", "8"),
            ("0x1F", "31"),
            ("0b11", "3"),
            ("1_000", "1000"),
            ("-0", "0"),
            ("18446744073709551615", "18446744073709551615"),
            ("18446744073709551616", "1.8446744e+19"),
            ("0.20", "0.2"),
            ("1e3", "1000"),
            ("0.123456789", "0.12345679"),
            ("123456789.0", "1.2345679e+08"),
            ("1e-7", "1e-07"),
            ("1e39", "+Inf"),
            ("1e400", "1e400"),
            (".inf", "+Inf"),
            (".nan", "NaN"),
            ("~", ""),
            ("1:20", "1:20"),
            ("2024-01-02", "2024-01-02"),
            ("0x", "0x"),
            ("1__0", "10"),
            ("+-1", "+-1"),
            ("infinity", "infinity"),
        ];
        for (written, text) in cases {
            assert_eq!(value_text(plain(written)), text, "{written}");
        }
        assert_eq!(key_text(plain(".inf")), ".inf");
        assert_eq!(key_text(plain("1.50")), "1.5");
    }

    #[test]
    fn quotes_and_tags_count() {
        fn with(
            text: &'static str,
            style: Style,
            tag: Option<&'static str>,
        ) -> Result<Value<'static>, String> {
            resolve(&Scalar { text, style, tag, indent: 0 })
        }
        assert_eq!(with("1", Style::DoubleQuoted, None), Ok(Value::Text("1".into())));
        assert_eq!(with("1", Style::DoubleQuoted, Some("tag:yaml.org,2002:int")), Ok(Value::Int(1)));
        assert_eq!(with("1", Style::Plain, Some("tag:yaml.org,2002:float")), Ok(Value::Float(1.0)));
        assert_eq!(with("1", Style::Plain, Some("!own")), Ok(Value::Text("1".into())));
        assert_eq!(
            with("aGVsbG8=", Style::Plain, Some("tag:yaml.org,2002:binary")),
            Ok(Value::Text("hello".into()))
        );
        let wrong = with("x", Style::Plain, Some("tag:yaml.org,2002:int"));
        assert_eq!(wrong, Err("cannot decode !!str `x` as a !!int".to_owned()));
    }
}
