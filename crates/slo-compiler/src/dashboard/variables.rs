//! What users of a dashboard choose by, and what it finds for itself: variables, and the matchers that name them.
//!
//! In: the SLOs, to learn which labels they have, and the settings. Out: [`Variable`]s and pieces of selectors. Keeps: a variable is
//! called like its label, unless another one is.

use std::borrow::Cow;

use super::model::{Variable, VariableKind};
use super::settings::Settings;
use super::subject::Subject;
use crate::rules::naming::{LABEL_ID, LABEL_SERVICE, SLO_INFO};

/// The variable for the service.
pub(super) const SERVICE_VARIABLE: &str = "service";
/// The variable for the datasource.
pub(super) const DATASOURCE_VARIABLE: &str = "datasource";
/// The hidden variable of SLOs that may have least of their budgets left.
pub(super) const LOWEST_VARIABLE: &str = "lowest";
/// The hidden variable of SLOs that may burn fastest.
pub(super) const FASTEST_VARIABLE: &str = "fastest";
/// The variable for conditions on any label.
pub(super) const FILTERS_VARIABLE: &str = "filters";

/// Matchers of the external labels.
pub(super) fn external_matchers(settings: &Settings) -> impl Iterator<Item = String> {
    settings.external_labels.iter().map(|label| chosen(label))
}

/// The labels by which SLOs can be chosen: those of the settings that some SLO has.
pub(super) fn filters<'s>(subjects: &[Subject<'_>], settings: &'s Settings) -> Vec<&'s str> {
    let has = |label: &&String| {
        !settings.external_labels.contains(label)
            && subjects.iter().any(|subject| subject.info(label).is_some())
    };
    settings.filters.iter().filter(has).map(String::as_str).collect()
}

/// The variables of every dashboard: the datasource, then external labels.
pub(super) fn shared_variables(subjects: &[Subject<'_>], settings: &Settings) -> Vec<Variable> {
    let metric = known_by(subjects);
    let datasource = Variable {
        name: DATASOURCE_VARIABLE.into(),
        label: "Datasource".into(),
        kind: VariableKind::Datasource,
    };
    let externals = settings.external_labels.iter().map(|label| label_variable(label, metric.to_owned()));
    [datasource].into_iter().chain(externals).collect()
}

/// The metric whose labels there are to choose from: the info metric, unless a plugin chain leaves it out.
fn known_by<'a>(subjects: &[Subject<'a>]) -> &'a str {
    if subjects.iter().any(|subject| subject.records(SLO_INFO)) {
        return SLO_INFO;
    }
    subjects.iter().find_map(|subject| subject.any_metric()).unwrap_or(SLO_INFO)
}

/// The variables by which SLOs are chosen: external labels, those of [`filters`] and the service.
pub(super) fn choosing_variables(subjects: &[Subject<'_>], settings: &Settings) -> Vec<Variable> {
    let mut variables = shared_variables(subjects, settings);
    let metric = known_by(subjects);
    let mut matchers: Vec<String> = external_matchers(settings).collect();
    let selector = |matchers: &[String]| match matchers {
        [] => metric.to_owned(),
        matchers => format!("{metric}{{{}}}", matchers.join(", ")),
    };
    for label in filters(subjects, settings) {
        variables.push(label_variable(label, selector(&matchers)));
        matchers.push(chosen(label));
    }
    let service = Variable {
        name: SERVICE_VARIABLE.into(),
        label: "Service".into(),
        kind: VariableKind::LabelValues { label: LABEL_SERVICE.into(), selector: selector(&matchers) },
    };
    variables.push(service);
    variables
}

/// A variable for the values of `label` in the series of `selector`.
pub(super) fn label_variable(label: &str, selector: String) -> Variable {
    let mut title = label.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Variable {
        name: variable_name(label).into_owned(),
        label: title,
        kind: VariableKind::LabelValues { label: label.into(), selector },
    }
}

/// A matcher of series whose `label` has what is chosen by its variable.
pub(super) fn chosen(label: &str) -> String {
    [label, "=~\"$", &variable_name(label), "\""].concat()
}

/// A matcher of the SLOs in a variable, behind a comma.
pub(super) fn one_of(variable: &str) -> String {
    [", ", LABEL_ID, "=~\"$", variable, "\""].concat()
}

/// The variable for the values of `label`: called like the label, unless there is another variable of that name.
fn variable_name(label: &str) -> Cow<'_, str> {
    match label {
        DATASOURCE_VARIABLE | FILTERS_VARIABLE | SERVICE_VARIABLE | LOWEST_VARIABLE | FASTEST_VARIABLE => {
            Cow::Owned(["label_", label].concat())
        }
        label => Cow::Borrowed(label),
    }
}

/// Quoted texts of `PromQL` in which Grafana sees no variable: nothing but a text can hold a `$` or two brackets.
pub(super) fn literal(quoted: &str) -> String {
    quoted.replace('$', r"\x24").replace("[[", r"[\x5b")
}
