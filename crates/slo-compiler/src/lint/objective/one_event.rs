//! `objective/one-event`: with the traffic that was told, a single bad event is more than an alert allows. It calls somebody
//! for one failed request, and the next good one ends it.

use super::bad_events;
use crate::lint::{Findings, Subject};
use crate::model::Field;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(per_second) = subject.options.requests_per_second.filter(|rate| *rate > 0.0) else { return };
    if subject.plan.error_budget <= 0.0 {
        return;
    }
    for (kind, _, conditions) in subject.alerts() {
        let alone = conditions.iter().find(|condition| bad_events(condition, subject.plan, per_second) < 1.0);
        if let Some(condition) = alone {
            let (kind, long) = (kind.as_str(), condition.long);
            let message = format!(
                "at {per_second} events a second, one bad event within {long} raises the {kind} alert"
            );
            found
                .push(Field::Objective, message)
                .help("choose a lower objective or longer alert windows, or add synthetic traffic");
        }
    }
}
