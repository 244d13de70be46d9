//! `alert/runbook`: who is called at night sees an error budget that burns, and has to find out alone what to do. An
//! annotation with the address of a runbook is part of the message that Alertmanager sends.

use super::described;
use crate::lint::{Findings, Subject};
use crate::model::{AlertKind, Field, Labels};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let without = subject.alerts().filter(|(_, alert, _)| !has_runbook(&alert.annotations));
    let without: Vec<AlertKind> = without.map(|(kind, ..)| kind).collect();
    if let Some(first) = without.first() {
        let name = if without.len() == 1 { "names" } else { "name" };
        found
            .push(Field::Alert(*first), format!("{} {name} no runbook", described(&without)))
            .help("add an annotation such as `runbook_url: https://runbooks.example.com/checkout`");
    }
}

fn has_runbook(annotations: &Labels) -> bool {
    annotations.iter().any(|(name, _)| name.to_ascii_lowercase().contains("runbook"))
}
