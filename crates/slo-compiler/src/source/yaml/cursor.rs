//! A place in a text that moves forward by characters and lines.
//!
//! In: the text of one document. Out: bytes ahead, and [`Mark`]s. Keeps: line and column are those of the YAML text, in
//! characters, while offsets stay those of the bytes that were given. A line that begins with `#` can be read as an empty
//! one ([`Comments::Blank`]): Sloth does that to a file before it parses it, which shows inside block scalars.

/// What becomes of a line whose first character is `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comments {
    /// The line is empty, wherever it stands.
    Blank,
    /// What YAML says: text where text is expected, a comment elsewhere.
    Keep,
}

/// A position: byte offset, line and column, all from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) at: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    mark: Mark,
    comments: Comments,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, comments: Comments) -> Self {
        let mut cursor = Self { text, mark: Mark::default(), comments };
        // A byte order mark is no character of the first line.
        cursor.mark.at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        cursor.blank_comment_line();
        cursor
    }

    /// The same text, from `mark` on.
    pub(crate) fn resume(text: &'a str, comments: Comments, mark: Mark) -> Self {
        Self { text, mark, comments }
    }

    pub(crate) const fn mark(&self) -> Mark {
        self.mark
    }

    pub(crate) const fn at(&self) -> usize {
        self.mark.at
    }

    pub(crate) const fn column(&self) -> usize {
        self.mark.column
    }

    /// The bytes not read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.mark.at..).unwrap_or_default()
    }

    /// The text from `start` up to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.mark.at).unwrap_or_default()
    }

    /// The byte `ahead` bytes from here.
    pub(crate) fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.mark.at + ahead).copied()
    }

    pub(crate) fn at_end(&self) -> bool {
        self.mark.at >= self.text.len()
    }

    /// Whether a space or tab is next.
    pub(crate) fn at_blank(&self) -> bool {
        matches!(self.peek(0), Some(b' ' | b'\t'))
    }

    /// Whether a line break is next.
    pub(crate) fn at_break(&self) -> bool {
        break_width(self.rest()) > 0
    }

    /// Whether a blank, a line break or the end stands `ahead` bytes from here.
    pub(crate) fn blank_or_end_at(&self, ahead: usize) -> bool {
        let rest = self.rest().get(ahead..).unwrap_or_default();
        matches!(rest.first(), None | Some(b' ' | b'\t')) || break_width(rest) > 0
    }

    /// Whether `---` or `...` stands alone at the start of this line.
    pub(crate) fn at_document_marker(&self) -> bool {
        self.mark.column == 0
            && (self.rest().starts_with(b"---") || self.rest().starts_with(b"..."))
            && self.blank_or_end_at(3)
    }

    /// Steps over one character that is no line break.
    pub(crate) fn skip(&mut self) {
        let width =
            self.text.get(self.mark.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.mark.at += width;
        self.mark.column += usize::from(width > 0);
    }

    /// Steps over `bytes` bytes, without a line break among them.
    pub(crate) fn skip_bytes(&mut self, bytes: usize) {
        let skipped = self.rest().get(..bytes).unwrap_or_default();
        self.mark.column += skipped.iter().filter(|byte| !is_continuation(**byte)).count();
        self.mark.at += skipped.len();
    }

    /// Steps over spaces and tabs.
    pub(crate) fn skip_blanks(&mut self) {
        let blanks = self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.skip_bytes(blanks);
    }

    /// Steps to the end of the line, before its break.
    pub(crate) fn skip_line(&mut self) {
        self.skip_bytes(line_length(self.rest()));
    }

    /// Steps over a line break, if one is next.
    pub(crate) fn skip_break(&mut self) {
        let width = break_width(self.rest());
        if width == 0 {
            return;
        }
        let ends_line = self.peek(width - 1) == Some(b'\n');
        self.mark = Mark { at: self.mark.at + width, line: self.mark.line + 1, column: 0 };
        if ends_line {
            self.blank_comment_line();
        }
    }

    fn blank_comment_line(&mut self) {
        if self.comments == Comments::Blank && self.peek(0) == Some(b'#') {
            self.mark.at += memchr::memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        }
    }
}

const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The bytes of the line break at the start of `rest`; 0 if there is none.
pub(crate) fn break_width(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2, // NEL
        [b'\n' | b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3, // line and paragraph separator
        _ => 0,
    }
}

/// The bytes before the first line break.
fn line_length(rest: &[u8]) -> usize {
    let mut from = 0;
    while let Some(tail) = rest.get(from..) {
        let Some(found) = tail.iter().position(|byte| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2)) else {
            break;
        };
        if break_width(tail.get(found..).unwrap_or_default()) > 0 {
            return from + found;
        }
        from += found + 1;
    }
    rest.len()
}
