//! The panels of one SLO.
//!
//! In: the questions about the SLO. Out: a row that holds a panel for each question that its series can answer.

use crate::dashboard::groups::Groups;
use crate::dashboard::model::{Color, Data, Format, Panel, Query, Row, Series, Size, Thresholds, View};
use crate::dashboard::panels::{label, panel, worst};
use crate::dashboard::queries::{Measure, Queries};
use crate::dashboard::{Settings, text};
use crate::model::{AlertKind, Window};
use crate::plan::BurnCondition;

/// At how many times budgets are drawn at most: each hour of 30 days.
const BUDGET_POINTS: u16 = 720;

/// The row of one SLO.
pub(super) fn row(queries: &Queries<'_>, settings: &Settings, collapsed: bool) -> Row {
    let slo = queries.subject().slo;
    let mut panels = vec![header(queries, settings)];
    panels.extend(stats(queries));
    panels.extend(sli(queries));
    panels.extend(budget(queries));
    panels.extend(conditions(queries).filter_map(|(name, condition)| burn(queries, &name, &condition)));
    panels.extend(burn_states(queries));
    panels.extend(alerts(queries));
    panels.extend(events(queries));
    panels.extend(groups(queries));
    panels.extend(health(queries));
    Row { title: slo.name.to_string(), collapsed, panels }
}

fn header(queries: &Queries<'_>, settings: &Settings) -> Panel {
    let subject = queries.subject();
    let view = View::Text(text::about(subject, settings));
    let links = settings.links.of(subject);
    Panel { links, ..panel("", "", Size::new(24, 4), view) }
}

fn stats(queries: &Queries<'_>) -> Vec<Panel> {
    let period = queries.subject().plan.period;
    let [quick, _] = queries.subject().plan.page;
    let (sli, burn) = (queries.sli(period), queries.burn_rate(quick.long));
    let stats: [(Option<Measure>, String); 8] = [
        (sli, format!("The share of good events over {period}.")),
        (queries.budget_remaining(), format!("The share of the error budget of {period} that is left.")),
        (
            queries.seconds_left(),
            "How long nothing may work until the error budget is used up, if events come evenly.".into(),
        ),
        (queries.events_left(), "How many more events may be bad until the error budget is used up.".into()),
        (burn, format!("How fast the budget burns over {}; at 1 it lasts exactly {period}.", quick.long)),
        (
            queries.exhaustion_seconds(),
            format!("When the budget is used up at the burn rate of {}.", quick.long),
        ),
        (queries.alert_state(AlertKind::Page), "The alert that calls someone.".into()),
        (queries.alert_state(AlertKind::Ticket), "The alert that opens a ticket.".into()),
    ];
    let stats = stats.into_iter().filter_map(|(measure, about)| Some(worst(&measure?, &about, 3)));
    let grouped = queries.is_grouped();
    let note = |mut panel: Panel| {
        if grouped {
            panel.description.push_str(" Of the group that is worst off.");
        }
        panel
    };
    stats.map(note).collect()
}

/// The legend of a line for each group, behind `name`.
fn legend(queries: &Queries<'_>, name: &str) -> String {
    match queries.group_labels() {
        [] if queries.is_grouped() => String::new(), // all labels: which of them differ is not known
        labels => labels.iter().fold(name.to_owned(), |text, label| text + " {{" + label + "}}"),
    }
}

fn sli(queries: &Queries<'_>) -> Option<Panel> {
    let plan = queries.subject().plan;
    let shown = [plan.page.first()?.long, plan.ticket.first()?.long, plan.period];
    let mut format = Format::default();
    let mut series = Vec::new();
    // The lines of a grouped SLO have names that only its series know, so a panel could not say which of them are hidden.
    let is_drawn = |window: &Window| shown.contains(window) || !queries.is_grouped();
    for window in queries.windows().filter(is_drawn) {
        let Some(measure) = queries.sli(window) else { continue };
        let query = Query::range(measure.expr, legend(queries, &window.to_string()));
        series.push(Series { hidden: !shown.contains(&window), ..Series::line(query) });
        format = measure.format;
    }
    if series.is_empty() {
        return None;
    }
    if let Some(objective) = queries.objective() {
        series.push(Series::reference(Query::range(objective.expr, "Objective"), Color::Red));
    }
    format.thresholds = Thresholds::default();
    let about =
        "The share of good events over each recorded window. Click on a name to show or hide its line.";
    let view = View::TimeSeries { series, format, threshold_lines: false };
    Some(panel("SLI and objective", about, Size::new(12, 9), view))
}

fn budget(queries: &Queries<'_>) -> Option<Panel> {
    let period = queries.subject().plan.period;
    let left = queries.budget_remaining()?;
    let mut series =
        vec![Series::line(Query::range(left.expr, legend(queries, &format!("Left of {period}"))))];
    let mut about = format!(
        "What is left of the error budget of the last {period}, at each time. The burn-down starts with a full budget at the \
         left edge and loses what is spent from there on; below the dashed line it is spent too fast."
    );
    if let Some(down) = queries.burn_down() {
        let (name, end) = burn_down_words(queries);
        series.push(Series::line(Query::range(down.expr, legend(queries, name))));
        about.push_str(end);
    }
    if let Some(pace) = queries.even_pace() {
        series.push(Series::reference(Query::range(pace.expr, pace.title), Color::Grey));
    }
    let view = View::TimeSeries { series, format: left.format, threshold_lines: false };
    let panel = panel("Error budget", &about, Size::new(12, 9), view);
    Some(Panel { last: Some(period), points: Some(BUDGET_POINTS), ..panel })
}

/// What the burn-down is called, and where it ends.
fn burn_down_words(queries: &Queries<'_>) -> (&'static str, &'static str) {
    if queries.burn_down_weighs_events() {
        ("Burn-down", " It weighs by events: at the right edge both lines are the same number.")
    } else {
        (
            "Burn-down (unweighted)",
            " Its rules record ratios and no events, so a quiet hour weighs as much as a busy one, and at the right edge the two lines \
             can differ.",
        )
    }
}

/// The conditions of both alerts, with names.
fn conditions(queries: &Queries<'_>) -> impl Iterator<Item = (String, BurnCondition)> {
    let plan = queries.subject().plan;
    let alerts = [(AlertKind::Page, plan.page), (AlertKind::Ticket, plan.ticket)];
    alerts.into_iter().flat_map(|(kind, conditions)| {
        conditions.map(|condition| {
            (format!("{} {} / {}", kind.as_str(), condition.long, condition.short), condition)
        })
    })
}

fn burn(queries: &Queries<'_>, name: &str, condition: &BurnCondition) -> Option<Panel> {
    let long = queries.burn_of_condition(condition, condition.long)?;
    let short = queries.burn_of_condition(condition, condition.short)?;
    let series = [(long.expr, condition.long), (short.expr, condition.short)]
        .map(|(expr, window)| Series::line(Query::range(expr, legend(queries, &window.to_string()))));
    let about = "The alert fires while both lines are above the threshold.";
    let view = View::TimeSeries { series: series.into(), format: long.format, threshold_lines: true };
    Some(panel(&format!("Burn rate: {name}"), about, Size::new(6, 8), view))
}

/// The label that the table of burn states adds to its results.
const CONDITION: &str = "condition";

fn burn_states(queries: &Queries<'_>) -> Option<Panel> {
    let states =
        conditions(queries).filter_map(|(name, condition)| Some((name, queries.burn_state(&condition)?)));
    let states: Vec<(String, Measure)> = states.collect();
    let (_, first) = states.first()?;
    let named = states.iter().map(|(name, state)| {
        format!("label_replace({}, \"{CONDITION}\", \"{name}\", \"\", \"\")", state.expr)
    });
    let labels: Vec<&str> =
        [CONDITION].into_iter().chain(queries.group_labels().iter().map(String::as_str)).collect();
    let expr = format!("max by ({}) ({})", labels.join(", "), named.collect::<Vec<_>>().join(" or "));
    let mut columns = vec![label("Alert condition", CONDITION)];
    columns.extend(queries.group_labels().iter().map(|name| label(name, name)));
    columns.push(crate::dashboard::model::Column {
        title: "State".into(),
        source: crate::dashboard::model::ColumnSource::Rows,
        format: first.format.clone(),
        links: Vec::new(),
    });
    let about = "Critical: both windows burn too fast. Recovering: only the long one still does. Increasing: only the short one \
                 does yet. Acceptable: neither.";
    let view = View::Table { rows: Query::instant(expr, ""), columns };
    Some(panel("Burn state", about, Size::new(8, 7), view))
}

fn alerts(queries: &Queries<'_>) -> Option<Panel> {
    let kinds = [AlertKind::Page, AlertKind::Ticket];
    let states: Vec<Measure> = kinds.into_iter().filter_map(|kind| queries.alert_state(kind)).collect();
    let format = states.first()?.format.clone();
    let queries = states.into_iter().map(|state| Query::range(state.expr, state.title)).collect();
    let view = View::StateTimeline(Data { queries, format });
    Some(panel("Alerts", "When page and ticket fired.", Size::new(16, 7), view))
}

fn events(queries: &Queries<'_>) -> Option<Panel> {
    let (good, bad) = (queries.good_events()?, queries.bad_events()?);
    let format = Format { thresholds: Thresholds::default(), ..good.format };
    let line = |measure_expr: String, name: &str, color| Series {
        color: (!queries.is_grouped()).then_some(color),
        ..Series::line(Query::range(measure_expr, legend(queries, name)))
    };
    let series = vec![line(good.expr, "Good", Color::Green), line(bad.expr, "Bad", Color::Red)];
    let about = "Events as the rules record them.";
    let view = View::TimeSeries { series, format, threshold_lines: false };
    Some(panel("Events", about, Size::new(12, 8), view))
}

/// The groups with the least error budget left.
fn groups(queries: &Queries<'_>) -> Option<Panel> {
    if *queries.grouping() == Groups::None {
        return None;
    }
    let left = queries.budget_remaining()?;
    let query = Query::instant(format!("bottomk(20, {})", left.expr), legend(queries, "").trim());
    let view = View::BarGauge(Data { queries: vec![query], format: left.format });
    let about = "Each group has an error budget of its own; those with the least left.";
    Some(panel("Error budget left by group", about, Size::new(12, 8), view))
}

fn health(queries: &Queries<'_>) -> Vec<Panel> {
    let stats = [
        (queries.rule_age(), "How long ago the rules of this SLO recorded something."),
        (
            queries.rule_failures(),
            "What Prometheus says about the rule groups of this SLO, if it scrapes itself.",
        ),
        (
            queries.rule_duration(),
            "How long the slowest of its rule groups takes, if Prometheus scrapes itself.",
        ),
    ];
    stats.into_iter().filter_map(|(measure, about)| Some(worst(&measure?, about, 4))).collect()
}
