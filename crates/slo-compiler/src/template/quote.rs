//! Texts in quotes as messages and `%q` show them.
//!
//! Texts are bytes: a template can name a byte that is no character (`"\xff"`), and cut a character in two.

use std::fmt::Write as _;

use crate::go::quote;
pub(super) use crate::go::quote::is_printable;

/// The text in double quotes, with what cannot be printed escaped.
pub(super) fn quoted(text: &[u8]) -> String {
    wrap(text, '"', false)
}

/// The text in double quotes, with all but ASCII escaped.
pub(super) fn quoted_ascii(text: &[u8]) -> String {
    wrap(text, '"', true)
}

/// A character in single quotes.
pub(super) fn quoted_char(c: char, ascii: bool) -> String {
    wrap(c.to_string().as_bytes(), '\'', ascii)
}

/// Whether the text can stand between back quotes.
pub(super) fn can_back_quote(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| {
        !text.contains(|c: char| (c < ' ' && c != '\t') || matches!(c, '`' | '\x7f' | '\u{feff}'))
    })
}

fn wrap(text: &[u8], mark: char, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            quote::push(c, mark, ascii, &mut out);
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}"); // a text takes anything
        }
    }
    out.push(mark);
    out
}
