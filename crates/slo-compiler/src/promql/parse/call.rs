//! What begins with a name: functions, aggregations, metrics.

use super::{Parsed, Parser};
use crate::diagnostic::Span;
use crate::promql::ast::{Aggregate, AggregateOp, Call, Expr, ExprKind, Grouping, Parameter};
use crate::promql::functions::Function;
use crate::promql::problem::context::Context;
use crate::promql::problem::syntax;
use crate::promql::token::{Keyword, Token, TokenKind};

impl Parser<'_> {
    /// What the name, which was just taken, begins.
    pub(super) fn named(&mut self, name: Token) -> Parsed<Expr> {
        let by = self.at_keyword(Keyword::By) || self.at_keyword(Keyword::Without);
        let paren = self.at(TokenKind::LeftParen);
        match name.kind {
            TokenKind::Aggregation(op) if paren || by => self.aggregate(op, name.span),
            kind if paren && kind.names_function() => self.call(name.span),
            _ => self.selector(Some(name)),
        }
    }

    fn call(&mut self, name_span: Span) -> Parsed<Expr> {
        let args = self.arguments(Context::Operand, Context::Arguments)?;
        let name = self.slice(name_span);
        let function = Function::named(name).ok_or_else(|| syntax::unknown_function(name_span, name))?;
        if function.is_experimental_in(self.options.release) && !self.options.experimental_functions {
            return Err(syntax::function_is_experimental(name_span, name));
        }
        self.node(ExprKind::Call(Box::new(Call { function, name_span, args })), name_span.start)
    }

    /// `(…)`; `first` is where an argument may begin, `next` where a comma or the end may stand.
    fn arguments(&mut self, first: Context, next: Context) -> Parsed<Vec<Expr>> {
        self.expect(TokenKind::LeftParen, first)?;
        if self.take(TokenKind::RightParen).is_some() {
            return Ok(Vec::new());
        }
        let mut args = Vec::with_capacity(1);
        loop {
            args.push(self.expression(0, first)?);
            let Some(comma) = self.take(TokenKind::Comma) else { break };
            if !self.begins_expression() && !self.at(TokenKind::Invalid) {
                return Err(syntax::trailing_comma(comma.span));
            }
        }
        self.expect(TokenKind::RightParen, next)?;
        Ok(args)
    }

    fn begins_expression(&self) -> bool {
        match self.current.kind {
            TokenKind::Number
            | TokenKind::Duration
            | TokenKind::String
            | TokenKind::LeftParen
            | TokenKind::LeftBrace => true,
            kind => kind.names_metric() || self.sign().is_some(),
        }
    }

    fn aggregate(&mut self, op: AggregateOp, op_span: Span) -> Parsed<Expr> {
        let before = self.grouping()?;
        self.aggregations += 1;
        let args = self.arguments(Context::Aggregation, Context::Arguments)?;
        self.aggregations -= 1;
        let grouping = if before.is_some() { before } else { self.trailing_grouping()? };
        let span = self.span_from(op_span.start);
        let count = args.len();
        let mut args = args.into_iter();
        let (first, second) = (args.next(), args.next());
        let Some(first) = first else { return Err(syntax::aggregate_nothing(span, op)) };
        if op.is_experimental() && !self.options.experimental_functions {
            return Err(syntax::aggregation_is_experimental(span, op));
        }
        let wanted = if op.parameter() == Parameter::None { 1 } else { 2 };
        if count != wanted {
            return Err(syntax::aggregate_arguments(span, op, wanted, count));
        }
        let (parameter, expr) = match second {
            Some(second) => (Some(first), second),
            None => (None, first),
        };
        let aggregate = Aggregate { op, op_span, grouping, parameter, expr };
        self.node(ExprKind::Aggregate(Box::new(aggregate)), op_span.start)
    }

    /// The grouping behind the arguments. Whether there is one must be known before the aggregation is looked at as a
    /// whole, so a text that cannot be read there is the first problem.
    fn trailing_grouping(&mut self) -> Parsed<Option<Grouping>> {
        self.readable()?;
        self.grouping()
    }

    /// `by (…)` or `without (…)`, if it stands here.
    fn grouping(&mut self) -> Parsed<Option<Grouping>> {
        let without = self.at_keyword(Keyword::Without);
        if !without && !self.at_keyword(Keyword::By) {
            return Ok(None);
        }
        let start = self.advance().span.start;
        let labels = self.labels()?;
        Ok(Some(Grouping { without, labels, span: self.span_from(start) }))
    }
}
