//! Types of values: what a query may combine.
//!
//! In: a tree. Out: nothing, or its first problem, in the order in which Prometheus looks. Keeps: a tree that passes has
//! operands and arguments of the types that its operators and functions need.

use super::ast::{Aggregate, Binary, Call, Expr, ExprKind, MatchOp, Matcher, Parameter, Selector};
use super::error::ParseError;
use super::functions::ValueType;
use super::problem::types;
use super::{METRIC_LABEL, regex};
use crate::diagnostic::Span;

type Checked<T = ()> = Result<T, Box<ParseError>>;

/// The type of the expression, once it and all below it are found to be sound.
pub(super) fn check(expr: &Expr) -> Checked<ValueType> {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::String(_) => {}
        ExprKind::Selector(selector) => check_selector(selector)?,
        ExprKind::Range(range) => check_selector(&range.selector)?,
        ExprKind::Subquery(subquery) => {
            let found = check(&subquery.expr)?;
            if found != ValueType::InstantVector {
                return Err(types::subquery_of(expr.span, &subquery.expr, found));
            }
        }
        ExprKind::Call(call) => check_call(call, expr.span)?,
        ExprKind::Aggregate(aggregate) => check_aggregate(aggregate)?,
        ExprKind::Binary(binary) => return check_binary(binary, expr.span),
        ExprKind::Unary(unary) => {
            let found = check(&unary.expr)?;
            if !matches!(found, ValueType::Scalar | ValueType::InstantVector) {
                return Err(types::sign_of(expr.span, found));
            }
            return Ok(found);
        }
        ExprKind::Paren(inner) => return check(inner),
    }
    Ok(expr.value_type())
}

/// A selector needs a name, or a condition that a missing label does not meet; but it cannot have two names.
fn check_selector(selector: &Selector) -> Checked {
    if let Some(name) = &selector.name
        && let Some(second) = selector.matchers.iter().find(|matcher| matcher.label_is(METRIC_LABEL))
    {
        return Err(types::two_names(selector.span, name, second));
    }
    if selector.name.is_some() || selector.matchers.iter().any(refuses_empty) {
        Ok(())
    } else {
        Err(types::empty_selector(selector.span))
    }
}

fn refuses_empty(matcher: &Matcher) -> bool {
    let value = matcher.value.value();
    match matcher.op {
        MatchOp::Equal => !value.is_empty(),
        MatchOp::NotEqual => value.is_empty(),
        MatchOp::Regex => !regex::matches_empty(&value),
        MatchOp::NotRegex => regex::matches_empty(&value),
    }
}

fn check_aggregate(aggregate: &Aggregate) -> Checked {
    let op = aggregate.op;
    if check(&aggregate.expr)? != ValueType::InstantVector {
        return Err(types::aggregated_type(op, &aggregate.expr));
    }
    let Some(parameter) = &aggregate.parameter else { return Ok(()) };
    let wanted = if op.parameter() == Parameter::String { ValueType::String } else { ValueType::Scalar };
    if check(parameter)? == wanted { Ok(()) } else { Err(types::parameter_type(op, parameter, wanted)) }
}

fn check_call(call: &Call, span: Span) -> Checked {
    let function = call.function;
    let count = call.args.len();
    if count < function.min_args() || function.max_args().is_some_and(|max| count > max) {
        return Err(types::argument_count(span, function, count));
    }
    let conditions = if function.name == "info" { call.args.get(1) } else { None };
    if let Some(arg) = conditions {
        check_info(call, arg, span)?;
    }
    for (index, arg) in call.args.iter().enumerate() {
        if conditions.is_some() && index == 1 {
            continue;
        }
        let found = check(arg)?;
        if let Some(wanted) = function.arg_type(index)
            && found != wanted
        {
            return Err(types::argument_type(function, arg, wanted));
        }
    }
    Ok(())
}

/// The second argument of `info` only has conditions, and may have none.
fn check_info(call: &Call, arg: &Expr, span: Span) -> Checked {
    if arg.value_type() != ValueType::InstantVector {
        let problem = types::argument_type(call.function, arg, ValueType::InstantVector);
        return Err(problem.reference_at(span.start));
    }
    match &arg.kind {
        ExprKind::Selector(selector) if selector.name.is_none() => Ok(()),
        _ => Err(types::info_argument(arg)),
    }
}

fn check_binary(binary: &Binary, span: Span) -> Checked<ValueType> {
    let (left, right) = (check(&binary.lhs)?, check(&binary.rhs)?);
    let (op, matching) = (binary.op, &binary.matching);
    let scalars = left == ValueType::Scalar && right == ValueType::Scalar;
    let vectors = left == ValueType::InstantVector && right == ValueType::InstantVector;
    if binary.bool_span.is_some() && !op.is_comparison() {
        return Err(types::bool_without_comparison(binary));
    }
    if op.is_comparison() && binary.bool_span.is_none() && scalars {
        return Err(types::scalars_without_bool(binary));
    }
    check_copied_labels(binary)?;
    for (operand, found) in [(&binary.lhs, left), (&binary.rhs, right)] {
        if !matches!(found, ValueType::Scalar | ValueType::InstantVector) {
            return Err(types::operand_type(operand, op));
        }
    }
    if !vectors {
        if let Some(labels) = matching.labels.as_ref().filter(|labels| !labels.labels.is_empty()) {
            return Err(types::matching_of_scalars(labels.span, span));
        }
        if let Some(fill) = matching.fills.first() {
            return Err(types::fill_of_scalars(fill.span, span));
        }
    } else if op.is_set() {
        if let Some(group) = &matching.group {
            return Err(types::group_of_set(group.span, span, op));
        }
        if let Some(fill) = matching.fills.first() {
            return Err(types::fill_of_set(fill.span, span, op));
        }
    }
    if op.is_set() && !vectors {
        let scalar = if left == ValueType::Scalar { &binary.lhs } else { &binary.rhs };
        return Err(types::set_of_scalar(binary, scalar, span));
    }
    Ok(if scalars { ValueType::Scalar } else { ValueType::InstantVector })
}

/// A label that is matched on is the same on both sides; to copy it makes no sense.
fn check_copied_labels(binary: &Binary) -> Checked {
    let matching = &binary.matching;
    let (Some(labels), Some(group)) = (&matching.labels, &matching.group) else { return Ok(()) };
    if !labels.on {
        return Ok(());
    }
    for matched in &labels.labels {
        let value = matched.value();
        if let Some(copied) = group.labels.iter().find(|copied| copied.value() == value) {
            return Err(types::label_in_both(binary, &value, copied.span));
        }
    }
    Ok(())
}
