//! The nodes of a query with the way up, which the tree of the parser does not have.

use crate::promql::ast::{Duration, Modifiers, Selector};
use crate::promql::{Expr, ExprKind};

/// Every expression of a query, each before those below it, with the position of the one above it.
pub(super) struct Tree<'a> {
    nodes: Vec<(&'a Expr, Option<usize>)>,
}

/// One expression of a query.
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree<'t>,
    index: usize,
    pub(super) expr: &'t Expr,
}

impl<'a> Tree<'a> {
    pub(super) fn of(root: &'a Expr) -> Self {
        let mut nodes = Vec::new();
        let mut open = vec![(root, None)];
        while let Some((expr, parent)) = open.pop() {
            let here = Some(nodes.len());
            nodes.push((expr, parent));
            let first = open.len();
            open.extend(expr.children().map(|child| (child, here)));
            if let Some(added) = open.get_mut(first..) {
                added.reverse();
            }
        }
        Self { nodes }
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Node<'_>> {
        self.nodes.iter().enumerate().map(|(index, (expr, _))| Node { tree: self, index, expr })
    }
}

impl<'t> Node<'t> {
    /// The expression directly above.
    pub(super) fn parent(self) -> Option<Self> {
        let parent = self.tree.nodes.get(self.index)?.1?;
        self.tree.nodes.get(parent).map(|(expr, _)| Node { tree: self.tree, index: parent, expr })
    }

    /// The expressions above, innermost first.
    pub(super) fn above(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The nearest expression above that is not a parenthesis, and the one below it that leads here.
    pub(super) fn outer(self) -> Option<(Self, &'t Expr)> {
        let mut below = self.expr;
        for node in self.above() {
            if !matches!(node.expr.kind, ExprKind::Paren(_)) {
                return Some((node, below));
            }
            below = node.expr;
        }
        None
    }

    /// Whether it is, at any depth, an argument of one of these functions.
    pub(super) fn is_inside(self, functions: &[&str]) -> bool {
        self.above().any(|node| match &node.expr.kind {
            ExprKind::Call(call) => functions.contains(&call.function.name),
            _ => false,
        })
    }

    /// The series that it chooses, with or without a range.
    pub(super) fn selector(self) -> Option<&'t Selector> {
        match &self.expr.kind {
            ExprKind::Selector(selector) => Some(selector),
            ExprKind::Range(range) => Some(&range.selector),
            _ => None,
        }
    }

    /// The length of time that it looks back over.
    pub(super) fn range(self) -> Option<&'t Duration> {
        match &self.expr.kind {
            ExprKind::Range(range) => Some(&range.range),
            ExprKind::Subquery(subquery) => Some(&subquery.range),
            _ => None,
        }
    }

    /// What shifts it in time.
    pub(super) fn modifiers(self) -> impl Iterator<Item = &'t Modifiers> {
        let (own, inner) = match &self.expr.kind {
            ExprKind::Selector(selector) => (Some(&selector.modifiers), None),
            ExprKind::Range(range) => (Some(&range.modifiers), Some(&range.selector.modifiers)),
            ExprKind::Subquery(subquery) => (Some(&subquery.modifiers), None),
            _ => (None, None),
        };
        own.into_iter().chain(inner)
    }
}
