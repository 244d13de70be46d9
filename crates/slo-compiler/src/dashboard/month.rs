//! Compliance by calendar month, to print or to look back.
//!
//! In: the SLOs. Out: one dashboard whose range is a month of UTC, the last full one at first. How exact it is: where the rules
//! record events, a month is bad ÷ total events of its half hours, each counted once. Where they record only ratios, it is the
//! mean of the ratios of its days: exact within a day, while a busy Monday weighs no more than a quiet Sunday. Days that have
//! not ended are left out. Either way a query has at most 1,500 steps an SLO and looks back no further than one month.

use super::model::{
    Color, Dashboard, DashboardLink, Format, Link, Panel, Query, Row, Series, Size, Thresholds, TimeRange,
    Uid, View,
};
use super::overview::tags;
use super::panels::{label, panel, value};
use super::queries::{budget_scale, number, seconds, share};
use super::scope::Scope;
use super::variables::{choosing_variables, filters};
use super::{Settings, Subject};
use crate::model::Window;
use crate::rules::naming::{self, LABEL_OBJECTIVE, LABEL_SERVICE, LABEL_SLO};

/// The shortest window of ratios that a month is put together from.
const SHORTEST: Window = Window::minutes(30);

/// The dashboard of months; `None` if no SLO records anything that a month can be put together from.
#[must_use]
pub fn month(slos: &[Subject<'_>], settings: &Settings) -> Option<Dashboard> {
    let scope = Scope::chosen(slos, settings);
    let months = Months::of(&scope)?;
    let mut rows =
        vec![Row { title: String::new(), collapsed: false, panels: vec![table(&scope, &months, settings)?] }];
    rows.extend(days(&scope, &months).map(|panel| Row {
        title: "Day by day".into(),
        collapsed: true,
        panels: vec![panel],
    }));
    let range = |title: &str, from: &str, to: &str| {
        DashboardLink::Url(Link { title: title.into(), url: format!("/d/slo-month?from={from}&to={to}") })
    };
    Some(Dashboard {
        uid: Uid::fixed("month"),
        title: "SLO / Month".into(),
        description: "Which objectives were met in a calendar month (UTC). Set the range to whole months."
            .into(),
        tags: tags(settings, None),
        variables: choosing_variables(slos, settings),
        rows,
        time: TimeRange { from: "now-1M/M".into(), to: "now-1M/M".into() },
        utc: true,
        refresh: None,
        links: vec![
            range("Last month", "now-1M/M", "now-1M/M"),
            range("This month", "now/M", "now"),
            range("The month before last", "now-2M/M", "now-2M/M"),
            DashboardLink::Tagged { title: "SLO dashboards".into(), tag: Settings::TAG.into() },
        ],
        annotations: Vec::new(),
    })
}

/// Expressions for the months of all SLOs.
struct Months {
    /// The share of bad events.
    error_ratio: String,
    /// How many days it was measured.
    measured: String,
    /// The error ratio of a day, at its end.
    day: Option<String>,
}

impl Months {
    fn of(scope: &Scope<'_>) -> Option<Self> {
        let mut windows: Vec<Window> = scope.subjects().iter().filter_map(|subject| tile(*subject)).collect();
        windows.sort_unstable_by(|a, b| b.cmp(a));
        windows.dedup();
        let known = windows.iter().filter_map(|window| {
            Some((*window, format!("({} >= 0)", scope.series(&naming::error_ratio(*window))?)))
        });
        let known: Vec<(Window, String)> = known.collect();
        let over = |function: &str, (window, ratio): &(Window, String)| {
            let tiles = format!("{function}({ratio}[$__range:{window}] offset -{window})");
            format!("max by ({}) ({tiles})", scope.ids)
        };
        let first_known =
            |parts: Vec<String>| (!parts.is_empty()).then(|| parts.join(&format!(" or on ({}) ", scope.ids)));
        let means = known.iter().map(|tile| over("avg_over_time", tile));
        let measured = known
            .iter()
            .map(|tile| format!("{} * {}", over("count_over_time", tile), number(seconds(tile.0) / 86400.0)));
        let day = known.iter().find(|(window, _)| *window == Window::days(1));
        Some(Self {
            error_ratio: first_known(by_events(scope).into_iter().chain(means).collect())?,
            measured: first_known(measured.collect())?,
            day: day.map(|(_, ratio)| ratio.clone()),
        })
    }
}

/// The longest recorded window of at most a day.
fn tile(subject: Subject<'_>) -> Option<Window> {
    let fits = |window: &Window| *window >= SHORTEST && *window <= Window::days(1);
    subject.windows().filter(fits).max()
}

/// Bad ÷ total events of the range, where events are recorded: of the group that is worst off.
fn by_events(scope: &Scope<'_>) -> Vec<String> {
    let mut windows: Vec<Window> = scope
        .subjects()
        .iter()
        .filter_map(|subject| subject.event_windows().filter(|window| *window >= SHORTEST).last())
        .collect();
    windows.sort_unstable_by(|a, b| b.cmp(a));
    windows.dedup();
    let sum = |metric: String, window: Window| {
        Some(format!("sum_over_time({}[$__range:{window}] offset -{window})", scope.series(&metric)?))
    };
    let ratio = |window: &Window| {
        let (bad, total) =
            (sum(naming::bad_events(*window), *window)?, sum(naming::total_events(*window), *window)?);
        Some(format!("max by ({}) ({bad} / ({total} > 0))", scope.ids))
    };
    windows.iter().filter_map(ratio).collect()
}

fn table(scope: &Scope<'_>, months: &Months, settings: &Settings) -> Option<Panel> {
    let names = filters(scope.subjects(), settings);
    let labels: Vec<&str> = names.iter().copied().chain([LABEL_OBJECTIVE]).collect();
    let rows = Query::instant(scope.slos(&labels)?, "SLOs");
    let (ids, ratio) = (&scope.ids, &months.error_ratio);
    let mut columns = vec![label("Service", LABEL_SERVICE), label("SLO", LABEL_SLO)];
    columns.extend(settings.external_labels.iter().map(|name| label(name, name)));
    columns.extend(names.iter().map(|name| label(name, name)));
    columns.push(label("Objective %", LABEL_OBJECTIVE));
    columns.push(value("SLI of the month", format!("1 - ({ratio})"), share(3, Thresholds::default())));
    if let Some(budget) = scope.budget() {
        let left = format!("1 - round(({ratio}) / on ({ids}) {budget}, 1e-05)");
        columns.push(value("Budget left", left, share(2, budget_scale())));
        if let Some(day) = &months.day {
            let missed = format!(
                "max by ({ids}) (sum_over_time(({day} > bool on ({ids}) group_left () {budget})[$__range:1d] offset -1d))"
            );
            let thresholds = Thresholds::new(Color::Green, [(1.0, Color::Orange)]);
            columns.push(value(
                "Days missed",
                missed,
                Format { decimals: Some(0), thresholds, ..Format::default() },
            ));
        }
    }
    let measured = Format { decimals: Some(1), ..Format::default() };
    columns.push(value("Days measured", months.measured.clone(), measured));
    let about = "Full days (UTC) of the range. An SLO without data in the range is in none of the columns on the right; days \
                 without data are not counted as good.";
    Some(panel("Compliance", about, Size::new(24, 24), View::Table { rows, columns }))
}

fn days(scope: &Scope<'_>, months: &Months) -> Option<Panel> {
    let day = months.day.as_ref()?;
    let legend = format!("{{{{{LABEL_SERVICE}}}}} / {{{{{LABEL_SLO}}}}}");
    let expr = format!("1 - max by ({}) (avg_over_time({day}[1d:1d] offset -1d))", scope.ids);
    let series = vec![Series::line(Query::range(expr, legend))];
    let view = View::TimeSeries {
        series,
        format: Format { max: Some(1.0), ..share(3, Thresholds::default()) },
        threshold_lines: false,
    };
    Some(panel(
        "SLI of each day",
        "Choose a service first: there is a line for each SLO.",
        Size::new(24, 12),
        view,
    ))
}
