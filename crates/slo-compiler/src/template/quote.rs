//! Go's quoted texts, both ways.
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

/// What a quoted text stands for; nothing when an escape is not valid.
pub(super) fn unquote(quoted: &str) -> Option<Vec<u8>> {
    if let Some(raw) = quoted.strip_prefix('`') {
        return Some(raw.strip_suffix('`')?.bytes().filter(|&byte| byte != b'\r').collect());
    }
    let mut rest = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let unit;
        (unit, rest) = unquote_unit(rest, '"')?;
        match unit {
            Unit::Byte(byte) => out.push(byte),
            Unit::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Some(out)
}

/// What one character of a quoted text, or one escape, stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A byte, written `\xff` or `\377`.
    Byte(u8),
    /// A character.
    Char(char),
}

/// Reads one character or escape within `quote`s, and returns what follows it.
pub(super) fn unquote_unit(text: &str, quote: char) -> Option<(Unit, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == quote || first == '\n' {
        return None;
    }
    if first != '\\' {
        return Some((Unit::Char(first), chars.as_str()));
    }
    let escape = chars.next()?;
    let rest = chars.as_str();
    let simple = match escape {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ if escape == quote => quote,
        'x' => return digits(rest, 2, 16).and_then(as_byte),
        'u' => return digits(rest, 4, 16).and_then(as_char),
        'U' => return digits(rest, 8, 16).and_then(as_char),
        '0'..='7' => return digits(text.get(1..)?, 3, 8).and_then(as_byte),
        _ => return None,
    };
    Some((Unit::Char(simple), rest))
}

fn digits(text: &str, count: usize, radix: u32) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let valid = digits.chars().all(|c| c.is_digit(radix)); // `from_str_radix` would take a sign
    valid.then(|| u32::from_str_radix(digits, radix).ok().map(|code| (code, rest)))?
}

fn as_byte((code, rest): (u32, &str)) -> Option<(Unit, &str)> {
    Some((Unit::Byte(u8::try_from(code).ok()?), rest))
}

fn as_char((code, rest): (u32, &str)) -> Option<(Unit, &str)> {
    Some((Unit::Char(char::from_u32(code)?), rest))
}
