//! Cuts a template text into tokens.
//!
//! In: the text. Out: one [`Token`] a call, ending in [`Kind::Eof`] or a [`Kind::Error`]. Comments and what trim markers
//! remove are not seen by anyone else. Keeps: each byte is looked at a bounded number of times.

use std::borrow::Cow;

use super::quote;
use super::token::{KEYWORDS, Keyword, Kind, Token};
use crate::diagnostic::Span;

const OPEN: &str = "{{";
const CLOSE: &str = "}}";
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];
const DECIMAL: &str = "0123456789_";

/// Where the lexer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Text,
    /// At `{{`.
    Open,
    Action,
    Failed,
}

/// Yields the tokens of a template, one at a time.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    mode: Mode,
    parens: usize,
    /// Where the current action begins.
    action: usize,
    /// Lines are counted up to this byte.
    counted: usize,
    line: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, mode: Mode::Text, parens: 0, action: 0, counted: 0, line: 1 }
    }

    /// The next token; behind the end always [`Kind::Eof`].
    pub(super) fn next(&mut self) -> Token<'t> {
        loop {
            match self.mode {
                Mode::Text => {
                    if let Some(token) = self.text() {
                        return token;
                    }
                }
                Mode::Open => {
                    if let Some(token) = self.open() {
                        return token;
                    }
                }
                Mode::Action => return self.action(),
                Mode::Failed => return self.token(Kind::Eof, self.text.len(), self.text.len()),
            }
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) -> Token<'t> {
        let text = self.text.get(start..end).unwrap_or_default();
        Token { kind, span: Span::new(start, end), line: self.line_of(start), text: Cow::Borrowed(text) }
    }

    /// The line of a place at or behind the last one asked for.
    fn line_of(&mut self, place: usize) -> usize {
        let passed = self.text.get(self.counted..place).unwrap_or_default();
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count();
        self.counted = self.counted.max(place);
        self.line
    }

    fn emit(&mut self, kind: Kind, length: usize) -> Token<'t> {
        let start = self.at;
        self.at += length;
        self.token(kind, start, self.at)
    }

    /// Ends in an error about the text between `start` and `end`.
    fn fail(&mut self, start: usize, end: usize, message: String) -> Token<'t> {
        self.mode = Mode::Failed;
        Token {
            kind: Kind::Error,
            span: Span::new(start, end),
            line: self.line_of(start),
            text: message.into(),
        }
    }

    fn text(&mut self) -> Option<Token<'t>> {
        let (start, rest) = (self.at, self.rest());
        let Some(length) = rest.find(OPEN) else {
            let kind = if rest.is_empty() { Kind::Eof } else { Kind::Text };
            return Some(self.emit(kind, rest.len()));
        };
        self.mode = Mode::Open;
        self.at += length;
        let literal = rest.get(..length).unwrap_or_default();
        let trims = left_trim(self.rest());
        let kept = if trims { literal.trim_end_matches(SPACE).len() } else { length };
        (kept > 0).then(|| self.token(Kind::Text, start, start + kept))
    }

    /// The delimiter, or nothing when it opens a comment, which is skipped.
    fn open(&mut self) -> Option<Token<'t>> {
        let start = self.at;
        let marker = if left_trim(self.rest()) { 2 } else { 0 };
        let inside = self.rest().get(OPEN.len() + marker..).unwrap_or_default();
        if inside.starts_with("/*") {
            return self.comment(inside.len());
        }
        (self.mode, self.parens, self.action) = (Mode::Action, 0, start);
        let token = self.token(Kind::LeftDelim, start, start + OPEN.len());
        self.at += OPEN.len() + marker;
        Some(token)
    }

    /// Skips a comment that has `length` bytes before the end of the text.
    fn comment(&mut self, length: usize) -> Option<Token<'t>> {
        let start = self.text.len() - length;
        let inside = self.text.get(start + 2..).unwrap_or_default();
        let Some((_, rest)) = inside.split_once("*/") else {
            return Some(self.fail(start, self.text.len(), "unclosed comment".into()));
        };
        let Some((delimiter, trims)) = right_delimiter(rest) else {
            let end = self.text.len() - rest.len();
            return Some(self.fail(start, end, "comment ends before closing delimiter".into()));
        };
        self.close(self.text.len() - rest.len() + delimiter, trims);
        None
    }

    /// Goes on in text mode at `end`, or behind the white space there.
    fn close(&mut self, end: usize, trims: bool) {
        (self.mode, self.at) = (Mode::Text, end);
        if trims {
            self.at = self.text.len() - self.rest().trim_start_matches(SPACE).len();
        }
    }

    fn action(&mut self) -> Token<'t> {
        let rest = self.rest();
        if let Some((length, trims)) = right_delimiter(rest) {
            return self.right_delimiter(length, trims);
        }
        let Some(first) = rest.chars().next() else {
            // The whole action is at fault, but the line is the one on which the text ends.
            let error = self.fail(self.at, self.at, "unclosed action".into());
            return Token { span: Span::new(self.action, self.at), ..error };
        };
        let second = rest.as_bytes().get(1);
        match first {
            c if SPACE.contains(&c) => self.space(),
            '=' => self.emit(Kind::Assign, 1),
            ':' if second == Some(&b'=') => self.emit(Kind::Declare, 2),
            ':' => self.fail(self.at, self.at + 1, "expected :=".into()),
            '|' => self.emit(Kind::Pipe, 1),
            '"' => self.quoted('"', Kind::String, "unterminated quoted string"),
            '\'' => self.quoted('\'', Kind::CharConstant, "unterminated character constant"),
            '`' => self.raw_string(),
            '$' => self.name(Kind::Variable),
            '.' if second.is_some_and(|byte| !byte.is_ascii_digit()) => self.name(Kind::Field),
            '.' | '+' | '-' | '0'..='9' => self.number(),
            '(' => {
                self.parens += 1;
                self.emit(Kind::LeftParen, 1)
            }
            ')' if self.parens == 0 => self.fail(self.at, self.at + 1, "unexpected right paren".into()),
            ')' => {
                self.parens -= 1;
                self.emit(Kind::RightParen, 1)
            }
            c if is_word(c) => self.word(),
            ' '..='~' => self.emit(Kind::Char, 1),
            c => {
                let message = format!("unrecognized character in action: {}", code_point(c));
                self.fail(self.at, self.at + c.len_utf8(), message)
            }
        }
    }

    fn right_delimiter(&mut self, length: usize, trims: bool) -> Token<'t> {
        let end = self.at + length;
        if self.parens > 0 {
            return self.fail(self.at, end, "unclosed left paren".into());
        }
        let token = self.token(Kind::RightDelim, end - CLOSE.len(), end);
        self.close(end, trims);
        token
    }

    fn space(&mut self) -> Token<'t> {
        let rest = self.rest();
        let after = rest.trim_start_matches(SPACE);
        let length = rest.len() - after.len();
        // The last one may belong to a trim marker.
        let marker = usize::from(after.strip_prefix('-').is_some_and(|after| after.starts_with(CLOSE)));
        self.emit(Kind::Space, length - marker)
    }

    fn quoted(&mut self, quote: char, kind: Kind, unterminated: &str) -> Token<'t> {
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' if chars.next().is_some_and(|(_, escaped)| escaped != '\n') => {}
                '\\' | '\n' => break,
                _ if c == quote => return self.emit(kind, offset + 1),
                _ => {}
            }
        }
        self.fail(self.at, self.text.len(), unterminated.into())
    }

    fn raw_string(&mut self) -> Token<'t> {
        match self.rest().get(1..).and_then(|inside| inside.find('`')) {
            Some(length) => self.emit(Kind::RawString, length + 2),
            None => self.fail(self.at, self.text.len(), "unterminated raw quoted string".into()),
        }
    }

    /// A field or a variable.
    fn name(&mut self, kind: Kind) -> Token<'t> {
        let name = self.rest().get(1..).unwrap_or_default();
        let length = name.len() - name.trim_start_matches(is_word).len();
        if let Some(error) = self.unterminated(1 + length) {
            return error;
        }
        let kind = if length == 0 && kind == Kind::Field { Kind::Keyword(Keyword::Dot) } else { kind };
        self.emit(kind, 1 + length)
    }

    fn word(&mut self) -> Token<'t> {
        let rest = self.rest();
        let word = rest.get(..rest.len() - rest.trim_start_matches(is_word).len()).unwrap_or_default();
        if let Some(error) = self.unterminated(word.len()) {
            return error;
        }
        let keyword = KEYWORDS.iter().find(|(text, _)| *text == word);
        self.emit(keyword.map_or(Kind::Identifier, |(_, kind)| *kind), word.len())
    }

    /// The error, when what stands at `offset` cannot follow a name.
    fn unterminated(&mut self, offset: usize) -> Option<Token<'t>> {
        let rest = self.rest().get(offset..).unwrap_or_default();
        let next = rest.chars().next()?;
        if SPACE.contains(&next) || ".,|:()".contains(next) || rest.starts_with(CLOSE) {
            return None;
        }
        let at = self.at + offset;
        Some(self.fail(at, at + next.len_utf8(), format!("bad character {}", code_point(next))))
    }

    fn number(&mut self) -> Token<'t> {
        let rest = self.rest();
        let (mut length, mut good) = number_length(rest);
        let mut kind = Kind::Number;
        let tail = rest.get(length..).unwrap_or_default();
        if good && tail.starts_with(['+', '-']) {
            let (imaginary, valid) = number_length(tail);
            length += imaginary;
            good = valid && rest.get(..length).is_some_and(|text| text.ends_with('i'));
            kind = Kind::Complex;
        }
        if good {
            return self.emit(kind, length);
        }
        let text = rest.get(..length).unwrap_or_default();
        self.fail(self.at, self.at + length, format!("bad number syntax: {}", quote::quoted(text.as_bytes())))
    }
}

/// Whether the action that begins here trims the text before it.
fn left_trim(at_open: &str) -> bool {
    at_open
        .strip_prefix(OPEN)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|rest| rest.starts_with(SPACE))
}

/// The length of the closing delimiter here, and whether it trims the text behind it.
fn right_delimiter(rest: &str) -> Option<(usize, bool)> {
    if rest.starts_with(CLOSE) {
        return Some((CLOSE.len(), false));
    }
    let trimmed = rest.strip_prefix(SPACE)?.strip_prefix('-')?;
    trimmed.starts_with(CLOSE).then_some((CLOSE.len() + 2, true))
}

/// How far a number reaches, and whether something that can follow one stands there. If not, that is counted too.
fn number_length(text: &str) -> (usize, bool) {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut digits = DECIMAL;
    if let Some(after) = rest.strip_prefix('0') {
        (digits, rest) = match after.chars().next() {
            Some('x' | 'X') => ("0123456789abcdefABCDEF_", after.get(1..).unwrap_or_default()),
            Some('o' | 'O') => ("01234567_", after.get(1..).unwrap_or_default()),
            Some('b' | 'B') => ("01_", after.get(1..).unwrap_or_default()),
            _ => (DECIMAL, after),
        };
    }
    rest = rest.trim_start_matches(|c| digits.contains(c));
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c| digits.contains(c));
    }
    let marks: &[char] = match digits.len() {
        11 => &['e', 'E'],
        23 => &['p', 'P'],
        _ => &[],
    };
    if let Some(exponent) = rest.strip_prefix(marks) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        rest = exponent.trim_start_matches(|c| DECIMAL.contains(c));
    }
    rest = rest.strip_prefix('i').unwrap_or(rest);
    let length = text.len() - rest.len();
    match rest.chars().next() {
        Some(next) if is_word(next) => (length + next.len_utf8(), false),
        _ => (length, true),
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The character as `U+0041 'A'`.
fn code_point(c: char) -> String {
    let code = u32::from(c);
    if quote::is_printable(c) { format!("U+{code:04X} '{c}'") } else { format!("U+{code:04X}") }
}
