//! Scalars in single and double quotes.

use super::breaks::Gap;
use super::cursor::{Cursor, Mark, break_width};
use super::error::SyntaxError;
use super::text::Decoder;
use crate::diagnostic::Span;

/// Characters that a backslash stands for, by the letter behind it.
#[rustfmt::skip] // a table
const ESCAPES: &[(u8, char)] = &[
    (b'0', '\0'), (b'a', '\x07'), (b'b', '\x08'), (b't', '\t'), (b'\t', '\t'), (b'n', '\n'), (b'v', '\x0B'), (b'f', '\x0C'),
    (b'r', '\r'), (b'e', '\x1B'), (b' ', ' '), (b'"', '"'), (b'\'', '\''), (b'\\', '\\'), (b'N', '\u{85}'),
    (b'_', '\u{A0}'), (b'L', '\u{2028}'), (b'P', '\u{2029}'),
];

/// Reads a quoted scalar, the quotes included; `quote` is the byte that opens and ends it.
pub(crate) fn scan(cursor: &mut Cursor<'_>, decoder: &mut Decoder<'_>, quote: u8) -> Result<(), SyntaxError> {
    let start = cursor.mark();
    let failed = |problem, at| Err(SyntaxError::scanner(start, problem, at));
    let mut gap = Gap::default();
    cursor.skip();
    loop {
        if cursor.at_document_marker() {
            return failed("found unexpected document indicator", cursor.mark());
        }
        if cursor.at_end() {
            return failed("found unexpected end of stream", cursor.mark());
        }
        while !cursor.blank_or_end_at(0) && cursor.peek(0) != Some(quote) || is_doubled(cursor, quote) {
            let at = cursor.at();
            if quote == b'\'' && cursor.peek(0) == Some(quote) {
                cursor.skip_bytes(2);
                decoder.put('\'', Span::new(at, at + 2));
            } else if quote == b'"' && cursor.peek(0) == Some(b'\\') {
                if break_width(cursor.rest().get(1..).unwrap_or_default()) > 0 {
                    cursor.skip();
                    cursor.skip_break();
                    gap.broken = true;
                    break;
                }
                escape(cursor, decoder, start)?;
            } else {
                cursor.skip_bytes(word_length(cursor.rest(), quote));
                decoder.copy(Span::new(at, cursor.at()));
            }
        }
        if cursor.peek(0) == Some(quote) {
            cursor.skip();
            return Ok(());
        }
        while cursor.at_blank() || cursor.at_break() {
            gap.read(cursor);
        }
        gap.write(decoder);
    }
}

fn is_doubled(cursor: &Cursor<'_>, quote: u8) -> bool {
    quote == b'\'' && cursor.rest().starts_with(b"''")
}

/// The bytes before the first blank, line break, quote or backslash; at least one, which the caller has looked at.
fn word_length(rest: &[u8], quote: u8) -> usize {
    let mut ahead = rest.iter().enumerate().skip(1);
    let end = ahead.find(|(position, byte)| match **byte {
        b' ' | b'\t' | b'\n' | b'\r' => true,
        b'\\' => quote == b'"',
        0xC2 | 0xE2 => break_width(rest.get(*position..).unwrap_or_default()) > 0,
        byte => byte == quote,
    });
    end.map_or(rest.len(), |(position, _)| position)
}

fn escape(cursor: &mut Cursor<'_>, decoder: &mut Decoder<'_>, start: Mark) -> Result<(), SyntaxError> {
    let at = cursor.mark();
    let letter = cursor.peek(1);
    let digits = match letter {
        Some(b'x') => 2,
        Some(b'u') => 4,
        Some(b'U') => 8,
        _ => 0,
    };
    if digits == 0 {
        let Some((_, meaning)) = ESCAPES.iter().find(|(name, _)| Some(*name) == letter) else {
            return Err(SyntaxError::scanner(start, "found unknown escape character", at));
        };
        cursor.skip_bytes(2);
        decoder.put(*meaning, Span::new(at.at, cursor.at()));
        return Ok(());
    }
    cursor.skip_bytes(2);
    let hex = cursor.rest().get(..digits).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    let Some(hex) = hex.and_then(|hex| std::str::from_utf8(hex).ok()) else {
        return Err(SyntaxError::scanner(start, "did not find expected hexdecimal number", cursor.mark()));
    };
    let Some(meaning) = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32) else {
        return Err(SyntaxError::scanner(
            start,
            "found invalid Unicode character escape code",
            cursor.mark(),
        ));
    };
    cursor.skip_bytes(digits);
    decoder.put(meaning, Span::new(at.at, cursor.at()));
    Ok(())
}
