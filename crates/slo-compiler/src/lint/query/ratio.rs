//! The divisions that make an error ratio: that of the generated rule, and those that a user wrote.

use super::View;
use super::tree::{Node, Tree};
use crate::lint::Subject;
use crate::model::FieldPart;
use crate::promql::ast::{BinaryOp, Selector};
use crate::promql::{Expr, ExprKind, LabelSet, ValueType};

/// A division of one set of series by another, without a word on how they find each other.
pub(super) struct Ratio<'s> {
    pub(super) numerator: Operand<'s>,
    pub(super) denominator: Operand<'s>,
}

/// One side of a ratio.
pub(super) struct Operand<'s> {
    view: &'s View<'s>,
    pub(super) expr: &'s Expr,
    tree: Tree<'s>,
}

impl<'s> Operand<'s> {
    fn of(view: &'s View<'s>, expr: &'s Expr) -> Self {
        Self { view, expr, tree: Tree::of(expr) }
    }

    pub(super) fn labels(&self) -> LabelSet {
        LabelSet::of(self.expr)
    }

    pub(super) fn at(&self) -> FieldPart {
        self.view.at(self.expr.without_parens().span)
    }

    pub(super) fn place_of(&self, selector: &Selector) -> FieldPart {
        self.view.at(selector.span)
    }

    pub(super) fn selectors(&self) -> impl Iterator<Item = &'_ Selector> {
        self.tree.iter().filter_map(Node::selector)
    }
}

/// The ratios of an SLO.
pub(super) fn ratios<'s>(subject: &'s Subject<'_>) -> Vec<Ratio<'s>> {
    if let Some((bad, total)) = subject.events() {
        let (numerator, denominator) = (Operand::of(bad, bad.expr), Operand::of(total, total.expr));
        return vec![Ratio { numerator, denominator }];
    }
    let views = subject.queries().iter();
    views.flat_map(|view| view.nodes().filter_map(|node| division(view, node.expr))).collect()
}

fn division<'s>(view: &'s View<'s>, expr: &'s Expr) -> Option<Ratio<'s>> {
    let ExprKind::Binary(binary) = &expr.kind else { return None };
    let vectors = [&binary.lhs, &binary.rhs].map(|side| side.value_type() == ValueType::InstantVector);
    let plain = binary.matching.labels.is_none() && binary.matching.group.is_none();
    (binary.op == BinaryOp::Div && plain && vectors == [true, true]).then(|| Ratio {
        numerator: Operand::of(view, &binary.lhs),
        denominator: Operand::of(view, &binary.rhs),
    })
}
