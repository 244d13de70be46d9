//! One text in each of the four styles.
//!
//! In: a text, its style, and the column at which it begins. Out: the text; a value of one line that goes beyond
//! [`WIDTH`] is broken at its next single blank, which reads back as that blank. Columns count characters.

use std::fmt::Write as _;

use super::style::{SEPARATORS, Style, is_printable};

/// The last column at which a blank is still written as a blank.
const WIDTH: usize = 80;

/// Where a text stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Before a colon; of one line, and never broken.
    Key,
    /// Behind its key.
    Value {
        /// Characters before it on its line.
        column: usize,
        /// The column of its key; lines that follow are indented by two more.
        indent: usize,
    },
}

/// Appends `text`; the line is not ended.
pub(super) fn write_scalar(text: &str, style: Style, place: Place, out: &mut String) {
    match (style, place) {
        (Style::Plain, Place::Key) => out.push_str(text),
        (Style::Plain, Place::Value { column, .. }) if column + text.len() <= WIDTH => out.push_str(text),
        (Style::Plain, Place::Value { column, indent }) => fold(text, style, column, indent, out),
        (Style::Single, _) => {
            out.push('\'');
            match place {
                Place::Key => write_single(text, out),
                Place::Value { column, indent } => single(text, column + 1, indent, out),
            }
            out.push('\'');
        }
        (Style::Double, _) => {
            out.push('"');
            match place {
                Place::Key => write_double(text, out),
                Place::Value { column, indent } => fold(text, style, column + 1, indent, out),
            }
            out.push('"');
        }
        (Style::Literal, Place::Key) => literal(text, 0, out),
        (Style::Literal, Place::Value { indent, .. }) => literal(text, indent, out),
    }
}

/// Characters, which is what columns count.
pub(super) fn width(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count() // all but continuation bytes
}

/// Appends `count` spaces.
pub(super) fn spaces(count: usize, out: &mut String) {
    const BLANKS: &str = "            "; // deeper than any rule
    match BLANKS.get(..count) {
        Some(blanks) => out.push_str(blanks),
        None => out.extend((0..count).map(|_| ' ')),
    }
}

/// Appends the words of `text` with the blanks between them, breaking the line where it is too long.
///
/// A blank at either end of the text and a blank behind a blank never become a break. A blank before another does only in
/// double quotes, where a backslash keeps the other.
fn fold(text: &str, style: Style, mut column: usize, indent: usize, out: &mut String) {
    let mut words = text.split(' ').peekable();
    let mut previous = None;
    while let Some(word) = words.next() {
        let inner_blank = word.is_empty() && words.peek().is_some();
        let can_break = !word.is_empty() || (inner_blank && style == Style::Double);
        if column > WIDTH && can_break && previous.is_some_and(|previous: &str| !previous.is_empty()) {
            out.push('\n');
            spaces(indent + 2, out);
            column = indent + 2;
            if word.is_empty() {
                out.push('\\');
                column += 1;
            }
        } else if previous.is_some() {
            out.push(' ');
            column += 1;
        }
        let start = out.len();
        match style {
            Style::Single => write_single(word, out),
            Style::Double => write_double(word, out),
            Style::Plain | Style::Literal => out.push_str(word),
        }
        column += width(out.get(start..).unwrap_or_default());
        previous = Some(word);
    }
}

/// The inside of single quotes: each line that a separator ends is folded on its own.
fn single(text: &str, mut column: usize, indent: usize, out: &mut String) {
    for (at, line) in text.split_inclusive(SEPARATORS).enumerate() {
        if at > 0 && !line.starts_with(SEPARATORS) {
            spaces(indent + 2, out);
            column = indent + 2;
        }
        fold(line, Style::Single, column, indent, out);
    }
}

/// Within single quotes.
fn write_single(text: &str, out: &mut String) {
    for (at, part) in text.split('\'').enumerate() {
        if at > 0 {
            out.push_str("''");
        }
        out.push_str(part);
    }
}

/// Within double quotes.
fn write_double(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            _ if is_printable(c) && !SEPARATORS.contains(&c) => out.push(c),
            _ => escape(c, out),
        }
    }
}

fn escape(c: char, out: &mut String) {
    let letter = match c {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(c);
            let _ = match code {
                0..0x100 => write!(out, "\\x{code:02X}"),
                0x100..0x1_0000 => write!(out, "\\u{code:04X}"),
                _ => write!(out, "\\U{code:08X}"),
            };
            return;
        }
    };
    out.push('\\');
    out.push(letter);
}

/// The lines of `text` as they are, behind a header that says how it begins and ends.
fn literal(text: &str, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2'); // the reader cannot take the indentation from the first line
    }
    let lines = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(lines) => {
            if lines.is_empty() || lines.ends_with('\n') {
                out.push('+');
            }
            lines
        }
    };
    for line in lines.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            spaces(indent + 2, out);
            out.push_str(line);
        }
    }
}
