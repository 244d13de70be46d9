//! What a template renders to, and from where each byte of it comes.

use crate::diagnostic::Span;

/// A rendered template with the way back to its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The result.
    pub text: String,
    /// Behind each other, without gaps.
    pieces: Vec<Piece>,
}

/// Bytes of the result that come from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where they begin in the result.
    start: usize,
    /// Where they come from.
    source: Span,
    /// Whether they are the bytes of the source, one for one; if not, all of them stand for the whole source.
    literal: bool,
}

impl Rendered {
    /// The bytes of the template text that made these bytes of the result: the same ones for literal text, those of the
    /// whole action for what an action wrote.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        let first = self.source_of(span.start);
        if span.end <= span.start {
            return Span::new(first.start, first.start);
        }
        first.cover(self.source_of(span.end - 1))
    }

    /// Whether all of these bytes of the result stand in the template as they are.
    #[must_use]
    pub fn is_literal(&self, span: Span) -> bool {
        let first = self.pieces.partition_point(|piece| piece.start <= span.start).saturating_sub(1);
        let pieces = self.pieces.iter().skip(first).take_while(|piece| piece.start < span.end);
        pieces.into_iter().all(|piece| piece.literal)
    }

    /// The source of one byte of the result, or the end of the source behind the last one.
    fn source_of(&self, at: usize) -> Span {
        let behind = self.pieces.partition_point(|piece| piece.start <= at);
        let Some(piece) = behind.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return Span::default();
        };
        if !piece.literal {
            return if at < self.text.len() {
                piece.source
            } else {
                Span::new(piece.source.end, piece.source.end)
            };
        }
        let start = (piece.source.start + (at - piece.start)).min(piece.source.end);
        Span::new(start, (start + 1).min(piece.source.end))
    }
}

/// Where a rendering goes: text up to a limit, and its sources where they are asked for.
#[derive(Debug)]
pub(super) struct Sink<'o> {
    text: &'o mut String,
    /// Length of the text before the rendering.
    start: usize,
    limit: usize,
    pieces: Option<Vec<Piece>>,
}

impl<'o> Sink<'o> {
    pub(super) fn new(text: &'o mut String, limit: usize, mapped: bool) -> Self {
        Self { start: text.len(), text, limit, pieces: mapped.then(Vec::new) }
    }

    /// Writes bytes that come from `source`; whether there was room for them.
    pub(super) fn push(&mut self, bytes: &[u8], source: Span, literal: bool) -> bool {
        let start = self.text.len() - self.start;
        if start + bytes.len() > self.limit {
            return false;
        }
        self.text.push_str(&String::from_utf8_lossy(bytes));
        if let Some(pieces) = self.pieces.as_mut().filter(|_| !bytes.is_empty()) {
            pieces.push(Piece { start, source, literal });
        }
        true
    }

    pub(super) fn into_rendered(self) -> Rendered {
        Rendered { text: std::mem::take(self.text), pieces: self.pieces.unwrap_or_default() }
    }
}
