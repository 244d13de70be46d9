//! A tree on one line, and the pieces of it that [`super`] puts on lines of their own.

use std::fmt::{self, Display, Formatter};

use crate::promql::ast::{
    Aggregate, Binary, Duration, DurationKind, Expr, ExprKind, Extension, FillSide, Matcher, Modifiers,
    Moment, RangeSelector, Selector, SignedNumber, Subquery, Text,
};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Number(number) => f.write_str(&number.text),
            ExprKind::String(text) => f.write_str(text.raw()),
            ExprKind::Selector(selector) => Whole(selector).fmt(f),
            ExprKind::Range(range) => write!(f, "{}{}", Whole(&range.selector), RangeEnd(range)),
            ExprKind::Subquery(subquery) => write!(f, "{}{}", subquery.expr, SubqueryEnd(subquery)),
            ExprKind::Call(call) => write!(f, "{}({})", call.function.name, List(call.args.iter())),
            ExprKind::Aggregate(aggregate) => {
                let args = aggregate.parameter.iter().chain([&aggregate.expr]);
                write!(f, "{}({})", AggregateHead(aggregate), List(args))
            }
            ExprKind::Binary(binary) => write!(f, "{} {} {}", binary.lhs, Operator(binary), binary.rhs),
            ExprKind::Unary(unary) => write!(f, "{}{}", unary.op.as_str(), unary.expr),
            ExprKind::Paren(inner) => write!(f, "({inner})"),
        }
    }
}

/// Items with commas between them.
struct List<I>(I);

impl<I: Iterator<Item: Display> + Clone> Display for List<I> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.clone().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// Labels in parentheses.
struct Labels<'a>(&'a [Text]);

impl Display for Labels<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "({})", List(self.0.iter().map(Text::raw)))
    }
}

pub(super) struct Whole<'a>(pub(super) &'a Selector);

impl Display for Whole<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.0.name {
            f.write_str(name.raw())?;
        }
        if self.0.braces.is_some() {
            write!(f, "{{{}}}", List(self.0.matchers.iter().map(Condition)))?;
        }
        Shift(&self.0.modifiers).fmt(f)
    }
}

#[derive(Clone)]
pub(super) struct Condition<'a>(pub(super) &'a Matcher);

impl Display for Condition<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(label) = &self.0.label {
            write!(f, "{}{}", label.raw(), self.0.op)?;
        }
        f.write_str(self.0.value.raw())
    }
}

/// The modifiers, each with a space before it.
pub(super) struct Shift<'a>(pub(super) &'a Modifiers);

impl Display for Shift<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0.extension {
            Some(Extension::Anchored) => f.write_str(" anchored")?,
            Some(Extension::Smoothed) => f.write_str(" smoothed")?,
            None => {}
        }
        match self.0.at.as_ref().map(|at| &at.moment) {
            Some(Moment::Timestamp(timestamp)) => write!(f, " @ {timestamp}")?,
            Some(Moment::Start) => f.write_str(" @ start()")?,
            Some(Moment::End) => f.write_str(" @ end()")?,
            None => {}
        }
        match &self.0.offset {
            Some(offset) => write!(f, " offset {}", offset.amount),
            None => Ok(()),
        }
    }
}

impl Display for SignedNumber {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sign.map_or("", |sign| sign.as_str()), self.number.text)
    }
}

/// The brackets of a range and what follows them.
pub(super) struct RangeEnd<'a>(pub(super) &'a RangeSelector);

impl Display for RangeEnd<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]{}", self.0.range, Shift(&self.0.modifiers))
    }
}

/// The brackets of a subquery and what follows them.
pub(super) struct SubqueryEnd<'a>(pub(super) &'a Subquery);

impl Display for SubqueryEnd<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "[{}:", self.0.range)?;
        if let Some(step) = &self.0.step {
            step.fmt(f)?;
        }
        write!(f, "]{}", Shift(&self.0.modifiers))
    }
}

impl Display for Duration {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DurationKind::Literal(number) => f.write_str(&number.text),
            DurationKind::Unary(op, inner) => write!(f, "{}{inner}", op.as_str()),
            DurationKind::Paren(inner) => write!(f, "({inner})"),
            DurationKind::Binary(op, left, right) => write!(f, "{left} {op} {right}"),
            DurationKind::Choice(op, first, second) => write!(f, "{}({first}, {second})", op.as_str()),
            DurationKind::Step => f.write_str("step()"),
            DurationKind::Range => f.write_str("range()"),
        }
    }
}

/// `sum by (label) `, or `sum` alone.
pub(super) struct AggregateHead<'a>(pub(super) &'a Aggregate);

impl Display for AggregateHead<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.op.fmt(f)?;
        match &self.0.grouping {
            Some(grouping) => {
                let word = if grouping.without { "without" } else { "by" };
                write!(f, " {word} {} ", Labels(&grouping.labels))
            }
            None => Ok(()),
        }
    }
}

/// An operator with its matching.
pub(super) struct Operator<'a>(pub(super) &'a Binary);

impl Display for Operator<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Binary { op, bool_span, matching, .. } = self.0;
        op.fmt(f)?;
        if bool_span.is_some() {
            f.write_str(" bool")?;
        }
        if let Some(labels) = &matching.labels {
            let word = if labels.on { "on" } else { "ignoring" };
            write!(f, " {word} {}", Labels(&labels.labels))?;
        }
        if let Some(group) = &matching.group {
            let word = if group.left { "group_left" } else { "group_right" };
            // Without parentheses of its own it would take those of the operand.
            write!(f, " {word} {}", Labels(&group.labels))?;
        }
        for fill in &matching.fills {
            let word = match fill.side {
                FillSide::Both => "fill",
                FillSide::Left => "fill_left",
                FillSide::Right => "fill_right",
            };
            write!(f, " {word} ({})", fill.value)?;
        }
        Ok(())
    }
}
