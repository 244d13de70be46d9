//! A query as the checks see it: its tree, and the way from there to what the user wrote.

use super::tree::{Node, Tree};
use crate::diagnostic::{Part, Span};
use crate::model::{Field, FieldPart, Query};
use crate::promql::ast::{MatchOp, Matcher, Selector};
use crate::promql::{Expr, LabelSet};

/// A parsed query of an SLO.
pub(in crate::lint) struct View<'a> {
    pub(super) query: &'a Query,
    pub(super) expr: &'a Expr,
    pub(super) field: Field,
    tree: Tree<'a>,
}

impl<'a> View<'a> {
    pub(in crate::lint) fn of(query: &'a Query, field: Field) -> Option<Self> {
        let expr = query.expr()?;
        Some(Self { query, expr, field, tree: Tree::of(expr) })
    }

    /// What the query is called in messages.
    pub(super) const fn name(&self) -> &'static str {
        match self.field {
            Field::BadQuery => "query of bad events",
            Field::TotalQuery => "query of all events",
            _ => "error ratio query",
        }
    }

    /// Every expression, each before those below it.
    pub(super) fn nodes(&self) -> impl DoubleEndedIterator<Item = Node<'_>> {
        self.tree.iter()
    }

    /// Every choice of series.
    pub(super) fn selectors(&self) -> impl Iterator<Item = (Node<'_>, &Selector)> {
        self.nodes().filter_map(|node| node.selector().map(|selector| (node, selector)))
    }

    /// Every condition on a label.
    pub(super) fn matchers(&self) -> impl Iterator<Item = &Matcher> {
        self.selectors().flat_map(|(_, selector)| &selector.matchers)
    }

    /// The labels of the result.
    pub(super) fn labels(&self) -> LabelSet {
        LabelSet::of(self.expr)
    }

    /// The place of a span of the tree.
    pub(super) fn at(&self, span: Span) -> FieldPart {
        FieldPart { field: self.field.clone(), part: Part::Token(self.query.source_span(span)) }
    }

    /// The bytes of a span of the tree.
    pub(super) fn text(&self, span: Span) -> &str {
        self.query.rendered().get(span.range()).unwrap_or_default()
    }

    /// What the user wrote for a span of the tree, on one line.
    pub(super) fn written(&self, span: Span) -> String {
        let text = self.query.text().get(self.query.source_span(span).range()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the bytes of a span were filled in by the template, all or some of them.
    pub(super) fn has_window(&self, span: Span) -> bool {
        !self.query.is_literal(span)
    }

    /// An edit of a span that the user wrote as it is.
    pub(super) fn edit(&self, span: Span, replacement: impl Into<String>) -> Option<(FieldPart, String)> {
        (!self.has_window(span)).then(|| (self.at(span), replacement.into()))
    }

    /// An edit of a matcher's operator.
    pub(super) fn edit_op(&self, matcher: &Matcher, op: MatchOp) -> Option<(FieldPart, String)> {
        let between = Span::new(matcher.label.as_ref()?.span.end, matcher.value.span.start);
        let text = self.text(between);
        let start = between.start + (text.len() - text.trim_start().len());
        // A comment may stand there too.
        let is_alone = text.trim() == matcher.op.as_str();
        let span = Span::new(start, start + matcher.op.as_str().len());
        is_alone.then(|| self.edit(span, op.as_str())).flatten()
    }

    /// An edit of a matcher's value, which stays in its quotes; `None` if the old value has escapes.
    pub(super) fn edit_value(&self, matcher: &Matcher, value: &str) -> Option<(FieldPart, String)> {
        let Span { start, end } = matcher.value.span;
        let plain = matcher.value.raw().len() == matcher.value.value().len() + 2;
        plain.then(|| self.edit(Span::new(start + 1, end - 1), value)).flatten()
    }
}
