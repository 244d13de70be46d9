//! Writes a tree as `tools/promql-oracle` does, without its details.

use slo_compiler::promql::ast::{BinaryOp, Duration, DurationKind, Modifiers, Moment, UnaryOp};
use slo_compiler::promql::{Expr, ExprKind};

/// `v`, `m`, `n` and `s` for selectors, ranges, numbers and strings; a number swallows its signs.
pub(crate) fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(_) => "n".to_owned(),
        ExprKind::String(_) => "s".to_owned(),
        ExprKind::Selector(selector) => format!("v{}", modifiers(&selector.modifiers)),
        ExprKind::Range(range) => {
            let mut all = range.modifiers.clone();
            let inner = range.selector.modifiers.clone();
            all.offset = all.offset.or(inner.offset);
            all.at = all.at.or(inner.at);
            format!("m{}{}", duration(&range.range), modifiers(&all))
        }
        ExprKind::Subquery(subquery) => {
            let step = subquery.step.as_ref().map(duration).unwrap_or_default();
            let range = duration(&subquery.range);
            format!("q({}){range}{step}{}", shape(&subquery.expr), modifiers(&subquery.modifiers))
        }
        ExprKind::Call(call) => format!("{}({})", call.function.name, shapes(&call.args)),
        ExprKind::Aggregate(aggregate) => {
            let grouping = aggregate.grouping.as_ref().map_or_else(String::new, |grouping| {
                let labels: Vec<_> = grouping.labels.iter().map(|label| label.value().into_owned()).collect();
                format!("{}{}", if grouping.without { "!" } else { "" }, labels.join("|"))
            });
            let args = aggregate.parameter.iter().chain([&aggregate.expr]);
            format!("{}<{grouping}>({})", aggregate.op, shapes(args))
        }
        ExprKind::Binary(binary) => format!("({} {} {})", shape(&binary.lhs), binary.op, shape(&binary.rhs)),
        ExprKind::Unary(unary) => match shape(&unary.expr) {
            number if number == "n" => number,
            other => format!("{}{other}", unary.op.as_str()),
        },
        ExprKind::Paren(inner) => format!("p({})", shape(inner)),
        other => panic!("{other:?}"),
    }
}

fn shapes<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> String {
    exprs.into_iter().map(shape).collect::<Vec<_>>().join(", ")
}

fn modifiers(modifiers: &Modifiers) -> String {
    let offset = modifiers.offset.as_ref().map_or_else(String::new, |offset| match offset.amount.seconds() {
        Some(seconds) if seconds.abs() < 1e-9 => String::new(),
        _ => format!(" o{}", duration(&offset.amount)),
    });
    let at = modifiers.at.as_ref().map_or("", |at| match at.moment {
        Moment::Timestamp(_) => " @",
        Moment::Start => " @start",
        Moment::End => " @end",
    });
    offset + at
}

fn duration(duration: &Duration) -> String {
    match operand(duration) {
        literal if literal == "n" => String::new(),
        other => format!("[{other}]"),
    }
}

fn operand(duration: &Duration) -> String {
    match &duration.kind {
        DurationKind::Literal(_) => "n".to_owned(),
        DurationKind::Paren(inner) | DurationKind::Unary(UnaryOp::Plus, inner) => operand(inner),
        DurationKind::Unary(UnaryOp::Minus, inner) => match operand(inner) {
            number if number == "n" => number,
            other => format!("-{other}"),
        },
        DurationKind::Binary(op, left, right) => {
            assert!(matches!(
                op,
                BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Pow
            ));
            format!("({} {op} {})", operand(left), operand(right))
        }
        DurationKind::Choice(op, first, second) => {
            format!("{}({}, {})", op.as_str(), operand(first), operand(second))
        }
        DurationKind::Step => "step".to_owned(),
        DurationKind::Range => "range".to_owned(),
        other => panic!("{other:?}"),
    }
}
