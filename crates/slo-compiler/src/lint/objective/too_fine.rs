//! `objective/too-fine`: the quick page condition looks at an hour, in which a service with one event a second has 3,600
//! events. Where one bad event among them already is more than the condition allows, the alert tells of single events, not of
//! a rate. With Google's windows that is so above 99.998 %.

use super::bad_events;
use crate::lint::{Findings, Subject};
use crate::model::{AlertKind, Field};

/// The traffic to think of when nobody has told any, in events a second.
const ASSUMED: f64 = 1.0;

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    if subject.options.requests_per_second.is_some() || subject.plan.error_budget <= 0.0 {
        return; // `objective/one-event` knows better, or `objective/hundred` says it
    }
    let page = subject.alerts().find(|(kind, ..)| *kind == AlertKind::Page);
    let Some((_, _, [quick, _])) = page else { return };
    if bad_events(quick, subject.plan, ASSUMED) < 1.0 {
        let message = format!(
            "one bad event within {} pages, unless there is more than one event a second",
            quick.long
        );
        found
            .push(Field::Objective, message)
            .help("choose a lower objective or longer alert windows; if there is more traffic, say how much");
    }
}
