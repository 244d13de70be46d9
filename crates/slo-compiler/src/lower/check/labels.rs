//! Labels of recording rules, names, labels and annotations of alerts.

use super::{Draft, Report, validation};
use crate::diagnostic::{Code, Part};
use crate::model::{Alert, AlertKind, Field, FieldPart, Labels};

/// The label that holds a series' name.
const METRIC_NAME: &str = "__name__";

/// The labels of the recording rules.
pub(super) fn recording(draft: &Draft, report: &mut Report<'_>) -> Option<()> {
    let mut valid = true;
    for (name, value) in draft.labels.iter() {
        for problem in problems("label", name, value) {
            valid = false;
            let reference = validation(draft, &format!("invalid SLO {}", problem.reference));
            let at = FieldPart { field: Field::Label(name.to_owned()), part: problem.part };
            report.push(problem.code, at, problem.message, None, &reference);
        }
    }
    valid.then_some(())
}

/// The alerts that are not disabled.
pub(super) fn alerts(draft: &Draft, report: &mut Report<'_>) -> Option<()> {
    let page = alert(draft, AlertKind::Page, draft.page.as_ref(), None, report);
    let ticket = alert(draft, AlertKind::Ticket, draft.ticket.as_ref(), draft.page.as_ref(), report);
    page.and(ticket)
}

/// Makes the field of a label or an annotation.
type Make = fn(AlertKind, String) -> Field;

/// One alert. What it shares with the one `before` it is reported there only.
fn alert(
    draft: &Draft,
    kind: AlertKind,
    alert: Option<&Alert>,
    before: Option<&Alert>,
    report: &mut Report<'_>,
) -> Option<()> {
    let Some(alert) = alert else { return Some(()) };
    let mut valid = true;
    let prefix = format!("invalid alert: {} alert: ", kind.as_str());
    if alert.name.is_empty() {
        valid = false;
        if before.is_none() {
            let reference = validation(draft, &format!("{prefix}alert name is required"));
            let help = "set `alerting.name`, or disable the alert".to_owned();
            report.push(
                Code::AlertName,
                Field::AlertName,
                "the alert has no name".into(),
                Some(help),
                &reference,
            );
        }
    }
    let sets: [(&str, &Labels, Option<&Labels>, Make); 2] = [
        ("label", &alert.labels, before.map(|alert| &alert.labels), Field::AlertLabel),
        ("annotation", &alert.annotations, before.map(|alert| &alert.annotations), Field::AlertAnnotation),
    ];
    for (what, set, reported, field) in sets {
        for (name, value) in set.iter() {
            let reported = reported.is_some_and(|set| set.get(name) == Some(value));
            for problem in problems(what, name, value) {
                valid = false;
                if reported {
                    continue;
                }
                let reference = validation(draft, &format!("{prefix}invalid alert {}", problem.reference));
                let at = FieldPart { field: field(kind, name.to_owned()), part: problem.part };
                let code = if problem.code == Code::LabelValue { Code::AlertLabel } else { problem.code };
                report.push(code, at, problem.message, None, &reference);
            }
        }
    }
    valid.then_some(())
}

struct LabelProblem {
    code: Code,
    part: Part,
    message: String,
    reference: String,
}

/// What is wrong with one `label` or `annotation`. Any text that is not empty is a name; labels may not be `__name__`.
fn problems(what: &str, name: &str, value: &str) -> impl Iterator<Item = LabelProblem> {
    let bad_name = if what == "label" && name == METRIC_NAME {
        Some((format!("the label `{METRIC_NAME}` would rename the series"), "is not allowed"))
    } else if name.is_empty() {
        Some((format!("a {what} has an empty name"), "is not valid"))
    } else {
        None
    };
    let bad_name = bad_name.map(|(message, verdict)| LabelProblem {
        code: Code::LabelKey,
        part: Part::Key,
        message,
        reference: format!("{what} key \"{name}\": the {what} key \"{name}\" {verdict}"),
    });
    let bad_value = value.is_empty().then(|| LabelProblem {
        code: Code::LabelValue,
        part: Part::Value,
        message: format!("the {what} `{name}` has no value"),
        reference: format!("{what} value \"\": the {what} value is required"),
    });
    bad_name.into_iter().chain(bad_value)
}
