//! From the tree of a query to its class.
//!
//! In: a query. Out: its [`Class`], or the first part in the way of one, outer parts before inner ones. Goes from the leaves
//! up, without recursion: each node is looked at once, with what its operands have become. Keeps: a node has a class only
//! if it is linear in operands of that class.

use super::functions::{self, Effect};
use super::reason::{NotAdditive, Reason};
use super::window;
use super::{Class, anywhere};
use crate::diagnostic::Span;
use crate::model::Query;
use crate::promql::ast::{Aggregate, AggregateOp, Binary, BinaryOp, Call, Unary, UnaryOp};
use crate::promql::{Expr, ExprKind, ValueType};

/// Whom to believe where the text of a query does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    Nothing,
    User,
}

/// What is known of an expression.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    /// A number.
    Number(f64),
    /// A vector of one number that never changes: `vector(1)`.
    Constant,
    /// A vector of zeros, with the class of what was multiplied by 0.
    Zeros(Option<Class>),
    /// Values that add up.
    Of(Class),
}

type Outcome = Result<Value, NotAdditive>;

/// The class of a whole query.
pub(super) fn class(query: &Query, trust: Trust) -> Result<Class, NotAdditive> {
    let whole = Span::new(0, query.text().len());
    let Some(expr) = query.expr() else { return Err(NotAdditive::new(whole, Reason::NotParsed)) };
    if !window::is_uniform(query.text()) {
        return Err(NotAdditive::new(whole, Reason::Template));
    }
    class_of(query, expr, trust)
}

/// The class of a part of a query whose template is the same for every window.
pub(super) fn class_of(query: &Query, expr: &Expr, trust: Trust) -> Result<Class, NotAdditive> {
    let walk = Walk { query, trust };
    let class = match walk.value(expr)? {
        Value::Of(class) | Value::Zeros(Some(class)) => class,
        Value::Number(_) | Value::Constant | Value::Zeros(None) => {
            return walk.not(expr.span, Reason::NoSeries);
        }
    };
    anywhere::check(query, expr)?;
    Ok(class)
}

struct Walk<'q> {
    query: &'q Query,
    trust: Trust,
}

impl Walk<'_> {
    fn not<T>(&self, span: Span, reason: Reason) -> Result<T, NotAdditive> {
        Err(NotAdditive::new(self.query.source_span(span), reason))
    }

    fn value(&self, root: &Expr) -> Outcome {
        // In reverse, the outcomes of an expression's children lie on top, the first one uppermost.
        let nodes: Vec<&Expr> = root.walk().collect();
        let mut done: Vec<Outcome> = Vec::new();
        for node in nodes.into_iter().rev() {
            let operands: Vec<Outcome> = node.children().filter_map(|_| done.pop()).collect();
            done.push(self.node(node, operands));
        }
        done.pop().unwrap_or_else(|| self.not(root.span, Reason::NoSeries))
    }

    fn node(&self, expr: &Expr, mut operands: Vec<Outcome>) -> Outcome {
        match &expr.kind {
            ExprKind::Number(number) => Ok(Value::Number(number.value)),
            ExprKind::String(_) => self.not(expr.span, Reason::NoSeries),
            ExprKind::Selector(_) => self.not(expr.span, Reason::Instant),
            ExprKind::Range(_) | ExprKind::Subquery(_) => self.not(expr.span, Reason::Samples),
            ExprKind::Call(call) => self.called(call, &operands),
            _ => match (&expr.kind, operands.pop(), operands.pop()) {
                (ExprKind::Binary(binary), Some(rhs), Some(lhs)) => self.combined(binary, lhs, rhs),
                (ExprKind::Aggregate(aggregate), Some(inner), _) => self.aggregated(aggregate, inner),
                (ExprKind::Unary(unary), Some(inner), _) => Ok(signed(unary, inner?)),
                (_, Some(inner), _) => inner,
                (_, None, _) => self.not(expr.span, Reason::NoSeries),
            },
        }
    }

    fn aggregated(&self, aggregate: &Aggregate, inner: Outcome) -> Outcome {
        match (aggregate.op, inner) {
            (AggregateOp::Sum, inner) => inner,
            // The mean of means is one too, as long as the series stay the same.
            (AggregateOp::Avg, Ok(Value::Of(Class::Mean))) => inner,
            (op, _) => self.not(aggregate.op_span, Reason::Aggregation(op)),
        }
    }

    fn called(&self, call: &Call, operands: &[Outcome]) -> Outcome {
        let name = call.function.name;
        let first =
            || operands.first().copied().unwrap_or_else(|| self.not(call.name_span, Reason::NoSeries));
        match functions::effect(name) {
            Some(Effect::Makes(class)) => self.window_of(call).map(|()| Value::Of(class)),
            Some(Effect::Relabels) => first(),
            Some(Effect::Extracts) => match first()? {
                Value::Of(Class::Mean) => self.not(call.name_span, Reason::Mean),
                value => Ok(value),
            },
            Some(Effect::Breaks(obstacle)) => self.not(call.name_span, Reason::Function(name, obstacle)),
            None => match (name, operands) {
                ("vector", [Ok(Value::Number(0.0))]) => Ok(Value::Zeros(None)),
                ("vector", [Ok(Value::Number(_))]) => Ok(Value::Constant),
                _ if self.trust == Trust::User => {
                    let mut values = operands.iter().filter(|operand| matches!(operand, Ok(Value::Of(_))));
                    values.next().copied().unwrap_or_else(first)
                }
                _ => self.not(call.name_span, Reason::UnknownFunction(name)),
            },
        }
    }

    /// Whether the samples of the window are what the function is about.
    fn window_of(&self, call: &Call) -> Result<(), NotAdditive> {
        let Some(samples) = call.args.first().map(Expr::without_parens) else {
            return self.not(call.name_span, Reason::NoSeries);
        };
        let range = match &samples.kind {
            ExprKind::Range(range) => &range.range,
            ExprKind::Subquery(subquery) => &subquery.range,
            _ => return self.not(samples.span, Reason::Instant),
        };
        if window::is_window(self.query, range.span) {
            Ok(())
        } else {
            self.not(range.span, Reason::OtherRange)
        }
    }

    fn combined(&self, binary: &Binary, lhs: Outcome, rhs: Outcome) -> Outcome {
        use BinaryOp::{Add, And, Div, Mul, Or, Sub, Unless};
        if let (Ok(Value::Number(a)), Ok(Value::Number(b))) = (&lhs, &rhs) {
            return Ok(Value::Number(calculated(binary.op, *a, *b)));
        }
        if let Some(fill) = binary.matching.fills.iter().find(|fill| fill.value.value() != 0.0) {
            return self.not(fill.span, Reason::Fill);
        }
        match binary.op {
            op if op.is_comparison() => self.not(binary.op_span, Reason::Comparison(op)),
            op @ (And | Unless) => self.not(binary.op_span, Reason::Filter(op)),
            Or => match rhs {
                Ok(Value::Zeros(_)) => lhs,
                Ok(Value::Constant) => self.not(binary.rhs.span, Reason::PhantomEvents),
                _ => self.not(binary.op_span, Reason::Alternative),
            },
            Add | Sub => self.added(binary, lhs?, rhs?),
            Mul | Div => self.scaled(binary, lhs, rhs),
            op => self.not(binary.op_span, Reason::NotLinear(op)),
        }
    }

    fn added(&self, binary: &Binary, lhs: Value, rhs: Value) -> Outcome {
        use Value::{Constant, Number, Of, Zeros};
        match (lhs, rhs) {
            (Of(one), Of(other)) if one != other => self.not(binary.op_span, Reason::Mixture(one, other)),
            (Of(class), Of(_) | Zeros(_) | Number(0.0)) | (Zeros(_) | Number(0.0), Of(class)) => {
                Ok(Of(class))
            }
            (Of(Class::Mean), Number(_) | Constant) | (Number(_) | Constant, Of(Class::Mean)) => {
                Ok(Of(Class::Mean))
            }
            (Of(class), Number(_) | Constant) => self.not(binary.rhs.span, Reason::AddedNumber(class)),
            (Number(_) | Constant, Of(class)) => self.not(binary.lhs.span, Reason::AddedNumber(class)),
            (Zeros(class), Zeros(other)) => Ok(Zeros(class.or(other))),
            _ => Ok(Constant),
        }
    }

    fn scaled(&self, binary: &Binary, lhs: Outcome, rhs: Outcome) -> Outcome {
        use Value::{Constant, Number, Of};
        let is_product = binary.op == BinaryOp::Mul;
        match (lhs, rhs) {
            (Ok(Number(factor)), vector) | (vector, Ok(Number(factor))) if is_product => {
                return self.times(binary, factor, vector);
            }
            (vector, Ok(Number(divisor))) => return self.times(binary, divisor.recip(), vector),
            (Ok(Number(_)), Ok(Constant)) => return Ok(Constant),
            (Ok(Number(_)), _) => return self.not(binary.lhs.span, Reason::Reciprocal),
            _ => {}
        }
        if self.trust == Trust::User {
            let other = if is_product { rhs } else { lhs };
            return if matches!(lhs, Ok(Of(_))) { lhs } else { other };
        }
        if [&binary.rhs, &binary.lhs].iter().any(|side| side.value_type() != ValueType::InstantVector) {
            return lhs.and(rhs);
        }
        self.not(binary.op_span, Reason::VectorArithmetic(binary.op))
    }

    /// A vector times a number. Zeros are zeros whatever they were made of.
    fn times(&self, binary: &Binary, factor: f64, vector: Outcome) -> Outcome {
        match vector {
            _ if !factor.is_finite() => self.not(binary.op_span, Reason::NotLinear(binary.op)),
            Ok(Value::Of(class)) if factor == 0.0 => Ok(Value::Zeros(Some(class))),
            Ok(Value::Zeros(_)) => vector,
            _ if factor == 0.0 => Ok(Value::Zeros(None)),
            _ => vector,
        }
    }
}

fn signed(unary: &Unary, value: Value) -> Value {
    match value {
        Value::Number(number) if unary.op == UnaryOp::Minus => Value::Number(-number),
        other => other,
    }
}

/// What an operator makes of two numbers; of those that do not calculate it matters only that it is a number.
fn calculated(op: BinaryOp, a: f64, b: f64) -> f64 {
    match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        BinaryOp::Mod => a % b,
        BinaryOp::Pow => a.powf(b),
        BinaryOp::Atan2 => a.atan2(b),
        _ => f64::NAN,
    }
}
