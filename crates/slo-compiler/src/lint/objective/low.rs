//! `objective/low`: below 50 % more than half of the events may be bad. Mostly that is a ratio where percent are wanted, or
//! a query that counts good events as bad.

use crate::lint::{Findings, Subject};
use crate::model::Field;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let percent = subject.slo.objective.percent();
    if percent < 50.0 {
        let help = if percent < 1.0 {
            format!("an objective is written in percent: {percent} is less than one good event in a hundred")
        } else {
            "the objective is the share of good events, in percent".to_owned()
        };
        found
            .push(Field::Objective, format!("more than half of all events may be bad at {percent} %"))
            .help(help);
    }
}
