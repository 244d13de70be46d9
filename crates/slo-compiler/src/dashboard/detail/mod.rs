//! The dashboards of services: a row of panels for each SLO.
//!
//! In: SLOs. Out: a [`Page`] for each service, in the order of their names, which becomes a dashboard when it is wanted, because those
//! of thousands of services need more memory than their SLOs; a service of very many SLOs has several pages.
//! Keeps: the rows stand in the order of the SLOs, and only the row of a lone SLO is open.

mod row;

use super::groups::Groups;
use super::links::in_url;
use super::model::{
    Annotation, Color, Dashboard, DashboardLink, Link, Panel, Query, Row, Size, TimeRange, Uid, Variable,
    View,
};
use super::overview::{tags, value_columns};
use super::panels::{label, panel};
use super::queries::Queries;
use super::scope::Scope;
use super::variables::{label_variable, shared_variables};
use super::{Settings, Subject};
use crate::model::{AlertKind, Window};
use crate::rules::naming::{self, LABEL_OBJECTIVE, LABEL_SERVICE, LABEL_SEVERITY, LABEL_SLO};
use std::collections::BTreeMap;

/// The SLOs of one page: an SLO needs up to 80 KiB, and an object of Kubernetes holds 1 MiB.
const SLOS_A_PAGE: usize = 8;

/// The dashboards of the services of `slos`.
#[must_use]
pub fn detail(slos: &[Subject<'_>], settings: &Settings) -> Vec<Dashboard> {
    pages(slos).iter().map(|page| page.dashboard(settings)).collect()
}

/// Which dashboards the services of `slos` have.
#[must_use]
pub fn pages<'a>(slos: &[Subject<'a>]) -> Vec<Page<'a>> {
    let mut services: BTreeMap<&'a str, Vec<Subject<'a>>> = BTreeMap::new();
    for subject in slos {
        services.entry(&subject.slo.service).or_default().push(*subject);
    }
    let pages = services.iter().flat_map(|(service, slos)| {
        let count = slos.len().div_ceil(SLOS_A_PAGE);
        let pages = slos.chunks(SLOS_A_PAGE).enumerate();
        pages.map(move |(number, slos)| Page { service, number, count, slos: slos.to_vec() })
    });
    pages.collect()
}

/// Some SLOs of a service, which have a dashboard of their own.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    service: &'a str,
    /// From 0.
    number: usize,
    /// How many pages the service has.
    count: usize,
    slos: Vec<Subject<'a>>,
}

impl Page<'_> {
    /// The dashboard.
    #[must_use]
    pub fn dashboard(&self, settings: &Settings) -> Dashboard {
        page(self, settings)
    }
}

fn page(page: &Page<'_>, settings: &Settings) -> Dashboard {
    let Page { service, number, count, slos } = page;
    let title = match count {
        1 => format!("SLO / {service}"),
        _ => format!("SLO / {service} ({} of {count})", number + 1),
    };
    let mut rows = Vec::new();
    if slos.len() > 1 {
        let scope = Scope::service(slos, service, settings);
        rows.extend(summary(&scope, settings).map(|panel| Row { panels: vec![panel], ..Row::default() }));
    }
    for slo in slos {
        rows.push(row::row(
            &Queries::with_variables(*slo, &settings.external_labels),
            settings,
            slos.len() > 1,
        ));
    }
    Dashboard {
        uid: Uid::service(service, *number),
        title,
        description: format!("The service-level objectives of {service}."),
        tags: tags(settings, Some(service)),
        variables: variables(slos, settings),
        rows,
        time: TimeRange::last("1d"),
        utc: false,
        refresh: settings.refresh,
        links: vec![
            DashboardLink::Url(Link { title: "Overview".into(), url: "/d/slo-overview".into() }),
            DashboardLink::Url(Link {
                title: "Months".into(),
                url: format!("/d/slo-month?var-service={}", in_url(service)),
            }),
            DashboardLink::Tagged { title: "SLO dashboards".into(), tag: Settings::TAG.into() },
        ],
        annotations: annotations(slos, service, settings),
    }
}

/// A line for each SLO of the page.
fn summary(scope: &Scope<'_>, settings: &Settings) -> Option<Panel> {
    let rows = Query::instant(scope.slos(&[LABEL_OBJECTIVE])?, "SLOs");
    let mut columns = vec![label("SLO", LABEL_SLO)];
    columns.extend(settings.external_labels.iter().map(|name| label(name, name)));
    columns.push(label("Objective %", LABEL_OBJECTIVE));
    columns.extend(value_columns(scope));
    let lines = u8::try_from(scope.subjects().len()).unwrap_or(u8::MAX);
    let size = Size::new(24, lines.saturating_add(3).min(12));
    let about =
        "A line an SLO; of an SLO with groups, the group that is worst off. Open its row below for more.";
    Some(panel("", about, size, View::Table { rows, columns }))
}

/// Datasource and external labels, then the labels by which SLOs of the page are grouped.
fn variables(slos: &[Subject<'_>], settings: &Settings) -> Vec<Variable> {
    let mut variables = shared_variables(slos, settings);
    for slo in slos {
        let Groups::By(labels) = slo.grouping() else { continue };
        let Some(window) = slo.windows().next() else { continue };
        let series = naming::error_ratio(window) + &naming::selector(&naming::identity(slo.slo));
        for name in labels {
            let variable = label_variable(&name, series.clone());
            if !variables.iter().any(|other| other.name == variable.name) {
                variables.push(variable);
            }
        }
    }
    variables
}

/// Marks where alerts of the service fired.
fn annotations(slos: &[Subject<'_>], service: &str, settings: &Settings) -> Vec<Annotation> {
    let marks = [(AlertKind::Page, "Pages", Color::Red), (AlertKind::Ticket, "Tickets", Color::Orange)];
    let scope = Scope::service(slos, service, settings);
    marks
        .into_iter()
        .filter(|(kind, ..)| slos.iter().any(|slo| slo.alerts(*kind)))
        .map(|(kind, name, color)| Annotation {
            name: name.into(),
            expr: scope.firing(kind.as_str()),
            step: Window::minutes(1),
            title: format!("{{{{{LABEL_SLO}}}}}: {{{{{LABEL_SEVERITY}}}}} ({{{{{LABEL_SERVICE}}}}})"),
            color,
        })
        .collect()
}
