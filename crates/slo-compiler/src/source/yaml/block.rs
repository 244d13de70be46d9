//! Block scalars: `|` keeps lines, `>` folds them.

use super::breaks::{fold, is_separator, take_break};
use super::cursor::{Cursor, Mark};
use super::error::SyntaxError;
use super::text::Decoder;
use crate::diagnostic::Span;

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chomp {
    /// `-`: none stays.
    Strip,
    /// One stays.
    Clip,
    /// `+`: all stay.
    Keep,
}

/// How far the lines of a block scalar are indented.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Indent {
    /// More than the node around it, whose column this is (none at the top).
    Below(Option<usize>),
    /// Exactly this far, found when the scalar was read before.
    Known(usize),
}

/// What [`scan`] found besides the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanned {
    /// Behind the last line that is not empty.
    pub(crate) end: Mark,
    /// The column at which the lines begin.
    pub(crate) indent: usize,
}

/// Reads a block scalar and the line breaks behind it.
pub(crate) fn scan(
    cursor: &mut Cursor<'_>,
    decoder: &mut Decoder<'_>,
    folded: bool,
    indent: Indent,
) -> Result<Scanned, SyntaxError> {
    let start = cursor.mark();
    cursor.skip();
    let (chomp, increment) = header(cursor, start)?;
    let mut end = cursor.mark();
    cursor.skip_break();
    let mut more = Vec::new();
    let (fixed, least) = match indent {
        Indent::Known(columns) => (Some(columns), 0),
        Indent::Below(parent) => {
            (increment.map(|columns| parent.unwrap_or(0) + columns), parent.map_or(1, |parent| parent + 1))
        }
    };
    let deepest = empty_lines(cursor, start, fixed, &mut more)?;
    let indent = fixed.unwrap_or_else(|| deepest.max(least));
    let mut line_break: Option<Span> = None;
    let mut after_blank = false;
    while cursor.column() == indent && !cursor.at_end() {
        let at_blank = cursor.at_blank();
        // Lines that begin with a blank are not folded, nor are their neighbours.
        let folds =
            folded && !after_blank && !at_blank && line_break.is_some_and(|found| !is_separator(found));
        if folds {
            fold(decoder, line_break.take(), &mut more);
        } else {
            line_break.take().into_iter().chain(more.drain(..)).for_each(|found| decoder.put_break(found));
        }
        after_blank = at_blank;
        let line = cursor.at();
        cursor.skip_line();
        decoder.copy(Span::new(line, cursor.at()));
        end = cursor.mark();
        line_break = cursor.at_break().then(|| take_break(cursor));
        empty_lines(cursor, start, Some(indent), &mut more)?;
    }
    let clipped = line_break.filter(|_| chomp != Chomp::Strip);
    let kept = more.drain(..).filter(|_| chomp == Chomp::Keep);
    for found in clipped.into_iter().chain(kept) {
        decoder.put_break(found);
    }
    Ok(Scanned { end, indent })
}

/// Reads what stands behind the `|` or `>`, up to the end of the line: chomping and indentation, in any order.
fn header(cursor: &mut Cursor<'_>, start: Mark) -> Result<(Chomp, Option<usize>), SyntaxError> {
    let mut chomp = None;
    let mut increment = None;
    loop {
        match cursor.peek(0) {
            Some(sign @ (b'+' | b'-')) if chomp.is_none() => {
                chomp = Some(if sign == b'+' { Chomp::Keep } else { Chomp::Strip });
            }
            Some(b'0') if increment.is_none() => {
                let problem = "found an indentation indicator equal to 0";
                return Err(SyntaxError::scanner(start, problem, cursor.mark()));
            }
            Some(digit @ b'1'..=b'9') if increment.is_none() => increment = Some(usize::from(digit - b'0')),
            _ => break,
        }
        cursor.skip();
    }
    cursor.skip_blanks();
    if cursor.peek(0) == Some(b'#') {
        cursor.skip_line();
    }
    if !cursor.at_break() && !cursor.at_end() {
        return Err(SyntaxError::scanner(
            start,
            "did not find expected comment or line break",
            cursor.mark(),
        ));
    }
    Ok((chomp.unwrap_or(Chomp::Clip), increment))
}

/// Reads indentation, up to `indent` where that is known, and empty lines. Returns the deepest indentation that it saw.
fn empty_lines(
    cursor: &mut Cursor<'_>,
    start: Mark,
    indent: Option<usize>,
    breaks: &mut Vec<Span>,
) -> Result<usize, SyntaxError> {
    let mut deepest = 0;
    loop {
        while indent.is_none_or(|indent| cursor.column() < indent) && cursor.peek(0) == Some(b' ') {
            cursor.skip();
        }
        deepest = deepest.max(cursor.column());
        if indent.is_none_or(|indent| cursor.column() < indent) && cursor.peek(0) == Some(b'\t') {
            let problem = "found a tab character where an indentation space is expected";
            return Err(SyntaxError::scanner(start, problem, cursor.mark()));
        }
        if !cursor.at_break() {
            return Ok(deepest);
        }
        breaks.push(take_break(cursor));
    }
}
