//! Operators, operands and what follows an operand.

use super::{Parsed, Parser};
use crate::promql::ast::{Binary, BinaryOp, Expr, ExprKind, Unary, UnaryOp};
use crate::promql::problem::context::Context;
use crate::promql::problem::syntax;
use crate::promql::token::{Keyword, TokenKind};

impl Parser<'_> {
    /// An expression whose operators bind at least as strongly as `weakest`; `context` is where its first token stands.
    pub(super) fn expression(&mut self, weakest: u8, context: Context) -> Parsed<Expr> {
        self.enter()?;
        let mut expr = self.unary(context)?;
        while let TokenKind::Operator(op) = self.current.kind
            && op.precedence() >= weakest
        {
            expr = self.binary(expr, op)?;
        }
        self.leave();
        Ok(expr)
    }

    /// What follows `lhs`, from the operator on.
    fn binary(&mut self, lhs: Expr, op: BinaryOp) -> Parsed<Expr> {
        let op_span = self.advance().span;
        let bool_span = self.take(TokenKind::Keyword(Keyword::Bool)).map(|token| token.span);
        let (matching, context) = self.matching()?;
        let weakest = if op.is_right_associative() { op.precedence() } else { op.precedence() + 1 };
        let rhs = self.expression(weakest, context)?;
        let start = lhs.span.start;
        if let Some(fill) = matching.fills.first()
            && !self.options.fill_modifiers
        {
            self.readable()?;
            return Err(syntax::fill_is_experimental(fill.span, start));
        }
        self.node(ExprKind::Binary(Box::new(Binary { op, op_span, bool_span, matching, lhs, rhs })), start)
    }

    /// The sign at this place.
    pub(super) const fn sign(&self) -> Option<UnaryOp> {
        match self.current.kind {
            TokenKind::Operator(BinaryOp::Add) => Some(UnaryOp::Plus),
            TokenKind::Operator(BinaryOp::Sub) => Some(UnaryOp::Minus),
            _ => None,
        }
    }

    fn unary(&mut self, context: Context) -> Parsed<Expr> {
        let Some(op) = self.sign() else { return self.operand(context) };
        let start = self.advance().span.start;
        let expr = self.expression(BinaryOp::Pow.precedence(), Context::Operand)?;
        self.node(ExprKind::Unary(Box::new(Unary { op, expr })), start)
    }

    /// An operand with its ranges and modifiers.
    fn operand(&mut self, context: Context) -> Parsed<Expr> {
        let mut expr = self.primary(context)?;
        loop {
            expr = match self.current.kind {
                TokenKind::LeftBracket => self.brackets(expr)?,
                TokenKind::Keyword(Keyword::Offset) => self.offset(expr)?,
                TokenKind::At => self.at_modifier(expr)?,
                TokenKind::Keyword(word @ (Keyword::Anchored | Keyword::Smoothed)) => {
                    self.extension(expr, word)?
                }
                _ => return Ok(expr),
            };
        }
    }

    fn primary(&mut self, context: Context) -> Parsed<Expr> {
        let token = self.current;
        let start = token.span.start;
        match token.kind {
            TokenKind::Number | TokenKind::Duration => {
                self.advance();
                let number = self.number_of(token)?;
                self.node(ExprKind::Number(number), start)
            }
            TokenKind::String => {
                self.advance();
                self.node(ExprKind::String(self.text_of(token)), start)
            }
            TokenKind::LeftParen => {
                self.advance();
                let inner = self.expression(0, Context::Operand)?;
                self.expect(TokenKind::RightParen, Context::CloseParen)?;
                self.node(ExprKind::Paren(Box::new(inner)), start)
            }
            TokenKind::LeftBrace => self.selector(None),
            kind if kind.names_metric() => {
                self.advance();
                self.named(token)
            }
            _ => Err(self.unexpected(context)),
        }
    }
}
