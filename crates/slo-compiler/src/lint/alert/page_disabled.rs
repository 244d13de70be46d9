//! `alert/page-disabled`: the ticket alert sees slow burns. A failure that uses the budget up in an hour waits for the next
//! working day too; that may be meant, and then the objective may be too high.

use crate::lint::{Findings, Subject};
use crate::model::{AlertKind, Field};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let kinds: Vec<AlertKind> = subject.alerts().map(|(kind, ..)| kind).collect();
    if kinds == [AlertKind::Ticket] {
        found
            .push(
                Field::Alert(AlertKind::Page),
                "nobody is called when this SLO fails, the ticket alert waits for working hours",
            )
            .help("switch the page alert on, or allow this here with the reason");
    }
}
