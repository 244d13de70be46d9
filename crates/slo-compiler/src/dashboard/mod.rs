//! Dashboards of compiled SLOs: overview, one for each service, and month by month.
//!
//! In: SLOs with the rules that were made of them, and [`Settings`]. Out: [`model::Dashboard`]s, which
//! [`crate::emit::grafana`] writes. Keeps: a panel asks only for series that these rules record, whatever profile they are
//! of; what has no data is shown as having none; units, windows and thresholds are those of the SLO.
//!
//! A dashboard of a service has a row for each of its SLOs. Whoever is called wants to see what else of the service is
//! affected, alerts lead to the service, and folders stay small; a row that is closed costs no query. Rows are written out and
//! not repeated by a variable, because windows, thresholds, the text about the SLO and the series that exist differ.

mod detail;
mod groups;
mod links;
mod panels;
pub mod model;
mod month;
mod overview;
pub mod queries;
mod scope;
mod settings;
mod subject;
mod text;
mod variables;

pub use detail::{Page, detail, pages};
pub use links::{Explore, Links};
pub use month::month;
pub use overview::overview;
pub use settings::Settings;
pub use subject::Subject;

use model::Dashboard;

/// Every dashboard: the overview, the months, and the pages of each service in the order of their names. An SLO without any
/// rule is in none of them, and without any other there are none at all.
pub fn all<'a, S>(slos: impl IntoIterator<Item = S>, settings: &Settings) -> Vec<Dashboard>
where
    S: Into<Subject<'a>>,
{
    let subjects = subjects(slos);
    if subjects.is_empty() {
        return Vec::new();
    }
    let mut dashboards = vec![overview(&subjects, settings)];
    dashboards.extend(month(&subjects, settings));
    dashboards.extend(detail(&subjects, settings));
    dashboards
}

/// The SLOs that are shown: those that have rules.
pub fn subjects<'a, S>(slos: impl IntoIterator<Item = S>) -> Vec<Subject<'a>>
where
    S: Into<Subject<'a>>,
{
    slos.into_iter().map(Into::into).filter(|subject| subject.groups().next().is_some()).collect()
}

#[cfg(test)]
mod tests;
