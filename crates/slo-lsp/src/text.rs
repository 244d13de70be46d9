//! Byte offsets and LSP positions.
//!
//! In: the text of a file. Out: [`Text`]. Keeps: a position counts UTF-16 code units within a line, as LSP does unless both
//! sides agree on something else; whatever the client sends, an offset is on a border between characters of the text.

use lsp_types::{Position, Range};
use slo_compiler::diagnostic::Span;

/// A text with its lines.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    content: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Text {
    pub(crate) fn new(content: String) -> Self {
        let bytes = content.as_bytes();
        let ends_line =
            |at: usize, byte: u8| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let behind =
            bytes.iter().enumerate().filter(|(at, byte)| ends_line(*at, **byte)).map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(behind).collect();
        Self { content, starts }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.content
    }

    /// The text of a span, cut to what exists of it.
    pub(crate) fn slice(&self, span: Span) -> &str {
        let start = self.content.floor_char_boundary(span.start);
        let end = self.content.floor_char_boundary(span.end);
        self.content.get(start..end).unwrap_or_default()
    }

    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = self.content.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let units: usize = self.slice(Span::new(start, offset)).chars().map(char::len_utf16).sum();
        Position::new(number(line), number(units))
    }

    /// The offset of a position; behind the end of a line, the end of the line.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line).copied() else { return self.content.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.content.len());
        let text = self.slice(Span::new(start, end)).trim_end_matches(['\r', '\n']);
        let mut units = 0;
        for (at, letter) in text.char_indices() {
            if units >= position.character as usize {
                return start + at;
            }
            units += letter.len_utf16();
        }
        start + text.len()
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The span of the word around an offset, of the letters that `in_word` takes; empty where there is none.
    pub(crate) fn word_at(&self, offset: usize, in_word: impl Fn(char) -> bool) -> Span {
        let (before, behind) = self.content.split_at_checked(offset).unwrap_or((&self.content, ""));
        let length = |letters: &mut dyn Iterator<Item = char>| -> usize {
            letters.take_while(|letter| in_word(*letter)).map(char::len_utf8).sum()
        };
        let start = before.len() - length(&mut before.chars().rev());
        Span::new(start, before.len() + length(&mut behind.chars()))
    }
}

/// No file that an editor opens has four billion lines or columns.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_utf16_code_units() {
        let text = Text::new("a: 😀é!\r\nb: x\rc".into());
        assert_eq!(text.position(text.as_str().find('!').unwrap()), Position::new(0, 6));
        assert_eq!(text.offset(Position::new(0, 6)), text.as_str().find('!').unwrap());
        assert_eq!(text.position(text.as_str().find('b').unwrap()), Position::new(1, 0));
        assert_eq!(text.position(text.as_str().find('c').unwrap()), Position::new(2, 0));
    }

    #[test]
    fn positions_outside_of_the_text_are_at_its_ends() {
        let text = Text::new("ab\ncd".into());
        assert_eq!(text.offset(Position::new(0, 99)), 2);
        assert_eq!(text.offset(Position::new(9, 0)), 5);
        assert_eq!(text.position(99), Position::new(1, 2));
    }

    proptest! {
        #[test]
        fn an_offset_leads_to_a_position_and_back(content in "[a😀é\r\n]{0,20}") {
            let text = Text::new(content.clone());
            for (offset, letter) in content.char_indices() {
                // Within a line end, the position is before it.
                if !matches!(letter, '\r' | '\n') {
                    prop_assert_eq!(text.offset(text.position(offset)), offset);
                }
            }
        }

        #[test]
        fn any_position_is_a_place_in_the_text(content in ".{0,20}", line in 0_u32..9, character in 0_u32..30) {
            let text = Text::new(content.clone());
            prop_assert!(content.is_char_boundary(text.offset(Position::new(line, character))));
        }
    }
}
