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
    let whole = trim(file, Span::new(0, file.len()), false);
    let mut pieces = Vec::new();
    let mut start = whole.start;
    let mut line = whole.start;
    let mut push = |piece: Span| {
        let piece = trim(file, piece, true);
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

/// Takes whitespace away from both ends, and lines that begin with `#` if these are `blank`.
fn trim(file: &[u8], span: Span, blank: bool) -> Span {
    let Span { mut start, mut end } = span;
    loop {
        let rest = file.get(start..end).unwrap_or_default();
        let skipped = leading_whitespace(rest);
        // The dashes before a piece are not the start of its line.
        let at_line_start = start + skipped == 0 || file.get(start + skipped - 1) == Some(&b'\n');
        let comment = blank && rest.get(skipped) == Some(&b'#') && (at_line_start || start + skipped == 0);
        start += skipped;
        if !comment {
            break;
        }
        let rest = rest.get(skipped..).unwrap_or_default();
        start += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    }
    loop {
        let rest = file.get(start..end).unwrap_or_default();
        end -= trailing_whitespace(rest);
        let rest = file.get(start..end).unwrap_or_default();
        let line = memchr::memrchr(b'\n', rest).map_or(0, |found| found + 1);
        // The first line of a piece was looked at above.
        if !blank || line == 0 || rest.get(line) != Some(&b'#') {
            return Span::new(start, end);
        }
        end = start + line;
    }
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
