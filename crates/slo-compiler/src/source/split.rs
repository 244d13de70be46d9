//! A file to the texts of its documents.
//!
//! In: the bytes of a file. Out: the [`Piece`]s that hold a document each. Keeps: a piece is a range of the file, so every
//! place in it is a place in the file. Sloth first empties the lines that begin with `#`; here the reader of each piece
//! passes over them ([`Comments::Blank`](super::yaml::Comments)), and this module only knows that they are blank.

use crate::diagnostic::Span;

/// The bytes of one document within a file, without blank lines and comments around it.
pub(crate) type Piece = Span;

/// The documents of a file: what stands between lines that begin with `---`. Of such a line only the dashes are taken away.
pub(crate) fn split(file: &[u8]) -> Vec<Piece> {
    let whole = trim_whitespace(file, Span::new(0, file.len()));
    let mut pieces = Vec::new();
    let mut start = whole.start;
    let mut line = whole.start;
    let mut push = |piece: Span| {
        let piece = trim(file, piece, whole.start);
        if piece.start < piece.end {
            pieces.push(piece);
        }
    };
    while line < whole.end {
        let rest = file.get(line..whole.end).unwrap_or_default();
        if rest.starts_with(b"---") {
            push(Span::new(start, line));
            start = line + 3;
        }
        line = memchr::memchr(b'\n', rest).map_or(whole.end, |end| line + end + 1);
    }
    push(Span::new(start, whole.end));
    pieces
}

/// Takes whitespace, and lines that begin with `#`, away from both ends. The text as a whole begins at `first`.
fn trim(file: &[u8], piece: Span, first: usize) -> Span {
    let mut span = trim_whitespace(file, piece);
    // A piece may also begin behind the dashes, in the middle of a line.
    let at_line_start =
        |at: usize| at == first || at.checked_sub(1).and_then(|at| file.get(at)) == Some(&b'\n');
    loop {
        let rest = file.get(span.range()).unwrap_or_default();
        if !at_line_start(span.start) || rest.first() != Some(&b'#') {
            break;
        }
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        span = trim_whitespace(file, Span::new(span.start + line, span.end));
    }
    loop {
        let rest = file.get(span.range()).unwrap_or_default();
        // The first line was looked at above.
        match memchr::memrchr(b'\n', rest) {
            Some(line_break) if rest.get(line_break + 1) == Some(&b'#') => {
                span = trim_whitespace(file, Span::new(span.start, span.start + line_break));
            }
            _ => return span,
        }
    }
}

fn trim_whitespace(file: &[u8], span: Span) -> Span {
    let text = file.get(span.range()).unwrap_or_default();
    let leading = leading_whitespace(text);
    let text = text.get(leading..).unwrap_or_default();
    Span::new(span.start + leading, span.end - trailing_whitespace(text))
}

/// The bytes of whitespace, in Unicode's sense, at the start.
fn leading_whitespace(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(rest) = bytes.get(length..) {
        let width = (1..=3).find(|width| rest.get(..*width).is_some_and(is_whitespace));
        match width {
            Some(width) => length += width,
            None => break,
        }
    }
    length
}

fn trailing_whitespace(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let rest = bytes.get(..bytes.len() - length).unwrap_or_default();
        let tail = |width: usize| rest.len().checked_sub(width).and_then(|from| rest.get(from..));
        match (1..=3).find(|width| tail(*width).is_some_and(is_whitespace)) {
            Some(width) => length += width,
            None => return length,
        }
    }
}

/// Whether the bytes are one character of whitespace; none has more than three.
fn is_whitespace(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_whitespace) && chars.next().is_none()
}
