//! Quoted strings: where they end, which escapes they may hold, and what they stand for.
//!
//! In double and single quotes the escapes are Go's; in backquotes there are none, and lines may end.

use std::borrow::Cow;

/// Why a quoted string is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum QuoteProblem {
    /// No closing quote before the end of the line or, in backquotes, of the text.
    Unterminated { raw: bool },
    /// The text ends within an escape.
    EscapeUnterminated,
    /// No such escape.
    UnknownEscape(char),
    /// A character that is not a digit of the escape.
    EscapeDigit(char),
    /// The number is not that of a character.
    EscapeValue,
}

/// The length of the string at the front of `rest`, which begins with its quote, or the problem and its place.
pub(super) fn scan(rest: &str) -> Result<usize, (QuoteProblem, usize)> {
    let mut chars = rest.chars();
    let quote = chars.next().unwrap_or_default();
    let body = chars.as_str();
    if quote == '`' {
        let end = body.find('`').ok_or((QuoteProblem::Unterminated { raw: true }, rest.len()))?;
        return Ok(end + 2);
    }
    let mut at = 1;
    loop {
        let open = rest.get(at..).unwrap_or_default();
        let stop = open.find([quote, '\\', '\n']);
        let Some(stop) = stop else { return Err((QuoteProblem::Unterminated { raw: false }, rest.len())) };
        at += stop;
        match open.get(stop..).and_then(|found| found.chars().next()) {
            Some('\\') => {
                let tail = rest.get(at + 1..).unwrap_or_default();
                let (_, length) = escape(tail, quote).map_err(|problem| (problem, at))?;
                at += 1 + length;
            }
            Some('\n') => return Err((QuoteProblem::Unterminated { raw: false }, at)),
            _ => return Ok(at + 1),
        }
    }
}

/// What one escape stands for.
enum Escaped {
    Byte(u8),
    Char(char),
}

/// Reads what follows a backslash; gives the number of bytes read, too.
fn escape(tail: &str, quote: char) -> Result<(Escaped, usize), QuoteProblem> {
    let first = tail.chars().next().ok_or(QuoteProblem::EscapeUnterminated)?;
    let simple = match first {
        'a' => 0x07,
        'b' => 0x08,
        'f' => 0x0c,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 0x0b,
        '\\' => b'\\',
        '0'..='7' => return numbered(tail, 0, 3, 8),
        'x' => return numbered(tail, 1, 2, 16),
        'u' => return numbered(tail, 1, 4, 16),
        'U' => return numbered(tail, 1, 8, 16),
        _ if first == quote => return Ok((Escaped::Char(quote), 1)),
        _ => return Err(QuoteProblem::UnknownEscape(first)),
    };
    Ok((Escaped::Byte(simple), 1))
}

/// Reads `count` digits behind `skip` bytes. Up to three digits make a byte, more a character.
fn numbered(tail: &str, skip: usize, count: usize, radix: u32) -> Result<(Escaped, usize), QuoteProblem> {
    let mut digits = tail.get(skip..).unwrap_or_default().chars();
    let mut value = 0_u32;
    for _ in 0..count {
        let c = digits.next().ok_or(QuoteProblem::EscapeUnterminated)?;
        let digit = c.to_digit(radix).ok_or(QuoteProblem::EscapeDigit(c))?;
        value = value.wrapping_mul(radix) | digit;
    }
    let escaped = if count <= 3 {
        u8::try_from(value).ok().map(Escaped::Byte)
    } else {
        char::from_u32(value).map(Escaped::Char)
    };
    Ok((escaped.ok_or(QuoteProblem::EscapeValue)?, skip + count))
}

/// What a quoted string stands for. It was scanned before, so a bad escape, which there is none of, is left out.
pub(in crate::promql) fn decode(raw: &str) -> Cow<'_, [u8]> {
    let quote = raw.chars().next().unwrap_or_default();
    let body = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if quote == '`' || !body.contains('\\') {
        return Cow::Borrowed(body.as_bytes());
    }
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((plain, tail)) = rest.split_once('\\') {
        bytes.extend_from_slice(plain.as_bytes());
        let Ok((escaped, length)) = escape(tail, quote) else { break };
        match escaped {
            Escaped::Byte(byte) => bytes.push(byte),
            Escaped::Char(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = tail.get(length..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Cow::Owned(bytes)
}
