//! What can be asked of a tree without walking through it by hand.

use super::{Binary, Expr, ExprKind, MatchOp, Matcher, Modifiers, Selector, SignedNumber, Text, UnaryOp};
use crate::diagnostic::Span;
use crate::promql::METRIC_LABEL;
use crate::promql::functions::ValueType;

impl Expr {
    pub(in crate::promql) fn new(kind: ExprKind, span: Span) -> Self {
        let mut expr = Self { kind, span, height: 1 };
        expr.height = expr.children().map(|child| child.height).max().unwrap_or(0).saturating_add(1);
        expr
    }

    /// The number of nodes on the longest way down from here.
    #[must_use]
    pub fn height(&self) -> usize {
        usize::from(self.height)
    }

    /// The type of its value.
    #[must_use]
    pub fn value_type(&self) -> ValueType {
        let mut expr = self;
        loop {
            expr = match &expr.kind {
                ExprKind::Number(_) => return ValueType::Scalar,
                ExprKind::String(_) => return ValueType::String,
                ExprKind::Selector(_) | ExprKind::Aggregate(_) => return ValueType::InstantVector,
                ExprKind::Range(_) | ExprKind::Subquery(_) => return ValueType::RangeVector,
                ExprKind::Call(call) => return call.function.returns,
                ExprKind::Unary(unary) => &unary.expr,
                ExprKind::Paren(inner) => inner,
                ExprKind::Binary(binary) => return binary.value_type(),
            }
        }
    }

    /// The same without the parentheses around it.
    #[must_use]
    pub fn without_parens(&self) -> &Self {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }

    /// The value of a number with any signs and parentheses; nothing for other expressions, `1 + 1` included.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        let (mut expr, mut sign) = (self, 1.0);
        loop {
            expr = match &expr.kind {
                ExprKind::Number(number) => return Some(sign * number.value),
                ExprKind::Paren(inner) => inner,
                ExprKind::Unary(unary) => {
                    sign *= if unary.op == UnaryOp::Minus { -1.0 } else { 1.0 };
                    &unary.expr
                }
                _ => return None,
            }
        }
    }
}

impl Binary {
    /// A scalar if both sides are, walked down the left side without recursion because chains are long.
    fn value_type(&self) -> ValueType {
        let mut binary = self;
        loop {
            if binary.rhs.value_type() != ValueType::Scalar {
                return ValueType::InstantVector;
            }
            match &binary.lhs.kind {
                ExprKind::Binary(left) => binary = left,
                _ if binary.lhs.value_type() == ValueType::Scalar => return ValueType::Scalar,
                _ => return ValueType::InstantVector,
            }
        }
    }
}

impl SignedNumber {
    /// The value with its sign.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.sign == Some(UnaryOp::Minus) { -self.number.value } else { self.number.value }
    }
}

impl Selector {
    /// The metric's name, wherever it is written: before the braces, alone in quotes, or as `__name__="…"`.
    #[must_use]
    pub fn metric(&self) -> Option<&Text> {
        let named = |matcher: &&Matcher| matcher.op == MatchOp::Equal && matcher.label_is(METRIC_LABEL);
        self.name.as_ref().or_else(|| self.matchers.iter().find(named).map(|matcher| &matcher.value))
    }
}

impl Matcher {
    /// Whether the label has this name.
    #[must_use]
    pub fn label_is(&self, name: &str) -> bool {
        self.label.as_ref().map_or(name == METRIC_LABEL, |label| label.value() == name)
    }
}

impl Modifiers {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.offset.is_none() && self.at.is_none() && self.extension.is_none()
    }
}
