//! Scalars without quotes.

use super::breaks::Gap;
use super::cursor::{Cursor, Mark, break_width};
use super::error::SyntaxError;
use super::text::Decoder;
use crate::diagnostic::Span;

/// Where a plain scalar stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    /// Lines that begin left of this column do not belong to it, outside of `[]` and `{}`.
    pub(crate) indent: usize,
    /// Whether it is inside of `[]` or `{}`.
    pub(crate) flow: bool,
}

/// Reads a plain scalar. Returns its end, and whether line breaks behind it were read.
pub(crate) fn scan(
    cursor: &mut Cursor<'_>,
    decoder: &mut Decoder<'_>,
    surroundings: Surroundings,
) -> Result<(Mark, bool), SyntaxError> {
    let Surroundings { indent, flow } = surroundings;
    let start = cursor.mark();
    let mut end = start;
    let mut gap = Gap::default();
    while !cursor.at_document_marker() && cursor.peek(0) != Some(b'#') {
        let word = word_length(cursor.rest(), flow);
        if word > 0 {
            gap.write(decoder);
            decoder.copy(Span::new(cursor.at(), cursor.at() + word));
            cursor.skip_bytes(word);
            end = cursor.mark();
        }
        if !cursor.at_blank() && !cursor.at_break() {
            break;
        }
        while cursor.at_blank() || cursor.at_break() {
            if gap.broken && cursor.column() < indent && cursor.peek(0) == Some(b'\t') {
                let problem = "found a tab character that violates indentation";
                return Err(SyntaxError::scanner(start, problem, cursor.mark()));
            }
            gap.read(cursor);
        }
        if !flow && cursor.column() < indent {
            break;
        }
    }
    Ok((end, gap.broken))
}

/// The bytes before the first blank, line break, `: ` or, inside of `[]` and `{}`, indicator.
fn word_length(rest: &[u8], flow: bool) -> usize {
    let mut ahead = rest.iter().enumerate();
    let end = ahead.find(|(position, byte)| match byte {
        b' ' | b'\t' | b'\n' | b'\r' => true,
        b',' | b'?' | b'[' | b']' | b'{' | b'}' => flow,
        b':' => ends_key(rest.get(position + 1..).unwrap_or_default()),
        0xC2 | 0xE2 => break_width(rest.get(*position..).unwrap_or_default()) > 0,
        _ => false,
    });
    end.map_or(rest.len(), |(position, _)| position)
}

/// Whether a `:` before `rest` ends a key.
fn ends_key(rest: &[u8]) -> bool {
    matches!(rest.first(), None | Some(b' ' | b'\t')) || break_width(rest) > 0
}
