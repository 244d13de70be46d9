//! From a place in the decoded text of a scalar to its bytes in the source.

use super::block::{self, Indent};
use super::cursor::{Comments, Cursor, Mark};
use super::plain::{self, Surroundings};
use super::quoted;
use super::text::{Decoder, Trace};
use super::token::Style;
use crate::diagnostic::Span;

/// Decodes the scalar at `span` again, now with a record of where each byte came from.
///
/// `indent` is the column of the lines of a block scalar. This costs the length of the scalar, and is done only for
/// scalars that a problem points into.
pub(crate) fn trace(source: &str, span: Span, style: Style, indent: usize, comments: Comments) -> Trace {
    // What ends a plain scalar depends on what is around it; of that it is given one character, which tells whether a `:`
    // is its last. The others end by themselves, and the last line breaks of a block scalar stand behind its span.
    let end = if style == Style::Plain { source.ceil_char_boundary(span.end + 1) } else { source.len() };
    let source = source.get(..end).unwrap_or(source);
    // Any column but 0 will do, where three dashes would end the document: indentation counts from the next line on.
    let mut cursor = Cursor::resume(source, comments, Mark { at: span.start, line: 0, column: 1 });
    let mut decoder = Decoder::traced(source);
    // The scalar was read before, so it has no errors; where one is found all the same, the trace ends there.
    let _ = match style {
        Style::Plain => {
            plain::scan(&mut cursor, &mut decoder, Surroundings { indent: 0, flow: false }).map(|_| ())
        }
        Style::SingleQuoted => quoted::scan(&mut cursor, &mut decoder, b'\''),
        Style::DoubleQuoted => quoted::scan(&mut cursor, &mut decoder, b'"'),
        Style::Literal | Style::Folded => {
            let folded = style == Style::Folded;
            block::scan(&mut cursor, &mut decoder, folded, Indent::Known(indent)).map(|_| ())
        }
    };
    decoder.into_trace()
}
