//! Quoted texts as Go reads them back.
//!
//! In: a text with its quotes. Out: the bytes that it stands for; `"\xff"` is a byte that is no character.

/// What a text in double, single or back quotes stands for; nothing when an escape is not valid.
pub(crate) fn unquote(quoted: &str) -> Option<Vec<u8>> {
    let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let mut rest = quoted.strip_prefix(quote)?.strip_suffix(quote)?;
    if quote == '`' {
        return (!rest.contains(quote)).then(|| rest.bytes().filter(|&byte| byte != b'\r').collect());
    }
    let mut out = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let unit;
        (unit, rest) = unquote_unit(rest, quote)?;
        match unit {
            Unit::Byte(byte) => out.push(byte),
            Unit::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Some(out)
}

/// What one character of a quoted text, or one escape, stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A byte, written `\xff` or `\377`.
    Byte(u8),
    /// A character.
    Char(char),
}

/// Reads one character or escape within `quote`s, and returns what follows it.
pub(crate) fn unquote_unit(text: &str, quote: char) -> Option<(Unit, &str)> {
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
