//! Texts for people: what stands above the numbers of an SLO.

use std::fmt::Write as _;

use super::links::filled_in;
use super::settings::Settings;
use super::subject::Subject;
use crate::go::number::format_decimal;

/// The SLO in words, as Markdown: what it is about, what it promises, whose it is, and where to go on.
pub(super) fn about(subject: Subject<'_>, settings: &Settings) -> String {
    let slo = subject.slo;
    let mut text = String::new();
    if !slo.description.trim().is_empty() {
        text.extend([slo.description.trim(), "\n\n"]);
    }
    // A `String` takes everything.
    let _ =
        write!(text, "**{} %** of events are good over **{}**", percent(slo.objective.percent()), slo.period);
    for label in &settings.filters {
        if let Some(value) = subject.info(label) {
            let _ = write!(text, " · {label}: {value}");
        }
    }
    if let Some(runbook) = subject.runbook() {
        let _ = write!(text, " · [Runbook](<{runbook}>)");
    }
    if let Some(url) = &settings.spec_url {
        let _ = write!(text, " · [Spec](<{}>)", filled_in(url, subject));
    }
    if slo.objective.error_budget() <= 0.0 {
        text.push_str(
            "\n\nAn objective of 100 % leaves no error budget, so there is nothing that could burn.",
        );
    }
    text
}

/// A percentage, as it was written.
pub(super) fn percent(value: f64) -> String {
    let mut text = String::new();
    format_decimal(value, &mut text);
    text
}
