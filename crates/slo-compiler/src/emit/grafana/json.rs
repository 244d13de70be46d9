//! JSON that is written once.
//!
//! In: a tree, most of whose texts are borrowed from the dashboard or live in the program. Out: text. Keeps: keys are in byte
//! order, of which [`object!`] relies on the code and [`Json::insert`] takes care; without it two versions of a file would differ
//! where the dashboards do not. Dashboards are a few thousand values each, so a tree of owned texts in search trees would cost more
//! than all the rest of making them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Object(Vec<(Cow<'a, str>, Self)>),
}

/// An object; its keys must stand in byte order.
macro_rules! object {
    ($($key:literal: $value:expr),* $(,)?) => {
        $crate::emit::grafana::json::Json::Object(vec![
            $((std::borrow::Cow::Borrowed($key), $crate::emit::grafana::json::Json::from($value))),*
        ])
    };
}
pub(super) use object;

impl<'a> Json<'a> {
    /// Adds to an object; the key takes its place among the others. Nothing else can hold keys.
    pub(super) fn insert(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Self>) {
        if let Self::Object(fields) = self {
            let key = key.into();
            let at = fields.partition_point(|(other, _)| *other < key);
            fields.insert(at, (key, value.into()));
        }
    }

    /// Two spaces a level and a newline at the end.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::with_capacity(1 << 16);
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    /// As short as it can be.
    pub(super) fn compact(&self) -> String {
        let mut out = String::with_capacity(1 << 15);
        self.write(&mut out, None);
        out
    }

    /// Writes the value, whose parts begin on lines of their own at `level` and one more; without a level on the same line.
    fn write(&self, out: &mut String, level: Option<usize>) {
        match self {
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            // A `String` takes everything.
            Self::Integer(value) => drop(write!(out, "{value}")),
            Self::Number(value) if value.is_finite() => {
                out.push_str(ryu::Buffer::new().format_finite(*value));
            }
            Self::Null | Self::Number(_) => out.push_str("null"),
            Self::Text(text) => quote(text, out),
            Self::List(values) => within(out, level, ['[', ']'], values, Self::write),
            Self::Object(fields) => within(out, level, ['{', '}'], fields, |(key, value), out, level| {
                quote(key, out);
                out.push_str(if level.is_some() { ": " } else { ":" });
                value.write(out, level);
            }),
        }
    }
}

/// Writes `parts` between brackets.
fn within<T>(
    out: &mut String,
    level: Option<usize>,
    [open, close]: [char; 2],
    parts: &[T],
    write: impl Fn(&T, &mut String, Option<usize>),
) {
    out.push(open);
    let inner = level.map(|level| level + 1);
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        break_line(out, inner);
        write(part, out, inner);
    }
    if !parts.is_empty() {
        break_line(out, level);
    }
    out.push(close);
}

fn break_line(out: &mut String, level: Option<usize>) {
    const SPACES: &str = "\n                                                                ";
    if let Some(level) = level {
        match SPACES.get(..=2 * level) {
            Some(spaces) => out.push_str(spaces),
            None => out.extend(std::iter::once("\n").chain(std::iter::repeat_n("  ", level))),
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\t') => out.push_str("\\t"),
            Some('\r') => out.push_str("\\r"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(control) => drop(write!(out, "\\u{:04x}", u32::from(control))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

macro_rules! from {
    ($($kind:ty => $make:expr),* $(,)?) => {
        $(impl<'a> From<$kind> for Json<'a> {
            fn from(value: $kind) -> Self {
                let make: fn($kind) -> Json<'a> = $make;
                make(value)
            }
        })*
    };
}

from! {
    bool => Self::Bool,
    u8 => |value| Self::Integer(value.into()),
    u32 => |value| Self::Integer(value.into()),
    i32 => |value| Self::Integer(value.into()),
    f64 => Self::Number,
    &'a str => |text| Self::Text(Cow::Borrowed(text)),
    &'a String => |text| Self::Text(Cow::Borrowed(text)),
    String => |text| Self::Text(Cow::Owned(text)),
    Cow<'a, str> => Self::Text,
}

impl<T: Into<Self>> From<Vec<T>> for Json<'_> {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

impl<T: Into<Self>> FromIterator<T> for Json<'_> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn tree() -> impl Strategy<Value = Json<'static>> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i32>().prop_map(Json::from),
            any::<i32>().prop_map(|number| Json::from(f64::from(number) / 64.0)), // read without rounding
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(40, 100, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5).prop_map(|fields| {
                    let mut object = object! {};
                    for (key, value) in fields.into_iter().rev() {
                        object.insert(key, value);
                    }
                    object
                }),
            ]
        })
    }

    proptest! {
        /// What is written is read as it was, and is what another writer makes of it.
        #[test]
        fn text_is_that_of_another_writer(tree in tree()) {
            let read: Value = serde_json::from_str(&tree.compact()).unwrap();
            prop_assert_eq!(tree.compact(), read.to_string());
            prop_assert_eq!(tree.pretty(), format!("{read:#}\n"));
        }
    }
}
