//! Tokens to a tree, by recursive descent and precedence climbing.
//!
//! In: the text and the [`Options`]. Out: an [`Expr`], or the first problem. Types are not looked at here, except for what
//! a range or a modifier may follow. Keeps: nesting deeper than [`MAX_NESTING`] and trees higher than [`MAX_HEIGHT`] are
//! refused, so that neither parsing nor a later recursion can exhaust the stack; one token is looked at ahead, so that
//! time grows with the text's length only.

mod call;
mod duration;
mod expression;
mod labels;
mod matching;
mod modifier;
mod selector;

use super::ast::{Expr, ExprKind, Number, Text};
use super::error::ParseError;
use super::lex::{Lexer, number};
use super::problem::context::Context;
use super::problem::lexical;
use super::problem::syntax;
use super::token::{Keyword, Token, TokenKind};
use super::{MAX_HEIGHT, MAX_NESTING, Options, Release};
use crate::diagnostic::Span;

type Parsed<T> = Result<T, Box<ParseError>>;

pub(super) struct Parser<'a> {
    text: &'a str,
    options: Options,
    lexer: Lexer<'a>,
    /// The next token that was not taken yet.
    current: Token,
    /// Why `current` is [`TokenKind::Invalid`].
    invalid: Option<Box<ParseError>>,
    /// Where the last token that was taken ends.
    end: usize,
    nesting: usize,
    /// How many aggregations are open.
    aggregations: usize,
}

/// Reads a whole query.
pub(super) fn query(text: &str, options: Options) -> Parsed<Expr> {
    let mut parser = Parser {
        text,
        options,
        lexer: Lexer::new(text, options.release != Release::V3_10),
        current: Token { kind: TokenKind::EndOfInput, span: Span::default() },
        invalid: None,
        end: 0,
        nesting: 0,
        aggregations: 0,
    };
    parser.advance();
    if parser.at(TokenKind::EndOfInput) {
        return Err(syntax::empty());
    }
    let expr = parser.expression(0, Context::Operand)?;
    if parser.at(TokenKind::EndOfInput) { Ok(expr) } else { Err(parser.unexpected(Context::Operator)) }
}

impl<'a> Parser<'a> {
    /// Takes the current token.
    fn advance(&mut self) -> Token {
        let old = self.current;
        self.end = old.span.end;
        match self.lexer.next() {
            Ok(token) => self.current = token,
            Err(problem) => {
                self.current = Token { kind: TokenKind::Invalid, span: problem.span };
                self.invalid = Some(problem);
            }
        }
        old
    }

    fn at(&self, kind: TokenKind) -> bool {
        self.current.kind == kind
    }

    fn at_keyword(&self, keyword: Keyword) -> bool {
        self.at(TokenKind::Keyword(keyword))
    }

    /// Takes the current token if it is of this kind.
    fn take(&mut self, kind: TokenKind) -> Option<Token> {
        self.at(kind).then(|| self.advance())
    }

    fn expect(&mut self, kind: TokenKind, context: Context) -> Parsed<Token> {
        self.take(kind).ok_or_else(|| self.unexpected(context))
    }

    /// The problem that the current token does not fit.
    fn unexpected(&self, context: Context) -> Box<ParseError> {
        self.readable().err().unwrap_or_else(|| {
            syntax::unexpected(self.text, self.current, self.end, context, self.aggregations > 0)
        })
    }

    /// Fails if the current token cannot be read.
    fn readable(&self) -> Parsed<()> {
        match &self.invalid {
            Some(problem) if self.at(TokenKind::Invalid) => Err(problem.clone()),
            _ => Ok(()),
        }
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn text_of(&self, token: Token) -> Text {
        Text::new(self.slice(token.span), token.span)
    }

    /// From `start` to the end of the last token taken.
    const fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.end)
    }

    fn node(&self, kind: ExprKind, start: usize) -> Parsed<Expr> {
        let expr = Expr::new(kind, self.span_from(start));
        if expr.height() > MAX_HEIGHT { Err(syntax::too_long(expr.span)) } else { Ok(expr) }
    }

    /// Counts a level of nesting, to be undone by [`Self::leave`] unless a problem ends everything.
    fn enter(&mut self) -> Parsed<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING { Err(syntax::too_deep(self.current.span)) } else { Ok(()) }
    }

    const fn leave(&mut self) {
        self.nesting -= 1;
    }

    /// The value of a number or length of time that was just taken.
    fn number_of(&self, token: Token) -> Parsed<Number> {
        let text = self.slice(token.span);
        let value =
            if token.kind == TokenKind::Duration { number::seconds(text) } else { number::value(text) };
        let value = value.map_err(|problem| lexical::bad_number(self.text, token.span, problem))?;
        Ok(Number { value, text: text.into(), span: token.span })
    }

    /// A number or length of time, if there is one here.
    fn number(&mut self) -> Parsed<Option<Number>> {
        if matches!(self.current.kind, TokenKind::Number | TokenKind::Duration) {
            let token = self.advance();
            self.number_of(token).map(Some)
        } else {
            Ok(None)
        }
    }
}
