//! A YAML writer that writes the bytes Go's `yaml.v2` writes, for the few shapes that rules have.
//!
//! In: keys, texts and labels in the order of the document, with the column at which each key stands. Out: block style,
//! two spaces a level, lists not indented. Keeps: every text reads back as itself, in YAML 1.1 as in 1.2. There is no tree
//! between rules and bytes: a text is looked at once to choose its style ([`Style`]), and written once.

mod order;
mod scalar;
mod style;
mod typed;

use std::fmt::Write as _;

use crate::model::{Labels, Window};
use scalar::{Place, spaces, write_scalar};
use style::Style;

/// Keys from here on, in bytes, do not stand on one line with their value.
const LONG_KEY: usize = 129;
/// Nor do keys with one of these, though in the end they are escaped.
const LINE_BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// Appends mappings and lists to a text.
///
/// `indent` is everywhere the column of the key, also behind the dash of a list item.
pub(super) struct Writer<'a> {
    out: &'a mut String,
    behind_dash: bool,
}

impl<'a> Writer<'a> {
    /// A writer at the start of a line.
    pub(super) fn new(out: &'a mut String) -> Self {
        Self { out, behind_dash: false }
    }

    /// Begins a list item: the next key goes behind a dash in column `indent`.
    pub(super) fn item(&mut self, indent: usize) {
        spaces(indent, self.out);
        self.out.push_str("- ");
        self.behind_dash = true;
    }

    /// `name:`, whose value follows in lines of its own.
    pub(super) fn open(&mut self, indent: usize, name: &'static str) {
        self.name(indent, name);
        self.out.push('\n');
    }

    /// `name: []`
    pub(super) fn empty_list(&mut self, indent: usize, name: &'static str) {
        self.name(indent, name);
        self.out.push_str(" []\n");
    }

    /// `name: value`, in the style that `value` needs.
    pub(super) fn text(&mut self, indent: usize, name: &'static str, value: &str) {
        self.name(indent, name);
        self.out.push(' ');
        let place = Place::Value { column: indent + name.len() + 2, indent };
        write_scalar(value, Style::of(value), place, self.out);
        self.out.push('\n');
    }

    /// [`Writer::text`], or nothing if there is none.
    pub(super) fn text_if_any(&mut self, indent: usize, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.text(indent, name, value);
        }
    }

    /// `name: 1h30m`, or nothing if there is no such time or it is zero.
    pub(super) fn duration(&mut self, indent: usize, name: &'static str, value: Option<Window>) {
        if let Some(value) = value.filter(|value| !value.is_zero()) {
            self.name(indent, name);
            let _ = writeln!(self.out, " {value}"); // a `String` takes everything
        }
    }

    /// `name:` and the labels in natural order, or nothing if there are none.
    pub(super) fn map(&mut self, indent: usize, name: &'static str, labels: &Labels) {
        if labels.is_empty() {
            return;
        }
        self.open(indent, name);
        order::each_sorted(labels.iter(), labels.len(), |(key, value)| self.label(indent + 2, key, value));
    }

    /// One entry of a mapping whose keys users choose.
    fn label(&mut self, indent: usize, key: &str, value: &str) {
        spaces(indent, self.out);
        let column = if is_snake_case(key) {
            self.out.push_str(key);
            indent + key.len() + 2
        } else {
            self.odd_key(indent, key)
        };
        self.out.push_str(": ");
        write_scalar(value, Style::of(value), Place::Value { column, indent }, self.out);
        self.out.push('\n');
    }

    /// A key that may need quotes or a line of its own. Gives the column of its value.
    fn odd_key(&mut self, indent: usize, key: &str) -> usize {
        let style = Style::of(key);
        if key.len() < LONG_KEY && !key.contains(LINE_BREAKS) {
            let start = self.out.len();
            write_scalar(key, style, Place::Key, self.out);
            let written = self.out.get(start..).unwrap_or_default();
            indent + scalar::width(written) + 2
        } else {
            self.out.push_str("? ");
            write_scalar(key, style, Place::Value { column: indent + 2, indent }, self.out);
            self.out.push('\n');
            spaces(indent, self.out);
            indent + 2
        }
    }

    /// A key that needs no quotes, and its colon.
    fn name(&mut self, indent: usize, name: &'static str) {
        if !std::mem::take(&mut self.behind_dash) {
            spaces(indent, self.out);
        }
        self.out.push_str(name);
        self.out.push(':');
    }
}

/// Whether a key is words joined by `_`, as nearly all labels are: never a number, a truth value or a date, so plain.
fn is_snake_case(key: &str) -> bool {
    key.len() < LONG_KEY
        && key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.contains('_')
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests;
