//! Text to tokens.
//!
//! In: the text of a query. Out: one [`Token`] a call. What a character means depends on where it stands: inside braces
//! every word is a label, inside brackets only lengths of time are words. So the lexer keeps count of what is open, and it
//! is the one that finds what is never closed. Keeps: spans lie within the text, follow each other and never overlap.

pub(super) mod number;
pub(super) mod quoted;
mod scan;

use super::ast::BinaryOp;
use super::error::ParseError;
use super::problem::lexical::{self, Place};
use super::token::{DURATION_WORDS, Keyword, Token, TokenKind, classify};
use crate::diagnostic::Span;

/// Reads one text from front to back.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    /// Whether `</` and `>/` are operators.
    trims: bool,
    position: usize,
    mode: Mode,
    open_parens: usize,
    in_brackets: bool,
    /// Whether the colon of `[1h:1m]` was read.
    after_colon: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Statement,
    Braces,
    /// From `[` to the first number in it.
    Range,
}

type Lexed = Result<TokenKind, Box<ParseError>>;

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str, trims: bool) -> Self {
        let mode = Mode::Statement;
        Self { text, trims, position: 0, mode, open_parens: 0, in_brackets: false, after_colon: false }
    }

    /// The next token; at the end of the text again and again [`TokenKind::EndOfInput`].
    pub(super) fn next(&mut self) -> Result<Token, Box<ParseError>> {
        let blank = if self.mode == Mode::Range { scan::spaces } else { scan::blank };
        let skipped = blank(self.rest()).map_or(0, |(_, skipped)| skipped.len());
        self.position += skipped;
        let start = self.position;
        let kind = match self.mode {
            Mode::Statement => self.statement(),
            Mode::Braces => self.braces(),
            Mode::Range => self.range(),
        }?;
        Ok(Token { kind, span: Span::new(start, self.position) })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn first(&self) -> Option<char> {
        self.rest().chars().next()
    }

    const fn take(&mut self, length: usize, kind: TokenKind) -> TokenKind {
        self.position += length;
        kind
    }

    /// The span of the next character.
    fn here(&self) -> Span {
        Span::new(self.position, self.position + self.first().map_or(0, char::len_utf8))
    }

    fn unexpected(&self, place: Place) -> Lexed {
        Err(lexical::unexpected_character(self.text, self.here(), place))
    }

    fn statement(&mut self) -> Lexed {
        let Some(c) = self.first() else { return self.end() };
        match c {
            '0'..='9' => self.number(),
            '.' if self
                .rest()
                .get(1..)
                .is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                self.number()
            }
            '"' | '\'' | '`' => self.quoted(),
            ':' if self.in_brackets => self.colon(),
            c if scan::begins_name(c) && self.in_brackets => match self.duration_word() {
                Some((keyword, length)) => Ok(self.take(length, TokenKind::Keyword(keyword))),
                None => self.unexpected(Place::BehindDuration),
            },
            c if scan::begins_name(c) || c == ':' => Ok(self.word()),
            '{' => {
                self.mode = Mode::Braces;
                Ok(self.take(1, TokenKind::LeftBrace))
            }
            '[' if self.in_brackets => Err(lexical::nested_bracket(self.here())),
            '[' => {
                (self.mode, self.in_brackets, self.after_colon) = (Mode::Range, true, false);
                Ok(self.take(1, TokenKind::LeftBracket))
            }
            ']' if !self.in_brackets => Err(lexical::unopened_bracket(self.here())),
            _ => self.sign(c),
        }
    }

    /// Signs that mean the same wherever words are not labels.
    fn sign(&mut self, c: char) -> Lexed {
        let second = self.rest().chars().nth(1);
        let (length, kind) = match (c, second) {
            ('=', Some('=')) => (2, TokenKind::Operator(BinaryOp::Equal)),
            ('=', Some('~')) => return self.unexpected(Place::MatcherOutside),
            ('=', _) => (1, TokenKind::Equal),
            ('!', Some('=')) => (2, TokenKind::Operator(BinaryOp::NotEqual)),
            ('!', _) => return self.unexpected(Place::AfterBang),
            ('<', Some('=')) => (2, TokenKind::Operator(BinaryOp::LessOrEqual)),
            ('<', Some('/')) if self.trims => (2, TokenKind::Operator(BinaryOp::TrimUpper)),
            ('<', _) => (1, TokenKind::Operator(BinaryOp::Less)),
            ('>', Some('=')) => (2, TokenKind::Operator(BinaryOp::GreaterOrEqual)),
            ('>', Some('/')) if self.trims => (2, TokenKind::Operator(BinaryOp::TrimLower)),
            ('>', _) => (1, TokenKind::Operator(BinaryOp::Greater)),
            ('@', _) => (1, TokenKind::At),
            _ => return self.shared_sign(c).unwrap_or_else(|| self.unexpected(Place::Statement)),
        };
        Ok(self.take(length, kind))
    }

    /// Signs that may stand before the first number of a range, too.
    fn shared_sign(&mut self, c: char) -> Option<Lexed> {
        let kind = match c {
            '+' => TokenKind::Operator(BinaryOp::Add),
            '-' => TokenKind::Operator(BinaryOp::Sub),
            '*' => TokenKind::Operator(BinaryOp::Mul),
            '/' => TokenKind::Operator(BinaryOp::Div),
            '%' => TokenKind::Operator(BinaryOp::Mod),
            '^' => TokenKind::Operator(BinaryOp::Pow),
            ',' => TokenKind::Comma,
            '(' => {
                self.open_parens += 1;
                TokenKind::LeftParen
            }
            ')' => match self.open_parens.checked_sub(1) {
                Some(open) => {
                    self.open_parens = open;
                    TokenKind::RightParen
                }
                None => return Some(Err(lexical::unopened_paren(self.here()))),
            },
            ']' if self.in_brackets => {
                (self.mode, self.in_brackets) = (Mode::Statement, false);
                TokenKind::RightBracket
            }
            _ => return None,
        };
        Some(Ok(self.take(1, kind)))
    }

    /// Inside `[…]`, before its first number.
    fn range(&mut self) -> Lexed {
        let Some(c) = self.first() else {
            return Err(lexical::unclosed_range(self.here()));
        };
        let digit_follows =
            || self.rest().get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        if c.is_ascii_digit() || (c == '.' && digit_follows()) {
            self.mode = Mode::Statement;
            return self.number();
        }
        if c == ':' {
            return Err(lexical::early_colon(self.here()));
        }
        if let Some((keyword, length)) = self.duration_word() {
            return Ok(self.take(length, TokenKind::Keyword(keyword)));
        }
        self.shared_sign(c).unwrap_or_else(|| self.unexpected(Place::Range))
    }

    fn braces(&mut self) -> Lexed {
        let Some(c) = self.first() else { return Err(lexical::unclosed_brace(self.here())) };
        let second = self.rest().chars().nth(1);
        match (c, second) {
            ('"' | '\'' | '`', _) => self.quoted(),
            (',', _) => Ok(self.take(1, TokenKind::Comma)),
            ('=', Some('~')) => Ok(self.take(2, TokenKind::EqualRegex)),
            ('=', _) => Ok(self.take(1, TokenKind::Equal)),
            ('!', Some('~')) => Ok(self.take(2, TokenKind::NotEqualRegex)),
            ('!', Some('=')) => Ok(self.take(2, TokenKind::Operator(BinaryOp::NotEqual))),
            ('!', _) => self.unexpected(Place::AfterBangInBraces),
            ('{', _) => Err(lexical::nested_brace(self.text, self.here())),
            ('}', _) => {
                self.mode = Mode::Statement;
                Ok(self.take(1, TokenKind::RightBrace))
            }
            _ => match scan::name(self.rest()) {
                Ok((_, name)) => Ok(self.take(name.len(), TokenKind::Identifier)),
                Err(_) => self.unexpected(Place::Braces),
            },
        }
    }

    fn end(&self) -> Lexed {
        if self.open_parens > 0 {
            Err(lexical::unclosed_paren(self.text, self.here()))
        } else if self.in_brackets {
            Err(lexical::unclosed_bracket(self.text, self.here()))
        } else {
            Ok(TokenKind::EndOfInput)
        }
    }

    fn colon(&mut self) -> Lexed {
        if self.after_colon {
            return Err(lexical::second_colon(self.here()));
        }
        self.after_colon = true;
        Ok(self.take(1, TokenKind::Colon))
    }

    fn word(&mut self) -> TokenKind {
        let word = scan::word(self.rest()).map_or("", |(_, word)| word);
        let kind = if word.contains(':') { TokenKind::MetricIdentifier } else { classify(word) };
        self.take(word.len(), kind)
    }

    /// The word that is a length of time at this place; a digit may follow it, another letter may not.
    fn duration_word(&self) -> Option<(Keyword, usize)> {
        let rest = self.rest();
        DURATION_WORDS.iter().find_map(|(word, keyword)| {
            let (front, tail) = rest.split_at_checked(word.len())?;
            (front.eq_ignore_ascii_case(word) && !tail.starts_with(scan::begins_name))
                .then_some((*keyword, word.len()))
        })
    }

    fn number(&mut self) -> Lexed {
        match number::scan(self.rest()) {
            Ok((kind, length)) => Ok(self.take(length, kind)),
            Err((problem, length)) => {
                let span = Span::new(self.position, self.position + length);
                Err(lexical::bad_number(self.text, span, problem))
            }
        }
    }

    fn quoted(&mut self) -> Lexed {
        match quoted::scan(self.rest()) {
            Ok(length) => Ok(self.take(length, TokenKind::String)),
            Err((problem, at)) => {
                Err(lexical::bad_string(self.text, self.position, self.position + at, problem))
            }
        }
    }
}
