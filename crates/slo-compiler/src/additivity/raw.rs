//! An error ratio taken apart.
//!
//! In: the query of an error ratio. Out: its [`RawShape`]: bad events by all events where it is written as such a division
//! and both may be summed, else whether the ratio itself is an average over time. Keeps: bad ÷ total of the parts, over any
//! window, is what the query gives for it, as long as no series is missing.

use super::reason::{NotAdditive, Reason};
use super::terms::{Part, matches_all_labels};
use super::walk::{self, Trust, class_of};
use super::{Class, Grouping, grouping};
use crate::diagnostic::Span;
use crate::model::Query;
use crate::promql::ast::{Binary, BinaryOp};
use crate::promql::{Expr, ExprKind, ValueType};

/// What an error ratio is, over time.
#[derive(Clone, Debug, PartialEq)]
pub enum RawShape {
    /// Bad events divided by all events: `A / B`, `1 - A / B` or `(A - C) / B`.
    Fraction(Fraction),
    /// An average over time: of adjoining windows it is the mean.
    Mean {
        /// The labels of the ratio.
        grouping: Grouping,
    },
    /// Anything else: each window needs the query itself.
    Direct {
        /// Why.
        why: NotAdditive,
        /// The labels of the ratio.
        grouping: Grouping,
    },
}

/// Bad events and all events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Bad events.
    pub bad: Part,
    /// All events.
    pub total: Part,
    /// The class of both.
    pub class: Class,
}

/// Takes the query of an error ratio apart.
#[must_use]
pub fn raw(query: &Query) -> RawShape {
    shape(query, Trust::Nothing)
}

/// Takes the query of an error ratio apart of which the user says that it counts events, see [`super::class_trusting`].
#[must_use]
pub fn raw_trusting(query: &Query) -> RawShape {
    shape(query, Trust::User)
}

fn shape(query: &Query, trust: Trust) -> RawShape {
    let direct = |why| RawShape::Direct { why, grouping: grouping(query) };
    if let Some(division) = query.expr().and_then(Division::of) {
        // That the template is the same for every window comes before anything that is made of its pieces.
        return uniform(query)
            .and_then(|()| division.fraction(query, trust))
            .map_or_else(direct, RawShape::Fraction);
    }
    match walk::class(query, Trust::Nothing) {
        // A number of seconds per second is an average over time as well.
        Ok(Class::Mean | Class::Rate) => RawShape::Mean { grouping: grouping(query) },
        Ok(Class::Sum) => direct(NotAdditive::new(Span::new(0, query.text().len()), Reason::Count)),
        Err(why) => direct(why),
    }
}

fn uniform(query: &Query) -> Result<(), NotAdditive> {
    let whole = Span::new(0, query.text().len());
    if super::window::is_uniform(query.text()) {
        Ok(())
    } else {
        Err(NotAdditive::new(whole, Reason::Template))
    }
}

/// `A / B` or `1 - A / B`
struct Division<'e> {
    binary: &'e Binary,
    /// Whether `A` are the good events.
    of_good: bool,
}

impl<'e> Division<'e> {
    fn of(expr: &'e Expr) -> Option<Self> {
        // That no series means no bad event is said of all SLIs: the policy for windows without traffic goes further.
        let expr = without_fallback(expr, 0.0);
        if let Some(binary) = between_vectors(expr, BinaryOp::Div) {
            return Some(Self { binary, of_good: false });
        }
        let ExprKind::Binary(outer) = &expr.kind else { return None };
        let is_complement = outer.op == BinaryOp::Sub && outer.lhs.as_number() == Some(1.0);
        let good = without_fallback(&outer.rhs, 1.0);
        let binary = between_vectors(good, BinaryOp::Div).filter(|_| is_complement)?;
        Some(Self { binary, of_good: true })
    }

    fn fraction(&self, query: &Query, trust: Trust) -> Result<Fraction, NotAdditive> {
        let (above, below) = (self.binary.lhs.without_parens(), without_guard(&self.binary.rhs));
        let class = class_of(query, above, trust)?;
        let other = class_of(query, below, trust)?;
        let fail = |span, reason| Err(NotAdditive::new(query.source_span(span), reason));
        if class != other {
            return fail(self.binary.op_span, Reason::Mixture(class, other));
        }
        if class == Class::Mean {
            return fail(below.span, Reason::Mean);
        }
        let [of_above, of_below] = [above, below].map(Grouping::of);
        if !matches_all_labels(self.binary, &of_above, &of_below) {
            return fail(self.binary.op_span, Reason::Matching);
        }
        let bad = if self.of_good {
            Part::difference(query, [below, above], of_below.clone())?
        } else {
            Part::of(query, above, of_above)?
        };
        let total = Part::of(query, below, of_below)?;
        Ok(Fraction { bad, total, class })
    }
}

/// Without an `or vector(value)` behind it.
fn without_fallback(expr: &Expr, value: f64) -> &Expr {
    let expr = expr.without_parens();
    let ExprKind::Binary(binary) = &expr.kind else { return expr };
    let ExprKind::Call(call) = &binary.rhs.without_parens().kind else { return expr };
    let is_value =
        call.function.name == "vector" && call.args.first().and_then(Expr::as_number) == Some(value);
    if binary.op == BinaryOp::Or && is_value { binary.lhs.without_parens() } else { expr }
}

/// The denominator `B` of `A / (B > 0)`: what the ratio of a window without events is, the policy of the SLO says.
fn without_guard(expr: &Expr) -> &Expr {
    let expr = expr.without_parens();
    let ExprKind::Binary(binary) = &expr.kind else { return expr };
    let is_filter = matches!(binary.op, BinaryOp::Greater | BinaryOp::NotEqual) && binary.bool_span.is_none();
    if is_filter && binary.rhs.as_number() == Some(0.0) { binary.lhs.without_parens() } else { expr }
}

/// The operation between two vectors.
fn between_vectors(expr: &Expr, op: BinaryOp) -> Option<&Binary> {
    let ExprKind::Binary(binary) = &expr.kind else { return None };
    let vectors = [&binary.rhs, &binary.lhs].iter().all(|side| side.value_type() == ValueType::InstantVector);
    (binary.op == op && vectors).then_some(binary)
}
