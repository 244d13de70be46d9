//! `alert/routing`: an alert has only the labels that every SLO's alerts have. Alertmanager can send it by its severity and
//! service, and each new service then needs a route of its own; a label such as `team` or `severity` makes one route do.

use super::described;
use crate::lint::{Findings, Subject};
use crate::model::{AlertKind, Field};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let bare = subject.alerts().filter(|(_, alert, _)| alert.labels.is_empty());
    let bare: Vec<AlertKind> = bare.map(|(kind, ..)| kind).collect();
    if let Some(first) = bare.first() {
        let has = if bare.len() == 1 { "has" } else { "have" };
        let message = format!("{} {has} no label to route by", described(&bare));
        let help =
            "add one that your Alertmanager routes by, such as `team`, below `alerting` or below each alert";
        found.push(Field::Alert(*first), message).help(help);
    }
}
