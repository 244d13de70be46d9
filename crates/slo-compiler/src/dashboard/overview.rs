//! All SLOs on one page: how many are in which trouble, a line for each, and what burns most.
//!
//! In: the SLOs, to learn which series exist. Out: one dashboard, of the same size for ten SLOs and ten thousand.

use super::model::{
    Annotation, Color, Column, Dashboard, DashboardLink, Data, Format, Link, Mapping, Matches, Panel, Query,
    Row, Series, Size, Thresholds, TimeRange, Uid, Unit, Variable, VariableKind, View,
};
use super::panels::{label, linked, panel, stat, value};
use super::queries::{NEVER, budget_scale, burn_scale, exhaustion_scale, seconds as in_seconds, share};
use super::scope::Scope;
use super::variables::{FILTERS_VARIABLE, choosing_variables, filters};
use super::{Settings, Subject};
use crate::model::Window;
use crate::rules::naming::{LABEL_OBJECTIVE, LABEL_SERVICE, LABEL_SLO};

/// A chart shows this many SLOs at most: those that need it most at the end of the range.
const MOST: usize = 25;
/// At how many times charts of many SLOs are drawn: every three hours of 30 days, and every five minutes of a day.
const BANDS: u16 = 240;
const LINES: u16 = 288;
/// How far apart the times are at which pages are marked: whose they are is looked up among all SLOs each time.
const MARKS: Window = Window::minutes(5);

/// The overview of `slos`.
#[must_use]
pub fn overview(slos: &[Subject<'_>], settings: &Settings) -> Dashboard {
    let scope = Scope::chosen(slos, settings);
    let mut variables = choosing_variables(slos, settings);
    variables.extend(scope.candidate_variables());
    variables.push(Variable {
        name: FILTERS_VARIABLE.into(),
        label: "More".into(),
        kind: VariableKind::AdHoc,
    });
    let row = |title: &str, panels: Vec<Panel>| Row { title: title.into(), collapsed: false, panels };
    let rows = [
        row("", counts(&scope)),
        row("SLOs", table(&scope, settings).into_iter().collect()),
        row("Trouble", charts(&scope)),
        row("Rules", health(&scope)),
    ];
    Dashboard {
        uid: Uid::fixed("overview"),
        title: "SLO / Overview".into(),
        description:
            "Every service-level objective: what is left of its error budget, and how fast it burns.".into(),
        tags: tags(settings, None),
        variables,
        rows: rows.into_iter().filter(|row| !row.panels.is_empty()).collect(),
        time: TimeRange::last("1d"),
        utc: false,
        refresh: settings.refresh,
        links: vec![DashboardLink::Tagged { title: "SLO dashboards".into(), tag: Settings::TAG.into() }],
        annotations: vec![Annotation {
            name: "Pages".into(),
            expr: scope.fired("page", MARKS),
            step: MARKS,
            title: format!("{{{{{LABEL_SERVICE}}}}}/{{{{{LABEL_SLO}}}}} pages"),
            color: Color::Red,
        }],
    }
}

/// The tags of a dashboard; that of a service has its name, so that it can be found by the label of a series.
pub(super) fn tags(settings: &Settings, service: Option<&str>) -> Vec<String> {
    let mut tags = vec![Settings::TAG.to_owned()];
    tags.extend(service.map(service_tag));
    tags.extend(settings.tags.iter().cloned());
    tags
}

fn service_tag(service: &str) -> String {
    ["service:", service].concat()
}

fn counts(scope: &Scope<'_>) -> Vec<Panel> {
    let alarm = |color| Format {
        decimals: Some(0),
        thresholds: Thresholds::new(Color::Green, [(1.0, color)]),
        ..Format::default()
    };
    let neutral =
        || Format { decimals: Some(0), thresholds: Thresholds::new(Color::Blue, []), ..Format::default() };
    let budget = scope.budget_remaining();
    let firing = |severity| Some(format!("max by ({}) ({})", scope.ids, scope.firing(severity)));
    let where_ = |expr: &Option<String>, condition: &str| Some(format!("{} {condition}", expr.as_ref()?));
    let burn = scope.burn_now();
    let rows: [(&str, &str, Option<String>, Color); 6] = [
        ("Used up", "SLOs whose error budget of the period is used up.", where_(&budget, "< 0"), Color::Red),
        (
            "At risk",
            "SLOs that have less than a quarter of their error budget left.",
            where_(&budget, "< 0.25 >= 0"),
            Color::Orange,
        ),
        (
            "Burning",
            "SLOs that burn their error budget faster than one period allows.",
            where_(&burn, "> 1"),
            Color::Yellow,
        ),
        ("Paging", "SLOs for which someone is called.", firing("page"), Color::Red),
        ("Ticketing", "SLOs with an open ticket alert.", firing("ticket"), Color::Orange),
        (
            "No data",
            "SLOs whose rules run and record no error ratio, or one that is no number. They are in no other count.",
            scope.without_data(),
            Color::Red,
        ),
    ];
    let count = |title: &str, about: &str, expr: Option<String>| {
        Some(stat(title, about, 3, format!("count({})", expr?), neutral()))
    };
    let slos = scope.slos(&[]);
    let services = slos.as_ref().map(|slos| format!("max by ({LABEL_SERVICE}) ({slos})"));
    let totals = [
        count("SLOs", "SLOs whose rules run.", slos),
        count("Services", "Services that have an SLO.", services),
    ];
    let alarms = rows
        .into_iter()
        .map(|(title, about, expr, color)| Some(stat(title, about, 3, scope.count(&expr?)?, alarm(color))));
    totals.into_iter().chain(alarms).flatten().collect()
}

fn table(scope: &Scope<'_>, settings: &Settings) -> Option<Panel> {
    let names = filters(scope.subjects(), settings);
    let labels: Vec<&str> = names.iter().copied().chain([LABEL_OBJECTIVE]).collect();
    let rows = Query::instant(scope.slos(&labels)?, "SLOs");
    let mut columns = vec![
        linked(label("Service", LABEL_SERVICE), "SLOs of this service", service_url(scope)),
        linked(label("SLO", LABEL_SLO), "SLOs of this service", service_url(scope)),
    ];
    columns.extend(settings.external_labels.iter().map(|name| label(name, name)));
    columns.extend(names.iter().map(|name| label(name, name)));
    columns.push(label("Objective %", LABEL_OBJECTIVE));
    columns.extend(value_columns(scope));
    if let Some(search) = search_url(scope) {
        columns = columns
            .into_iter()
            .map(|mut column| {
                if !column.links.is_empty() {
                    column.links.push(Link { title: "Find its dashboard".into(), url: search.clone() });
                }
                column
            })
            .collect();
    }
    let about =
        "A line an SLO; of an SLO with groups, the group that is worst off. A click leads to its service.";
    Some(panel("", about, Size::new(24, 14), View::Table { rows, columns }))
}

/// The numbers of each SLO.
pub(super) fn value_columns(scope: &Scope<'_>) -> Vec<Column> {
    let plan = scope.subjects().first().map(|subject| subject.plan);
    let burn_format = || Format {
        unit: Unit::BurnRate,
        decimals: Some(2),
        thresholds: plan.map_or_else(Thresholds::default, burn_scale),
        ..Format::default()
    };
    let mut columns = Vec::new();
    columns.extend(scope.alert_state().map(|expr| value("Alert", expr, alert_format())));
    columns.extend(scope.sli().map(|expr| value("SLI of period", expr, share(3, Thresholds::default()))));
    columns.extend(scope.budget_remaining().map(|expr| value("Budget left", expr, share(2, budget_scale()))));
    let seconds = |thresholds, mappings| Format {
        unit: Unit::Seconds,
        decimals: Some(1),
        thresholds,
        mappings,
        ..Format::default()
    };
    let none_left = Thresholds::new(Color::Red, [(0.0, Color::Grey)]);
    columns
        .extend(scope.seconds_left().map(|expr| value("Left in time", expr, seconds(none_left, Vec::new()))));
    let windows = scope.common(|plan| plan.page.map(|condition| condition.long));
    let burns: Vec<(Window, String)> =
        windows.into_iter().flatten().filter_map(|window| Some((window, scope.burn_rate(window)?))).collect();
    if burns.is_empty() {
        columns.extend(scope.burn_now().map(|expr| value("Burn", expr, burn_format())));
    }
    for (window, expr) in &burns {
        columns.push(value(&format!("Burn {window}"), expr.clone(), burn_format()));
    }
    let burn = burns.into_iter().next().map(|(_, expr)| expr).or_else(|| scope.burn_now());
    let mapping = |matches, text: &str| Mapping { matches, text: text.into(), color: None };
    let words =
        vec![mapping(Matches::Value(0), "used up"), mapping(Matches::From(NEVER), "not at this rate")];
    let exhaustion = burn.and_then(|burn| scope.exhaustion_seconds(&burn));
    let scale = exhaustion_scale(scope.longest_period().map_or(0.0, in_seconds));
    columns.extend(exhaustion.map(|expr| value("Used up in", expr, seconds(scale, words))));
    columns
}

fn alert_format() -> Format {
    let words = [(0, "–", Color::Green), (1, "ticket", Color::Orange), (2, "page", Color::Red)];
    let mappings = words.map(|(value, text, color)| Mapping {
        matches: Matches::Value(value),
        text: text.into(),
        color: Some(color),
    });
    Format {
        thresholds: Thresholds::new(Color::Green, [(1.0, Color::Orange), (2.0, Color::Red)]),
        mappings: mappings.into(),
        ..Format::default()
    }
}

/// From a line of the table to the dashboard of its service.
fn service_url(_: &Scope<'_>) -> String {
    let uid = Uid::service_template(&format!("${{__data.fields.{LABEL_SERVICE}}}"));
    format!("/d/{uid}?${{__url_time_range}}&${{datasource:queryparam}}")
}

/// To a search for the dashboard of the service of a line, where its id cannot be told from its name.
fn search_url(scope: &Scope<'_>) -> Option<String> {
    let hidden = scope.subjects().iter().any(|subject| !Uid::is_plain(&subject.slo.service));
    let tag = service_tag(&format!("${{__data.fields.{LABEL_SERVICE}}}"));
    hidden.then(|| format!("/dashboards?tag={tag}"))
}

fn charts(scope: &Scope<'_>) -> Vec<Panel> {
    let legend = format!("{{{{{LABEL_SERVICE}}}}} / {{{{{LABEL_SLO}}}}}");
    let mut panels = Vec::new();
    if let Some(lowest) = scope.lowest_budgets(MOST) {
        let bands =
            Data { queries: vec![Query::range(lowest, legend.clone())], format: share(0, budget_scale()) };
        let about = "The SLOs with the least error budget left, over its period: green above half, yellow above a quarter, \
                     orange above nothing, red below.";
        let timeline = panel("Error budget left", about, Size::new(24, 12), View::StateTimeline(bands));
        panels.push(Panel { last: scope.longest_period(), points: Some(BANDS), ..timeline });
    }
    if let (Some(fastest), Some(subject)) = (scope.fastest_burns(MOST), scope.subjects().first()) {
        let format = Format {
            unit: Unit::BurnRate,
            decimals: Some(2),
            min: Some(0.0),
            thresholds: burn_scale(subject.plan),
            ..Format::default()
        };
        let series = vec![Series::line(Query::range(fastest, legend))];
        let about =
            "The SLOs that burn fastest at the end of the range. At 1 the budget lasts exactly one period.";
        let view = View::TimeSeries { series, format, threshold_lines: true };
        panels.push(Panel { points: Some(LINES), ..panel("Top burners", about, Size::new(24, 10), view) });
    }
    panels
}

fn health(scope: &Scope<'_>) -> Vec<Panel> {
    let age = scope.rule_age().map(|age| {
        let thresholds = Thresholds::new(Color::Green, [(150.0, Color::Yellow), (240.0, Color::Orange)]);
        let format = Format { unit: Unit::Seconds, decimals: Some(0), thresholds, ..Format::default() };
        stat(
            "Oldest result",
            "How long ago the slowest rules recorded something.",
            6,
            format!("max({age})"),
            format,
        )
    });
    let missing = scope.without_data().map(|expr| {
        let rows = Query::instant(expr, "");
        let columns = vec![label("Service", LABEL_SERVICE), label("SLO", LABEL_SLO)];
        let about =
            "SLOs without an error ratio: nothing is known about them, which is not the same as good.";
        panel("SLOs without data", about, Size::new(18, 8), View::Table { rows, columns })
    });
    [age, missing].into_iter().flatten().collect()
}
