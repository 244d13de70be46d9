//! Checks of the alerts that an SLO has.

pub(super) mod late;
pub(super) mod page_disabled;
pub(super) mod routing;
pub(super) mod runbook;
pub(super) mod template;

use super::Subject;
use crate::model::{AlertKind, Field, Labels};

/// The labels and annotations of both alerts: field, name and value. What the alerts share counts once.
pub(super) fn texts<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = (Field, &'s str, &'s str)> {
    let page = subject.slo.page.as_ref();
    let alerts = [(AlertKind::Page, page, None), (AlertKind::Ticket, subject.slo.ticket.as_ref(), page)];
    alerts.into_iter().filter_map(|(kind, alert, before)| Some((kind, alert?, before))).flat_map(
        |(kind, alert, before)| {
            let labels = new_in(&alert.labels, before.map(|before| &before.labels));
            let annotations = new_in(&alert.annotations, before.map(|before| &before.annotations));
            let labels =
                labels.map(move |(name, value)| (Field::AlertLabel(kind, name.to_owned()), name, value));
            let annotations = annotations
                .map(move |(name, value)| (Field::AlertAnnotation(kind, name.to_owned()), name, value));
            labels.chain(annotations)
        },
    )
}

fn new_in<'s>(labels: &'s Labels, before: Option<&'s Labels>) -> impl Iterator<Item = (&'s str, &'s str)> {
    let seen = move |name: &str, value: &str| before.is_some_and(|before| before.get(name) == Some(value));
    labels.iter().filter(move |(name, value)| !seen(name, value))
}

/// The kinds of alert, for a sentence: "the page and the ticket alert".
fn described(kinds: &[AlertKind]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("the {}", kind.as_str())).collect();
    format!("{} alert", kinds.join(" and "))
}
