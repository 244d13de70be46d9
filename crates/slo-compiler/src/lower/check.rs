//! Checks of one SLO: what passes them is what the model can hold.
//!
//! In: a draft and the languages that its queries must be valid in; without any, the spec's chain leaves validation out
//! and everything is taken as it is. Out: the SLO. All problems are reported, in the order in which the reference checks.

mod labels;
mod query;

use super::Report;
use super::draft::{Draft, DraftSli};
use super::indicator::origin;
use crate::diagnostic::Code;
use crate::model::{AlertWindows, Field, Name, Objective, Query, Sli, Slo};
use crate::passes::QueryLanguage;

/// The SLO of `draft`, or `None` after reporting why not.
pub(super) fn check(
    draft: &Draft,
    windows: Option<AlertWindows>,
    languages: &[QueryLanguage],
    report: &mut Report<'_>,
) -> Option<Slo> {
    if languages.is_empty() {
        return Some(unchecked(draft, windows?));
    }
    let names = names(draft, report);
    let objective = objective(draft, report);
    let labels = labels::recording(draft, report);
    let sli = sli(draft, languages, report);
    let alerts = labels::alerts(draft, report);
    let (id, name, service) = names?;
    let ((), ()) = (labels?, alerts?);
    Some(Slo {
        id,
        name,
        service,
        objective: objective?,
        sli: Some(sli?),
        validated: true,
        ..unchecked(draft, windows?)
    })
}

fn unchecked(draft: &Draft, windows: AlertWindows) -> Slo {
    let sli = match &draft.sli {
        DraftSli::Good { good, total } => {
            let (bad, total) = (origin::not_good(good, total, true), total.clone());
            Some(Sli::Events { bad: Query::unparsed(bad), total: Query::unparsed(total) })
        }
        DraftSli::Events(events) | DraftSli::Ambiguous(events) => {
            let (bad, total) = (events.bad.clone(), events.total.clone());
            Some(Sli::Events { bad: Query::unparsed(bad), total: Query::unparsed(total) })
        }
        DraftSli::Raw(raw) => Some(Sli::Raw { error_ratio: Query::unparsed(raw.clone()) }),
        DraftSli::None | DraftSli::Broken => None,
    };
    Slo {
        id: Name::unchecked(&draft.id),
        name: Name::unchecked(&draft.name),
        service: Name::unchecked(&draft.service),
        description: draft.description.clone(),
        about: draft.about.clone(),
        objective: Objective::unchecked(draft.objective.unwrap_or_default()),
        period: draft.period,
        windows,
        labels: draft.labels.clone(),
        sli,
        page: draft.page.clone(),
        ticket: draft.ticket.clone(),
        tuning: draft.tuning.clone(),
        validated: false,
    }
}

/// The words before every problem that the reference's validation finds.
fn validation(draft: &Draft, text: &str) -> String {
    format!("slo processor failed: invalid slo \"{}\": {text}", draft.id)
}

/// Id, name and service. The id is wrong only when one of the others is; the reference looks at it first.
fn names(draft: &Draft, report: &mut Report<'_>) -> Option<(Name, Name, Name)> {
    let mut subject = if Name::parse(&draft.id).is_err() { "ID" } else { "" };
    let mut parse = |text: &str, field, what: &str, reference_subject| {
        Name::parse(text)
            .map_err(|error| {
                if subject.is_empty() {
                    subject = reference_subject;
                }
                let reference = if subject != "ID" && text.is_empty() {
                    "required"
                } else {
                    "name must start and end with an alphanumeric and can only contain alphanumeric, '.', '_', and '-'"
                };
                let reference = validation(draft, &format!("invalid SLO {subject}: {reference}"));
                report.push(Code::SloName, field, format!("the name of the {what} {error}"), None, &reference);
                subject = "";
            })
            .ok()
    };
    let name = parse(&draft.name, Field::Name, "SLO", "name");
    let service = parse(&draft.service, Field::Service, "service", "service");
    Some((Name::unchecked(&draft.id), name?, service?))
}

fn objective(draft: &Draft, report: &mut Report<'_>) -> Option<Objective> {
    Objective::from_percent(draft.objective?)
        .map_err(|error| {
            let message = if draft.objective == Some(0.0) {
                "the objective is missing or 0 %, it must be above 0 and at most 100".to_owned()
            } else {
                error.to_string()
            };
            let help = report.paths.objective_help().to_owned();
            let reference = validation(draft, "objective must >0 and <=100");
            report.push(Code::ObjectiveRange, Field::Objective, message, Some(help), &reference);
        })
        .ok()
}

fn sli(draft: &Draft, languages: &[QueryLanguage], report: &mut Report<'_>) -> Option<Sli> {
    match &draft.sli {
        DraftSli::None => {
            let help =
                "write `events` with the queries of bad and of all events, `raw`, `latency`, `probe` or `plugin`".to_owned();
            let reference = validation(draft, "invalid SLI: at least one SLI type is required");
            report.push(Code::SliMissing, Field::Sli, "the SLO has no SLI".into(), Some(help), &reference);
            None
        }
        DraftSli::Ambiguous(_) => {
            let reference = validation(draft, "invalid SLI: only one SLI type is allowed");
            let message = "the SLO has more than one kind of SLI".to_owned();
            report.push(
                Code::SliAmbiguous,
                Field::Sli,
                message,
                Some("keep one of `events`, `raw` and `plugin`".into()),
                &reference,
            );
            None
        }
        DraftSli::Raw(raw) => query::raw(draft, raw, languages, report),
        DraftSli::Good { good, total } => query::good(draft, good, total, languages, report),
        DraftSli::Events(events) => query::events(draft, events, languages, report),
        DraftSli::Broken => None,
    }
}
