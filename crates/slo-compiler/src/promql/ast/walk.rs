//! Ways through the tree.

use std::iter::Chain;
use std::{option, slice};

use super::{Expr, ExprKind};

/// The expressions directly below one, in the order of the text.
#[derive(Clone, Debug)]
pub struct Children<'a>(
    Chain<option::IntoIter<&'a Expr>, Chain<option::IntoIter<&'a Expr>, slice::Iter<'a, Expr>>>,
);

impl<'a> Iterator for Children<'a> {
    type Item = &'a Expr;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// An expression and all those below it, each before those below it, in the order of the text.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    open: Vec<&'a Expr>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Expr;

    fn next(&mut self) -> Option<Self::Item> {
        let expr = self.open.pop()?;
        let first = self.open.len();
        self.open.extend(expr.children());
        if let Some(added) = self.open.get_mut(first..) {
            added.reverse();
        }
        Some(expr)
    }
}

impl Expr {
    /// The expressions directly below this one. The selector inside a range is part of the range, not below it.
    #[must_use]
    pub fn children(&self) -> Children<'_> {
        let (first, second, rest): (_, _, &[Self]) = match &self.kind {
            ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Selector(_) | ExprKind::Range(_) => {
                (None, None, &[])
            }
            ExprKind::Subquery(subquery) => (Some(&subquery.expr), None, &[]),
            ExprKind::Call(call) => (None, None, &call.args),
            ExprKind::Aggregate(aggregate) => (aggregate.parameter.as_ref(), Some(&aggregate.expr), &[]),
            ExprKind::Binary(binary) => (Some(&binary.lhs), Some(&binary.rhs), &[]),
            ExprKind::Unary(unary) => (Some(&unary.expr), None, &[]),
            ExprKind::Paren(inner) => (Some(inner), None, &[]),
        };
        Children(first.into_iter().chain(second.into_iter().chain(rest)))
    }

    /// This expression and all those below it, without recursion.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk { open: vec![self] }
    }
}
