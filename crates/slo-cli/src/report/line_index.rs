//! Where a byte of a text is, as a person counts: line and column.
//!
//! In: a text, once, and [`Span`]s of its bytes. Out: [`Region`]s. Any span has one: what lies behind the end is moved to
//! the end, what lies inside a character is widened to the whole of it. A line ends with LF or CRLF, a column is a
//! character (a Unicode scalar value; a tab is one), a byte order mark belongs to no line. Building takes one pass over the
//! text; a question takes the logarithm of the number of lines, however long the line is.

use std::ops::Range;

use slo_compiler::diagnostic::Span;

/// How many bytes share one count of characters: few enough to be counted at every question.
const STRIDE: usize = 64;

/// A place between two characters; both numbers begin at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line.
    pub(crate) line: usize,
    /// In characters.
    pub(crate) column: usize,
}

/// A piece of a text, in bytes and as a person counts. Line breaks at its end are left out, so that a block of lines
/// ends in its last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// The bytes; the ends are borders of characters.
    pub(crate) bytes: Range<usize>,
    /// Before the first character.
    pub(crate) start: Position,
    /// Behind the last character.
    pub(crate) end: Position,
}

/// The lines of a text.
#[derive(Debug)]
pub(crate) struct LineIndex<'a> {
    text: &'a str,
    /// The offset at which each line begins; there is always a first one.
    starts: Vec<usize>,
    /// How many characters begin before byte 0, `STRIDE`, 2 × `STRIDE`…
    characters: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Reads the whole text.
    pub(crate) fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(first).chain(breaks.map(|(offset, _)| offset + 1)).collect();
        let blocks = text.as_bytes().chunks(STRIDE).scan(0, |count, block| {
            *count += count_characters(block);
            Some(*count)
        });
        Self { text, starts, characters: std::iter::once(0).chain(blocks).collect() }
    }

    /// Where `span` is.
    pub(crate) fn region(&self, span: Span) -> Region {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.ceil_char_boundary(span.end).max(start);
        let kept = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']).len();
        let bytes = start..start + kept;
        Region { start: self.position(bytes.start), end: self.position(bytes.end), bytes }
    }

    /// The bytes of a line, counted from 1, without what ends it. A line that is not there is empty.
    pub(crate) fn line(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).and_then(|index| self.starts.get(index)).copied();
        let start = start.unwrap_or(self.text.len());
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end).unwrap_or_default();
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let bytes = self.line(line);
        // Inside the byte order mark is before the first line; between CR and LF is behind the line.
        let offset = offset.clamp(bytes.start, bytes.end);
        Position { line, column: self.characters_before(offset) - self.characters_before(bytes.start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / STRIDE;
        let tail = self.text.as_bytes().get(block * STRIDE..offset).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + count_characters(tail)
    }
}

/// How many characters begin in these bytes of UTF-8.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = LineIndex::new(text).region(Span::new(offset, offset)).start;
        (line, column)
    }

    #[test]
    fn columns_are_characters_and_lines_end_with_lf_or_crlf() {
        let text = "a\tb\r\nü: 漢x\n\nz";
        let expected = [
            (0, (1, 1)),
            (1, (1, 2)),
            (2, (1, 3)),
            (3, (1, 4)),  // before CR
            (4, (1, 4)),  // between CR and LF
            (5, (2, 1)),  // ü
            (7, (2, 2)),  // :
            (9, (2, 4)),  // 漢
            (12, (2, 5)), // x
            (13, (2, 6)),
            (14, (3, 1)),
            (15, (4, 1)),
            (16, (4, 2)),
            (900, (4, 2)),
        ];
        for (offset, position) in expected {
            assert_eq!(at(text, offset), position, "{offset}");
        }
    }

    #[test]
    fn a_span_inside_a_character_covers_it() {
        let region = LineIndex::new("漢字").region(Span::new(1, 4));
        assert_eq!(region.bytes, 0..6);
        assert_eq!(region.end, Position { line: 1, column: 3 });
    }

    #[test]
    fn line_breaks_at_the_end_are_left_out() {
        let region = LineIndex::new("a: |\r\n  b\r\n\r\nc").region(Span::new(0, 13));
        assert_eq!((region.bytes, region.end), (0..9, Position { line: 2, column: 4 }));
    }

    #[test]
    fn a_span_that_ends_before_it_begins_is_empty() {
        assert_eq!(LineIndex::new("abc").region(Span::new(2, 1)).bytes, 2..2);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{FEFF}ab\nc";
        assert_eq!((at(text, 0), at(text, 3), at(text, 4), at(text, 6)), ((1, 1), (1, 1), (1, 2), (2, 1)));
    }

    #[test]
    fn an_empty_text_has_one_empty_line() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(LineIndex::new("").line(1), 0..0);
        assert_eq!(LineIndex::new("a\n").line(7), 2..2);
    }

    proptest! {
        /// Counting from the start of the text, character by character, says the same.
        #[test]
        fn it_agrees_with_counting(text in "(a|\t|ü|漢|😀|\r\n|\n| ){0,120}", offset in 0_usize..400) {
            let offset = text.floor_char_boundary(offset);
            let before = text.get(..offset).unwrap();
            let line = before.matches('\n').count() + 1;
            let mut column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            if before.ends_with('\r') {
                column -= 1;
            }
            prop_assert_eq!(at(&text, offset), (line, column));
        }
    }
}
