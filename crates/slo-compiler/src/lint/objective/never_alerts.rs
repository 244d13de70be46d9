//! `objective/never-alerts`: an alert condition compares the error ratio with burn rate × error budget. A ratio is at most 1,
//! so where the product is 1 or more the condition never holds, not even while everything fails.

use super::threshold;
use crate::go::number;
use crate::lint::{Findings, Subject};
use crate::model::Field;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (kind, _, conditions) in subject.alerts() {
        for (condition, name) in conditions.iter().zip(["quick", "slow"]) {
            let threshold = threshold(condition, subject.plan);
            if threshold < 1.0 {
                continue;
            }
            let (kind, short, long) = (kind.as_str(), condition.short, condition.long);
            let needed = digits(threshold);
            let message = format!(
                "the {name} condition of the {kind} alert ({short}, {long}) needs an error ratio above {needed}, \
                 and none is above 1"
            );
            found.push(Field::Objective, message).help(format!(
                "use alert windows with a burn rate below {} for this objective, or a higher objective",
                digits(1.0 / subject.plan.error_budget)
            ));
        }
    }
}

/// A few digits of a number, for people.
fn digits(value: f64) -> String {
    let mut text = String::new();
    number::format_g((value * 1000.0).round() / 1000.0, &mut text);
    text
}
