//! Blanks and line breaks inside a scalar that spans lines, until it is known what becomes of them.

use super::cursor::{Cursor, break_width};
use super::text::Decoder;
use crate::diagnostic::Span;

/// What stands between two words of a plain or quoted scalar.
#[derive(Debug, Default)]
pub(crate) struct Gap {
    /// Blanks, as long as no line break was seen.
    blanks: Span,
    /// Whether a line ended. Not the same as `first`: a line break can be escaped.
    pub(crate) broken: bool,
    /// The break of the line with the word before.
    first: Option<Span>,
    /// The breaks of empty lines.
    more: Vec<Span>,
}

impl Gap {
    /// Reads one blank or line break.
    pub(crate) fn read(&mut self, cursor: &mut Cursor<'_>) {
        if cursor.at_blank() {
            let start = cursor.at();
            cursor.skip();
            if !self.broken {
                let start = if self.blanks.start == self.blanks.end { start } else { self.blanks.start };
                self.blanks = Span::new(start, cursor.at());
            }
        } else if self.broken {
            self.more.push(take_break(cursor));
        } else {
            self.blanks = Span::default();
            self.broken = true;
            self.first = Some(take_break(cursor));
        }
    }

    /// Writes what the gap stands for, and forgets it: blanks as they are, one break as a space, more as one fewer.
    pub(crate) fn write(&mut self, decoder: &mut Decoder<'_>) {
        if self.broken {
            fold(decoder, self.first.take(), &mut self.more);
        } else {
            decoder.copy(self.blanks);
        }
        self.blanks = Span::default();
        self.broken = false;
    }
}

/// Writes the break after a line and those of the empty lines behind it, folded.
pub(crate) fn fold(decoder: &mut Decoder<'_>, first: Option<Span>, more: &mut Vec<Span>) {
    match first {
        Some(first) if is_separator(first) => decoder.put_break(first),
        Some(first) if more.is_empty() => decoder.put(' ', first),
        _ => {}
    }
    for line in more.drain(..) {
        decoder.put_break(line);
    }
}

/// Whether a break is one of Unicode's separators, which folding keeps; all others have fewer bytes.
pub(crate) const fn is_separator(line_break: Span) -> bool {
    line_break.end - line_break.start == 3
}

/// Steps over a line break.
pub(crate) fn take_break(cursor: &mut Cursor<'_>) -> Span {
    let start = cursor.at();
    let width = break_width(cursor.rest());
    cursor.skip_break();
    Span::new(start, start + width)
}
