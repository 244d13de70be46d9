//! Lengths of time in ranges, steps and offsets.
//!
//! Signs and literals are always allowed; anything that must be worked out needs
//! [`Options::duration_expressions`](crate::promql::Options::duration_expressions).

use super::{Parsed, Parser};
use crate::promql::ast::{BinaryOp, Duration, DurationKind, DurationOp, Number, UnaryOp};
use crate::promql::problem::context::Context;
use crate::promql::problem::modifier as problem;
use crate::promql::problem::syntax;
use crate::promql::token::{Keyword, TokenKind};
use crate::promql::{MAX_NESTING, Release};

/// The most seconds that Prometheus can hold in nanoseconds.
const LONGEST_SECONDS: f64 = 9_223_372_036.854_776;

impl Parser<'_> {
    /// A length of time above 0, if that can be told without an evaluation.
    pub(super) fn positive_duration(&mut self, context: Context, behind: Context) -> Parsed<Duration> {
        let duration = self.duration(0, context)?;
        self.readable()?;
        if duration.seconds().is_some_and(|seconds| seconds <= 0.0) {
            return Err(problem::not_positive(duration.span, inside_parens(&duration).span.start));
        }
        if !matches!(self.current.kind, TokenKind::RightBracket | TokenKind::Colon) {
            return Err(self.unexpected(behind));
        }
        Ok(duration)
    }

    /// A length of time whose operators bind at least as strongly as `weakest`.
    fn duration(&mut self, weakest: u8, context: Context) -> Parsed<Duration> {
        self.enter()?;
        let left = self.duration_operand(context)?;
        let duration = self.duration_operators(left, weakest, context)?;
        self.leave();
        Ok(duration)
    }

    /// The operators and operands that follow `left`.
    fn duration_operators(&mut self, mut left: Duration, weakest: u8, context: Context) -> Parsed<Duration> {
        let mut operators = 0;
        while let TokenKind::Operator(op) = self.current.kind
            && op.precedence() >= weakest.max(BinaryOp::Add.precedence())
            && op != BinaryOp::Atan2
        {
            let op_span = self.advance().span;
            operators += 1;
            if operators > MAX_NESTING {
                return Err(syntax::too_long(self.span_from(left.span.start)));
            }
            let next = if op.is_right_associative() { op.precedence() } else { op.precedence() + 1 };
            let right = self.duration(next, context)?;
            self.readable()?;
            self.allow_arithmetic(left.span.start, left.span.start)?;
            let zero = right.seconds() == Some(0.0);
            if zero && matches!(op, BinaryOp::Div | BinaryOp::Mod) {
                return Err(problem::divided_by_zero(right.span, op_span.start, op));
            }
            let span = self.span_from(left.span.start);
            left = Duration { kind: DurationKind::Binary(op, Box::new(left), Box::new(right)), span };
        }
        Ok(left)
    }

    fn duration_operand(&mut self, context: Context) -> Parsed<Duration> {
        let start = self.current.span.start;
        if let Some(op) = self.sign() {
            self.advance();
            let inner = self.duration(BinaryOp::Pow.precedence(), context)?;
            return Ok(self.signed(op, inner, start));
        }
        if self.take(TokenKind::LeftParen).is_some() {
            let inner = self.duration(0, context)?;
            if !self.at(TokenKind::RightParen) {
                return Err(self.unexpected(context));
            }
            self.advance();
            self.allow_arithmetic(start, inside_parens(&inner).span.start)?;
            return Ok(Duration { kind: DurationKind::Paren(Box::new(inner)), span: self.span_from(start) });
        }
        self.duration_primary(context, start)
    }

    /// A literal or a function; a problem with the function is seen at `start` by Prometheus.
    fn duration_primary(&mut self, context: Context, start: usize) -> Parsed<Duration> {
        if let Some(number) = self.number()? {
            return literal(number, start);
        }
        let own_start = self.current.span.start;
        let kind = match self.current.kind {
            TokenKind::Keyword(Keyword::Step) => DurationKind::Step,
            TokenKind::Keyword(Keyword::Range) => DurationKind::Range,
            TokenKind::Keyword(Keyword::MinOf) => return self.choice(DurationOp::MinOf, context, start),
            TokenKind::Keyword(Keyword::MaxOf) => return self.choice(DurationOp::MaxOf, context, start),
            _ => return Err(self.unexpected(context)),
        };
        self.advance();
        self.expect(TokenKind::LeftParen, context)?;
        self.expect(TokenKind::RightParen, context)?;
        if self.options.release != Release::V3_10 {
            self.allow_arithmetic(own_start, start)?;
        }
        Ok(Duration { kind, span: self.span_from(own_start) })
    }

    /// `min_of(a, b)` or `max_of(a, b)`
    fn choice(&mut self, op: DurationOp, context: Context, start: usize) -> Parsed<Duration> {
        let own_start = self.advance().span.start;
        self.expect(TokenKind::LeftParen, context)?;
        let first = self.duration(0, context)?;
        self.expect(TokenKind::Comma, context)?;
        let second = self.duration(0, context)?;
        self.expect(TokenKind::RightParen, context)?;
        let seen = if start == own_start { first.span.start } else { start };
        self.allow_arithmetic(own_start, seen)?;
        let kind = DurationKind::Choice(op, Box::new(first), Box::new(second));
        Ok(Duration { kind, span: self.span_from(own_start) })
    }

    /// What follows `offset`. With one sign or none it is a literal, a function or, behind the sign, something in
    /// parentheses; an operator behind it is not part of it, so that `foo offset 5m + bar` adds two vectors. What begins with
    /// a parenthesis or with two signs goes on as far as it can.
    pub(super) fn offset_amount(&mut self) -> Parsed<Duration> {
        let context = Context::Offset;
        if self.at(TokenKind::LeftParen) {
            return self.duration(0, context);
        }
        let start = self.current.span.start;
        let Some(op) = self.sign() else { return self.duration_primary(context, start) };
        self.advance();
        let inner = if self.sign().is_some() {
            let left = self.duration_operand(context)?;
            let left = self.signed(op, left, start);
            return self.duration_operators(left, 0, context);
        } else if let Some(open) = self.take(TokenKind::LeftParen) {
            if self.options.release == Release::V3_10 {
                return Err(problem::sign_before_parens(self.span_from(start)));
            }
            let inner = self.duration(0, context)?;
            self.expect(TokenKind::RightParen, context)?;
            Duration { kind: DurationKind::Paren(Box::new(inner)), span: self.span_from(open.span.start) }
        } else {
            self.duration_primary(context, start)?
        };
        Ok(self.signed(op, inner, start))
    }

    fn signed(&self, op: UnaryOp, inner: Duration, start: usize) -> Duration {
        Duration { kind: DurationKind::Unary(op, Box::new(inner)), span: self.span_from(start) }
    }

    /// Refuses what was read since `start`, unless arithmetic is switched on; Prometheus sees the problem at `seen`.
    fn allow_arithmetic(&self, start: usize, seen: usize) -> Parsed<()> {
        if self.options.duration_expressions {
            Ok(())
        } else {
            Err(problem::arithmetic_is_experimental(self.span_from(start), seen))
        }
    }
}

fn inside_parens(duration: &Duration) -> &Duration {
    let mut duration = duration;
    while let DurationKind::Paren(inner) = &duration.kind {
        duration = inner;
    }
    duration
}

/// A literal on its own; Prometheus sees a problem with it at `start`.
fn literal(number: Number, start: usize) -> Parsed<Duration> {
    if number.value.abs() > LONGEST_SECONDS {
        return Err(problem::duration_out_of_range(number.span, start));
    }
    let span = number.span;
    Ok(Duration { kind: DurationKind::Literal(number), span })
}
