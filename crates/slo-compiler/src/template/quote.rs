//! Texts in quotes as messages and `%q` show them.
//!
//! Texts are bytes: a template can name a byte that is no character (`"\xff"`), and cut a character in two.

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

/// Whether the character is shown as it is: letters, marks, numbers, punctuation, symbols and the ASCII space.
pub(super) fn is_printable(c: char) -> bool {
    // Behind a letter even a combining mark is left alone by `escape_debug`; quotes and backslashes are not.
    matches!(c, '"' | '\'' | '\\') || format!("a{c}").escape_debug().nth(1) == Some(c)
}

fn wrap(text: &[u8], quote: char, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            push_escaped(&mut out, c, quote, ascii);
        }
        for byte in chunk.invalid() {
            push_code(&mut out, "\\x", u32::from(*byte), 2);
        }
    }
    out.push(quote);
    out
}

fn push_escaped(out: &mut String, c: char, quote: char, ascii: bool) {
    let code = u32::from(c);
    match c {
        '\\' => out.push_str("\\\\"),
        _ if c == quote => out.extend(['\\', c]),
        _ if is_printable(c) && (!ascii || c.is_ascii()) => out.push(c),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        _ if code < 0x20 || code == 0x7f => push_code(out, "\\x", code, 2),
        _ if code < 0x1_0000 => push_code(out, "\\u", code, 4),
        _ => push_code(out, "\\U", code, 8),
    }
}

fn push_code(out: &mut String, prefix: &str, code: u32, digits: usize) {
    out.extend([prefix, &format!("{code:0digits$x}")]);
}
