//! `objective/hundred`: at 100 % there is no error budget. Nothing tells how much of it is left, and the first bad
//! event raises every alert.

use crate::lint::{Findings, Subject};
use crate::model::Field;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.slo.objective.percent() >= 100.0 {
        found
            .push(Field::Objective, "at 100 % there is no error budget, and one bad event raises every alert")
            .help("choose an objective that the service keeps in a good month, such as 99.9");
    }
}
