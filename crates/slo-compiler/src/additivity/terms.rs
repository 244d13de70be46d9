//! A query of events taken apart into the queries that it adds and subtracts.
//!
//! In: a query that is a sum or a difference. Out: its terms. Keeps: all terms have the labels of the whole, so that a term
//! whose series are missing can be taken for 0 in each group; otherwise the whole is its only term.

use super::parts::{cut, operand};
use super::raw::matches_all_labels;
use super::reason::NotAdditive;
use super::{Grouping, grouping};
use crate::model::Query;
use crate::promql::ast::BinaryOp;
use crate::promql::{Expr, ExprKind, ValueType};

/// Whether a term is added or subtracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Added, as the first term always is.
    Plus,
    /// Subtracted.
    Minus,
}

impl Sign {
    const fn opposite(self) -> Self {
        match self {
            Self::Plus => Self::Minus,
            Self::Minus => Self::Plus,
        }
    }

    /// The operator in front of a term that is not the first.
    #[must_use]
    pub const fn operator(self) -> &'static str {
        match self {
            Self::Plus => " + ",
            Self::Minus => " - ",
        }
    }
}

/// One of the queries that are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its sign.
    pub sign: Sign,
    /// A template, as in [`Part::text`].
    pub text: String,
}

/// A query of events, or a piece of another query that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A template with `{{.window}}` where it was. It does not end in a comment; as an operand it needs parentheses.
    pub text: String,
    /// The labels of its result.
    pub grouping: Grouping,
    /// What it is the sum of: itself, unless it is a sum or difference of vectors with the same known labels.
    pub terms: Vec<Term>,
}

impl Part {
    /// Of an expression of a query.
    pub(super) fn of(query: &Query, expr: &Expr, grouping: Grouping) -> Result<Self, NotAdditive> {
        let text = cut(query, expr.span)?.to_owned();
        let terms = below(query, expr, Sign::Plus)?;
        Ok(Self { text, grouping, terms })
    }

    /// What is left without an expression of the same query.
    pub(super) fn minus(&self, query: &Query, expr: &Expr) -> Result<Self, NotAdditive> {
        let mut terms = vec![Term { sign: Sign::Plus, text: self.text.clone() }];
        terms.extend(below(query, expr, Sign::Minus)?);
        let mut text = String::new();
        for (position, term) in terms.iter().enumerate() {
            let operator = if position == 0 { "" } else { term.sign.operator() };
            text.extend([operator, "(", &term.text, ")"]);
        }
        Ok(Self { text, grouping: self.grouping.clone(), terms })
    }
}

/// The whole of a query, with the text of [`operand`].
#[must_use]
pub fn part(query: &Query) -> Part {
    let text = operand(query).into_owned();
    let terms = query.expr().and_then(|expr| below(query, expr, Sign::Plus).ok());
    let terms = terms.unwrap_or_else(|| vec![Term { sign: Sign::Plus, text: text.clone() }]);
    Part { text, grouping: grouping(query), terms }
}

/// The terms of an expression of a query, with the sign of that expression.
fn below(query: &Query, expr: &Expr, sign: Sign) -> Result<Vec<Term>, NotAdditive> {
    let whole = Grouping::of(expr);
    let mut leaves = Vec::new();
    let mut open = vec![(sign, expr)];
    while let Some((sign, expr)) = open.pop() {
        let expr = expr.without_parens();
        match &expr.kind {
            ExprKind::Binary(binary) if matches_all_labels(binary, &whole, &whole) => match binary.op {
                BinaryOp::Add => open.extend([(sign, &binary.rhs), (sign, &binary.lhs)]),
                BinaryOp::Sub => open.extend([(sign.opposite(), &binary.rhs), (sign, &binary.lhs)]),
                _ => leaves.push((sign, expr)),
            },
            _ => leaves.push((sign, expr)),
        }
    }
    let is_alike = |(_, leaf): &(Sign, &Expr)| {
        leaf.value_type() == ValueType::InstantVector && Grouping::of(leaf) == whole
    };
    if whole == Grouping::Unknown || !leaves.iter().all(is_alike) {
        leaves = vec![(sign, expr.without_parens())];
    }
    leaves
        .into_iter()
        .map(|(sign, leaf)| Ok(Term { sign, text: cut(query, leaf.span)?.to_owned() }))
        .collect()
}
