//! A query of events as sums and differences of queries whose series may be missing.
//!
//! In: a query or an expression of one. Out: a [`Part`]: its text in pieces, between which sums stand whose terms can be
//! filled. Keeps: pieces and terms, put together again, are the query; and a sum is taken apart only if `PromQL` would
//! find a partner for each series of each term, were all there.

use super::parts::{cut, operand};
use super::reason::NotAdditive;
use super::{Grouping, grouping};
use crate::diagnostic::Span;
use crate::model::Query;
use crate::promql::ast::{AggregateOp, Binary, BinaryOp, Matching};
use crate::promql::{Expr, ExprKind, LabelSet, ValueType};

/// How deep sums are looked for; deeper ones stay as they are. People write two or three levels.
const MOST_LEVELS: usize = 32;

/// A query of events, or a piece of another query that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A template with `{{.window}}` where it was. It does not end in a comment; as an operand it needs parentheses.
    pub text: String,
    /// The labels of its result.
    pub grouping: Grouping,
    /// The same, taken apart.
    pub pieces: Vec<Piece>,
    /// Whether no result means no event. Not so where a sum or difference is left in one piece: it has no result as soon
    /// as one of its terms has none.
    pub is_whole: bool,
}

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A template.
    Text(String),
    /// A sum or difference of queries.
    Sum(Sum),
}

/// Queries that are added up, series by series with equal labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The labels of each term and of the sum.
    pub grouping: Grouping,
    /// What is added and subtracted, in the order in which it is written. The first one is added.
    pub terms: Vec<Term>,
}

/// One of the queries that are added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it is subtracted.
    pub is_negative: bool,
    /// The query.
    pub pieces: Vec<Piece>,
}

impl Part {
    /// Of an expression of a query.
    pub(super) fn of(query: &Query, expr: &Expr, grouping: Grouping) -> Result<Self, NotAdditive> {
        let text = cut(query, expr.span)?.to_owned();
        let (pieces, is_whole) = pieces(query, expr, 0)?;
        Ok(Self { text, grouping, pieces, is_whole })
    }

    /// `all - part`, which are expressions of a query with the same labels.
    pub(super) fn difference(
        query: &Query,
        [all, part]: [&Expr; 2],
        grouping: Grouping,
    ) -> Result<Self, NotAdditive> {
        let text = format!("({}) - ({})", cut(query, all.span)?, cut(query, part.span)?);
        let mut terms = Vec::new();
        let mut is_whole = true;
        for (expr, is_negative) in [(all, false), (part, true)] {
            let leaves = leaves(expr).unwrap_or_else(|| vec![(false, expr.without_parens())]);
            for (sign, leaf) in leaves {
                let (pieces, leaf_is_whole) = pieces(query, leaf, 0)?;
                is_whole &= leaf_is_whole;
                terms.push(Term { is_negative: sign != is_negative, pieces });
            }
        }
        let pieces = vec![Piece::Sum(Sum { grouping: grouping.clone(), terms })];
        Ok(Self { text, grouping, pieces, is_whole })
    }
}

/// The whole of a query, with the text of [`operand`].
#[must_use]
pub fn part(query: &Query) -> Part {
    let taken_apart = query.expr().and_then(|expr| Part::of(query, expr, grouping(query)).ok());
    taken_apart.unwrap_or_else(|| {
        let text = operand(query).into_owned();
        let pieces = vec![Piece::Text(text.clone())];
        Part { text, grouping: grouping(query), pieces, is_whole: true }
    })
}

/// The pieces of an expression, and whether nothing is left in one piece that should not be.
fn pieces(query: &Query, expr: &Expr, level: usize) -> Result<(Vec<Piece>, bool), NotAdditive> {
    let inner = expr.without_parens();
    if level < MOST_LEVELS {
        if let Some(leaves) = leaves(inner) {
            let mut is_whole = true;
            let mut terms = Vec::new();
            for (is_negative, leaf) in leaves {
                let (pieces, leaf_is_whole) = pieces(query, leaf, level + 1)?;
                is_whole &= leaf_is_whole;
                terms.push(Term { is_negative, pieces });
            }
            return Ok((vec![Piece::Sum(Sum { grouping: Grouping::of(inner), terms })], is_whole));
        }
        if let Some(operand) = linear_operand(inner) {
            let (inside, is_whole) = pieces(query, operand, level + 1)?;
            if !matches!(inside.as_slice(), [Piece::Text(_)]) {
                return Ok((around(query, inner.span, operand, inside)?, is_whole));
            }
            return Ok((vec![Piece::Text(cut(query, inner.span)?.to_owned())], is_whole));
        }
    }
    let has_sum = inner.walk().any(|expr| {
        let ExprKind::Binary(binary) = &expr.kind else { return false };
        let has_zeros = || [&binary.lhs, &binary.rhs].into_iter().any(is_zeros);
        matches!(binary.op, BinaryOp::Add | BinaryOp::Sub) && is_between_vectors(binary) && !has_zeros()
    });
    Ok((vec![Piece::Text(cut(query, inner.span)?.to_owned())], !has_sum))
}

/// The pieces of an operand with what stands before and behind it.
fn around(query: &Query, whole: Span, operand: &Expr, inside: Vec<Piece>) -> Result<Vec<Piece>, NotAdditive> {
    let before = cut(query, Span::new(whole.start, operand.span.start))?;
    let behind = cut(query, Span::new(operand.span.end, whole.end))?;
    // The operand's own parentheses, if it has any, are in neither.
    let mut pieces = vec![Piece::Text(format!("{before}("))];
    pieces.extend(inside);
    pieces.push(Piece::Text(format!("){behind}")));
    Ok(pieces)
}

/// What `sum`, a product with a number, or a bound of the value is made from: where it is missing, so is the result.
fn linear_operand(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) if aggregate.op == AggregateOp::Sum => Some(&aggregate.expr),
        ExprKind::Unary(unary) => Some(&unary.expr),
        ExprKind::Binary(binary) if matches!(binary.op, BinaryOp::Mul | BinaryOp::Div) => {
            match [&binary.lhs, &binary.rhs].map(Expr::value_type) {
                [ValueType::InstantVector, ValueType::Scalar] => Some(&binary.lhs),
                [ValueType::Scalar, ValueType::InstantVector] if binary.op == BinaryOp::Mul => {
                    Some(&binary.rhs)
                }
                _ => None,
            }
        }
        ExprKind::Call(call) if ["clamp", "clamp_min", "clamp_max"].contains(&call.function.name) => {
            call.args.first()
        }
        _ => None,
    }
}

/// The terms of a sum or difference, each with whether it is subtracted; `None` if it is none, or one whose terms do not
/// have the same labels as far as one can tell.
fn leaves(expr: &Expr) -> Option<Vec<(bool, &Expr)>> {
    let labels = LabelSet::of(expr);
    let known = Grouping::of(expr);
    let mut leaves = Vec::new();
    let mut open = vec![(false, expr)];
    while let Some((is_negative, expr)) = open.pop() {
        let expr = without_fallback(expr);
        match &expr.kind {
            ExprKind::Binary(binary) if is_by_all_labels(binary, &known) => match binary.op {
                BinaryOp::Add => open.extend([(is_negative, &binary.rhs), (is_negative, &binary.lhs)]),
                BinaryOp::Sub => open.extend([(!is_negative, &binary.rhs), (is_negative, &binary.lhs)]),
                _ => leaves.push((is_negative, expr)),
            },
            // It stands for nothing as well.
            _ if is_zeros(expr) => {}
            _ => leaves.push((is_negative, expr)),
        }
    }
    let is_sum = leaves.len() > 1 && leaves.first().is_some_and(|(is_negative, _)| !is_negative);
    let is_alike = |(_, leaf): &(bool, &Expr)| {
        leaf.value_type() == ValueType::InstantVector && LabelSet::of(leaf) == labels
    };
    (is_sum && leaves.iter().all(is_alike)).then_some(leaves)
}

fn is_by_all_labels(binary: &Binary, labels: &Grouping) -> bool {
    is_between_vectors(binary)
        && (binary.matching == Matching::default() || matches_all_labels(binary, labels, labels))
}

fn is_between_vectors(binary: &Binary) -> bool {
    [&binary.lhs, &binary.rhs].iter().all(|side| side.value_type() == ValueType::InstantVector)
}

/// Without an `or vector(0)` or `or 0 * …` behind it: in a sum, what is missing counts nothing anyway.
fn without_fallback(expr: &Expr) -> &Expr {
    let mut expr = expr.without_parens();
    while let ExprKind::Binary(binary) = &expr.kind
        && binary.op == BinaryOp::Or
        && is_zeros(&binary.rhs)
    {
        expr = binary.lhs.without_parens();
    }
    expr
}

/// `vector(0)`, `0 * …` or `… * 0`
fn is_zeros(expr: &Expr) -> bool {
    let is_zero = |expr: &Expr| expr.as_number() == Some(0.0);
    match &expr.without_parens().kind {
        ExprKind::Call(call) => call.function.name == "vector" && call.args.first().is_some_and(is_zero),
        ExprKind::Binary(binary) if binary.op == BinaryOp::Mul => {
            is_zero(&binary.lhs) || is_zero(&binary.rhs)
        }
        _ => false,
    }
}

/// Whether series of both sides find each other by all labels of both.
pub(super) fn matches_all_labels(binary: &Binary, above: &Grouping, below: &Grouping) -> bool {
    let matching = &binary.matching;
    if matching.group.is_some() || !matching.fills.is_empty() {
        return false;
    }
    match (above, below, &matching.labels) {
        (Grouping::By(above), Grouping::By(below), _) if above != below => false,
        (_, _, None) => true,
        (Grouping::By(labels), Grouping::By(_), Some(matched)) => {
            let is_named =
                |label: &String| matched.labels.iter().any(|named| named.value() == label.as_str());
            labels.iter().all(|label| is_named(label) == matched.on)
        }
        _ => false,
    }
}
