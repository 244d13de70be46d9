//! Labels that rules set in the place of labels that they need.
//!
//! In: an SLO and its rules. Out: a [`Remark`] for each label that makes the rules fail while they run. Keeps: where the
//! queries choose only series that have the label with the same value, nothing is lost, and nothing is said.

use std::collections::BTreeSet;

use super::naming::{self, LABEL_WINDOW, SLO_INFO};
use super::{Remark, RuleKind, SloRules};
use crate::additivity::{self, Grouping};
use crate::diagnostic::{Code, Part};
use crate::model::{AlertKind, Field, FieldPart, Query, Sli, Slo};
use crate::promql::ast::{MatchOp, Selector};
use crate::promql::{Expr, ExprKind};

/// Every label of `slo` that must not be there.
pub(crate) fn clashes(slo: &Slo, rules: &SloRules) -> Vec<Remark> {
    let recorded: BTreeSet<&str> = rules
        .rules()
        // The info metric has no groups, and no rule looks for it.
        .filter(|rule| matches!(&rule.kind, RuleKind::Record(name) if **name != *SLO_INFO))
        .flat_map(|rule| rule.labels.iter().map(|(name, _)| name))
        .collect();
    let queries = queries(slo);
    let mut remarks: Vec<Remark> = slo
        .labels
        .iter()
        .filter(|(name, _)| recorded.contains(name))
        .filter_map(|(name, value)| {
            let at = Field::Label(name.to_owned());
            renamed(slo, name, value)
                .or_else(|| merged(&queries, name, value, false))
                .map(|why| remark(at, why))
        })
        .collect();
    if rules.alerts().next().is_some() {
        for (kind, alert) in [(AlertKind::Page, &slo.page), (AlertKind::Ticket, &slo.ticket)] {
            for (name, value) in alert.iter().flat_map(|alert| alert.labels.iter()) {
                let at = Field::AlertLabel(kind, name.to_owned());
                // Groups that differ in another label too can have alerts side by side.
                remarks.extend(merged(&queries, name, value, true).map(|why| remark(at, why)));
            }
        }
    }
    remarks
}

/// What is wrong, and what to do about it.
type Why = (String, String);

fn remark(field: Field, (message, help): Why) -> Remark {
    Remark {
        code: Code::LabelClash,
        at: FieldPart { field, part: Part::Key },
        message,
        help: Some(format!(
            "{help}; a label that the spec does not have is one of the run or its project file"
        )),
    }
}

/// The label is one by which rules find what others record.
fn renamed(slo: &Slo, name: &str, value: &str) -> Option<Why> {
    let identity = naming::identity(slo);
    let needed = identity.get(name);
    if (needed.is_none() && name != LABEL_WINDOW) || needed == Some(value) {
        return None;
    }
    let found_by = needed.map_or_else(
        || "tells which window a series is of".to_owned(),
        |needed| format!("is `{needed}` wherever rules, alerts and dashboards look for this SLO"),
    );
    Some((format!("the label `{name}` {found_by}"), "give the label another name".to_owned()))
}

/// The label keeps groups of the SLI apart, which would all become one series. With `alone`, it must be the only one that does.
fn merged(queries: &[&Query], name: &str, value: &str, alone: bool) -> Option<Why> {
    let groups = |query: &Query| match additivity::grouping(query) {
        Grouping::By(labels) => (!alone || labels.len() == 1) && labels.iter().any(|label| label == name),
        Grouping::Unknown => false,
    };
    let splits =
        |query: &&Query| groups(query) && !query.expr().is_some_and(|expr| is_pinned(expr, name, value));
    queries.iter().any(splits).then(|| {
        (
            format!(
                "the SLI is grouped by the label `{name}`, and this would make one series of all its groups"
            ),
            format!("give the label another name, or take `{name}` out of the grouping"),
        )
    })
}

/// Whether all series that `expr` reads have this label with this value.
fn is_pinned(expr: &Expr, name: &str, value: &str) -> bool {
    let pins = |selector: &Selector| {
        selector.matchers.iter().any(|matcher| {
            let is_label = matcher.label.as_ref().is_some_and(|label| label.value() == name);
            is_label && matcher.op == MatchOp::Equal && matcher.value.value() == value
        })
    };
    expr.walk().all(|expr| match &expr.kind {
        ExprKind::Selector(selector) => pins(selector),
        ExprKind::Range(range) => pins(&range.selector),
        _ => true,
    })
}

fn queries(slo: &Slo) -> Vec<&Query> {
    match &slo.sli {
        None => Vec::new(),
        Some(Sli::Events { bad, total }) => vec![bad, total],
        Some(Sli::Raw { error_ratio }) => vec![error_ratio],
    }
}
