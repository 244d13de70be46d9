//! A query of events taken apart into the queries that it adds and subtracts.
//!
//! In: a query that is a sum or a difference. Out: its terms. Keeps: all terms have the labels of the whole, so that a term
//! whose series are missing can be taken for 0 in each group; otherwise the whole is its only term.

use super::Grouping;
use super::parts::cut;
use super::raw::matches_all_labels;
use super::reason::NotAdditive;
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
    /// A template, as in [`super::Part::text`].
    pub text: String,
}

/// The terms of a query: one, with the text of [`super::operand`], unless it is a sum or difference of equally grouped vectors.
#[must_use]
pub fn terms(query: &Query) -> Vec<Term> {
    let parts = query.expr().and_then(|expr| below(query, expr, Sign::Plus).ok());
    parts.unwrap_or_else(|| vec![Term { sign: Sign::Plus, text: super::operand(query).into_owned() }])
}

/// The terms of a part of a query, with the sign of that part.
pub(super) fn below(query: &Query, expr: &Expr, sign: Sign) -> Result<Vec<Term>, NotAdditive> {
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

/// The terms as one query; each is in parentheses if there are several.
pub(super) fn joined(terms: &[Term]) -> String {
    if let [only] = terms {
        return only.text.clone();
    }
    let mut text = String::new();
    for (position, term) in terms.iter().enumerate() {
        if position > 0 {
            text.push_str(term.sign.operator());
        }
        text.extend(["(", &term.text, ")"]);
    }
    text
}
