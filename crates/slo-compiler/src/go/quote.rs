//! Texts in double quotes as Go's `%q` prints them, which is how many error texts show what the user wrote.
//!
//! Printable is what Go's `unicode.IsPrint` calls so: letters, marks, numbers, punctuation, symbols and the ASCII space.
//! The standard library escapes by the same definition. Two approximations: its Unicode is that of the Rust toolchain, so
//! characters younger than Go's tables print as themselves; and a `&str` has no broken UTF-8, so `\x80` never occurs.

use std::fmt::Write as _;

/// Appends `text` in quotes.
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            _ => quote_rare(c, out),
        }
    }
    out.push('"');
}

/// `text` in quotes, to format with.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(text, &mut out);
    out
}

/// A character that is neither printable ASCII nor has an escape of its own.
fn quote_rare(c: char, out: &mut String) {
    let code = u32::from(c);
    let _ = match code {
        _ if is_printable(c) => out.write_char(c),
        0..0x80 => write!(out, "\\x{code:02x}"),
        0x80..0x1_0000 => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Whether the standard library shows `c` as itself inside a text. At the start of a text it escapes combining marks too,
/// which Go does not, hence the letter before it.
fn is_printable(c: char) -> bool {
    let mut bytes = [b'a'; 5];
    let [_, rest @ ..] = &mut bytes;
    let length = 1 + c.encode_utf8(rest).len();
    let text = bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
    text.escape_debug().nth(1) == Some(c)
}
