//! Lays a query out so that it can be read.
//!
//! In: a tree and the width of a line. Out: its text. What fits on a line stays on it; what does not is opened: arguments,
//! operands and conditions get lines of their own, and what lies within parentheses is indented. Keeps: the text reads back
//! as the same tree; names, numbers and strings are as they were written. Comments are not in the tree, so they are gone.

mod flat;

use std::fmt::{self, Write};

use super::ast::{Aggregate, Binary, Expr, ExprKind, Selector};

/// Spaces for each level of indentation.
const INDENT: usize = 2;

/// Lays `expr` out in lines of `width` characters where that is possible: names and strings are never broken.
#[must_use]
pub fn format(expr: &Expr, width: usize) -> String {
    let mut layout = Layout { out: String::new(), column: 0, width };
    // Writing to a string does not fail.
    let _ = layout.expr(expr, 0);
    layout.out
}

struct Layout {
    out: String,
    column: usize,
    width: usize,
}

impl Write for Layout {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.push_str(text);
        self.column = match text.rfind('\n') {
            Some(end) => text.get(end + 1..).map_or(0, |line| line.chars().count()),
            None => self.column + text.chars().count(),
        };
        Ok(())
    }
}

/// Counts characters and fails at the first too many, so that asking whether something fits takes no longer than a line.
struct Room(usize);

impl Write for Room {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let rest = self.0.checked_sub(text.chars().take(self.0 + 1).count()).ok_or(fmt::Error)?;
        self.0 = rest;
        Ok(())
    }
}

impl Layout {
    fn line(&mut self, indent: usize) -> fmt::Result {
        write!(self, "\n{:indent$}", "")
    }

    fn fits(&self, expr: &Expr) -> bool {
        write!(Room(self.width.saturating_sub(self.column)), "{expr}").is_ok()
    }

    /// Writes `expr` from the present column on; further lines begin at `indent`.
    fn expr(&mut self, expr: &Expr, indent: usize) -> fmt::Result {
        if self.fits(expr) {
            return write!(self, "{expr}");
        }
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::String(_) => write!(self, "{expr}"),
            ExprKind::Selector(selector) => self.selector(selector, indent),
            ExprKind::Range(range) => {
                self.selector(&range.selector, indent)?;
                write!(self, "{}", flat::RangeEnd(range))
            }
            ExprKind::Subquery(subquery) => {
                self.expr(&subquery.expr, indent)?;
                write!(self, "{}", flat::SubqueryEnd(subquery))
            }
            ExprKind::Call(call) if call.args.is_empty() => write!(self, "{expr}"),
            ExprKind::Call(call) => {
                self.write_str(call.function.name)?;
                self.parens(call.args.iter(), indent)
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate, indent),
            ExprKind::Binary(binary) => self.binary(binary, indent),
            ExprKind::Unary(unary) => {
                self.write_str(unary.op.as_str())?;
                self.expr(&unary.expr, indent)
            }
            ExprKind::Paren(inner) => self.parens([&**inner], indent),
        }
    }

    fn parens<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>, indent: usize) -> fmt::Result {
        self.write_char('(')?;
        for (index, expr) in exprs.into_iter().enumerate() {
            if index > 0 {
                self.write_char(',')?;
            }
            self.line(indent + INDENT)?;
            self.expr(expr, indent + INDENT)?;
        }
        self.line(indent)?;
        self.write_char(')')
    }

    fn aggregate(&mut self, aggregate: &Aggregate, indent: usize) -> fmt::Result {
        write!(self, "{}", flat::AggregateHead(aggregate))?;
        self.parens(aggregate.parameter.iter().chain([&aggregate.expr]), indent)
    }

    /// The operands of a chain below each other, the operators on lines of their own between them.
    fn binary(&mut self, binary: &Binary, indent: usize) -> fmt::Result {
        let mut chain = vec![binary];
        while let Some(ExprKind::Binary(left)) = chain.last().map(|last| &last.lhs.kind)
            && left.op.precedence() == binary.op.precedence()
        {
            chain.push(left);
        }
        if let Some(first) = chain.last() {
            self.operand(&first.lhs, indent)?;
        }
        for link in chain.iter().rev() {
            self.line(indent)?;
            write!(self, "{}", flat::Operator(link))?;
            self.line(indent)?;
            self.operand(&link.rhs, indent)?;
        }
        Ok(())
    }

    /// An operand at the beginning of a line, deeper if it is a chain of its own.
    fn operand(&mut self, expr: &Expr, indent: usize) -> fmt::Result {
        if matches!(expr.kind, ExprKind::Binary(_)) && !self.fits(expr) {
            write!(self, "{:INDENT$}", "")?;
            return self.expr(expr, indent + INDENT);
        }
        self.expr(expr, indent)
    }

    fn selector(&mut self, selector: &Selector, indent: usize) -> fmt::Result {
        if selector.matchers.is_empty() {
            return write!(self, "{}", flat::Whole(selector));
        }
        if let Some(name) = &selector.name {
            self.write_str(name.raw())?;
        }
        self.write_char('{')?;
        for matcher in &selector.matchers {
            self.line(indent + INDENT)?;
            write!(self, "{},", flat::Condition(matcher))?;
        }
        self.line(indent)?;
        write!(self, "}}{}", flat::Shift(&selector.modifiers))
    }
}
