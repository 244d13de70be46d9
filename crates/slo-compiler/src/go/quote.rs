//! Texts in double quotes as Go's `%q` prints them, which is how many error texts show what the user wrote.
//!
//! Printable is what Go's `unicode.IsPrint` calls so: letters, marks, numbers, punctuation, symbols and the ASCII space.
//! The standard library escapes by the same definition. Two approximations: its Unicode is that of the Rust toolchain, so
//! characters younger than Go's tables print as themselves; and a `&str` has no broken UTF-8, so `\x80` never occurs.

use std::fmt::Write as _;

/// Appends `text` in quotes.
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    text.chars().for_each(|c| push(c, '"', false, out));
    out.push('"');
}

/// `text` in quotes, to format with.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

/// Appends a character as it stands between two of `mark`; with `ascii`, nothing but ASCII is shown as it is.
pub(crate) fn push(c: char, mark: char, ascii: bool, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        _ if c == mark => out.extend(['\\', c]),
        ' '..='~' => out.push(c),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        _ if !ascii && is_printable(c) => out.push(c),
        _ => push_code(c, out),
    }
}

/// A character that neither is printable nor has an escape of its own.
fn push_code(c: char, out: &mut String) {
    let code = u32::from(c);
    let _ = match code {
        0..0x80 => write!(out, "\\x{code:02x}"),
        0x80..0x1_0000 => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Whether the character is shown as it is. The standard library escapes combining marks too where they begin a text, which Go does
/// not, hence the letter before it.
pub(crate) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' '..='~');
    }
    let mut bytes = [b'a'; 5];
    let [_, rest @ ..] = &mut bytes;
    let length = 1 + c.encode_utf8(rest).len();
    let text = bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
    text.escape_debug().nth(1) == Some(c)
}
