//! The characters that a YAML text may have.

use super::yaml::SyntaxError;
use crate::source::yaml::Mark;

/// The text, if it is UTF-8 without control characters. The words of the error are libyaml's.
pub(super) fn check(bytes: &[u8]) -> Result<&str, SyntaxError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let problem = match bytes.get(at..).unwrap_or_default() {
            [0x80..=0xBF | 0xF8..=0xFF, ..] => "invalid leading UTF-8 octet",
            _ if error.error_len().is_none() => "incomplete UTF-8 octet sequence",
            [0xC0..=0xC1, 0x80..=0xBF, ..] | [0xE0, 0x80..=0x9F, 0x80..=0xBF, ..] => {
                "invalid length of a UTF-8 sequence"
            }
            [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] | [0xF4, 0x90..=0xBF, ..] | [0xF5..=0xF7, ..] => {
                "invalid Unicode character"
            }
            _ => "invalid trailing UTF-8 octet",
        };
        SyntaxError::composer(problem, mark(bytes, at))
    })?;
    // Most texts are plain ASCII: one pass without branches says so.
    let plain =
        bytes.iter().fold(true, |plain, byte| plain & (matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')));
    if plain {
        return Ok(text);
    }
    match text.char_indices().find(|(_, found)| !is_allowed(*found)) {
        Some((at, _)) => Err(SyntaxError::composer("control characters are not allowed", mark(bytes, at))),
        None => Ok(text),
    }
}

const fn is_allowed(found: char) -> bool {
    matches!(found, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..)
}

fn mark(bytes: &[u8], at: usize) -> Mark {
    let before = bytes.get(..at).unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', before).count();
    Mark { at, line, column: 0 }
}
