//! Which style a text needs.
//!
//! In: a text. Out: a [`Style`] in which it reads back as itself. Most texts consist of [`ORDINARY`] bytes only, so their
//! bytes are classified once, the classes are joined, and a closer look follows only where a class asks for it.

use super::typed::is_typed;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`, with escapes.
    Double,
    /// `|`, then the lines as they are.
    Literal,
}

/// Line and paragraph separator, which end a line in YAML 1.1.
pub(super) const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// Classes of bytes, as bits.
const ORDINARY: u8 = 0;
const SPACE: u8 = 1;
/// `:` and `#`, which mean something next to a blank.
const COLON: u8 = 2;
const HASH: u8 = 4;
const NEWLINE: u8 = 8;
/// Control characters, tab and carriage return among them.
const CONTROL: u8 = 16;
/// Bytes of characters outside ASCII.
const HIGH: u8 = 32;

const fn class(byte: u8) -> u8 {
    match byte {
        b' ' => SPACE,
        b':' => COLON,
        b'#' => HASH,
        b'\n' => NEWLINE,
        0..0x20 | 0x7f => CONTROL,
        0x80.. => HIGH,
        _ => ORDINARY,
    }
}

impl Style {
    /// The style of `text`, as a key or a value.
    pub(super) fn of(text: &str) -> Self {
        let classes = text.bytes().fold(ORDINARY, |classes, byte| classes | class(byte));
        if classes & CONTROL != 0 || (classes & HIGH != 0 && !text.chars().all(is_printable)) {
            return Self::Double;
        }
        if classes & HIGH != 0 && text.contains(SEPARATORS) {
            return Self::of_separated(text);
        }
        if classes & NEWLINE != 0 {
            let blank_at_line_end = classes & SPACE != 0 && (text.ends_with(' ') || text.contains(" \n"));
            return if blank_at_line_end { Self::Double } else { Self::Literal };
        }
        if is_typed(text) {
            return Self::Double;
        }
        if begins_as_syntax(text) || (classes & (SPACE | COLON) != 0 && contains_syntax(text)) {
            return Self::Single;
        }
        Self::Plain
    }

    /// The style of a text that has [`SEPARATORS`]. Single quotes keep them, but not blanks around them; `yaml.v2` keeps
    /// them in literal blocks too, where YAML 1.2 would not see the end of the line, so there is one style less here.
    fn of_separated(text: &str) -> Self {
        let mut before = None;
        for c in text.chars() {
            let at_separator = SEPARATORS.contains(&c) || before.is_some_and(|c| SEPARATORS.contains(&c));
            if c == '\n' || (at_separator && (c == ' ' || before == Some(' '))) {
                return Self::Double;
            }
            before = Some(c);
        }
        Self::Single
    }
}

/// Whether a reader would take the first bytes for something other than a plain text.
fn begins_as_syntax(text: &str) -> bool {
    match text.as_bytes() {
        [b'-' | b'?' | b':']
        | [b'-' | b'?' | b':', b' ', ..]
        | [b'-', b'-', b'-', ..]
        | [b'.', b'.', b'.', ..] => true,
        [first, ..] => b"#,[]{}&*!|>'\"%@`".contains(first),
        [] => false,
    }
}

/// Whether a plain text of one line would end within: at a blank at either end, at a colon before or a hash behind one.
fn contains_syntax(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at_end = matches!(bytes, [b' ', ..] | [.., b' ' | b':']);
    at_end || bytes.windows(2).any(|pair| matches!(pair, b": " | b" #"))
}

/// What may stand in a document as itself.
pub(super) fn is_printable(c: char) -> bool {
    match c {
        '\u{feff}' => false,
        '\n' | ' '..='~' | '\u{a0}'..='\u{fffd}' => true,
        _ => false,
    }
}
