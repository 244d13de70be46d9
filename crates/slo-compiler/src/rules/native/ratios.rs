//! Error ratios, one a window: bad events divided by all events of the window, or what stands for it where an SLI gives no
//! events.

use super::Context;
use super::indicator::{Events, Fill, Kind};
use super::no_traffic;
use super::query::QueryText;
use crate::model::Window;
use crate::plan::{Reading, Source};
use crate::rules::naming::{self, LABEL_WINDOW};
use crate::rules::sloth::{Cause, WindowError};
use crate::rules::{Rule, RuleKind};

/// Windows ascending, each once.
pub(super) fn rules(context: &Context<'_>) -> Result<Vec<Rule>, WindowError> {
    let rule = |reading: &Reading| {
        let expr = match &context.indicator.kind {
            Kind::Events(events) => of_events(context, events, *reading)?,
            Kind::Mean(ratio) => of_mean(context, ratio, *reading)?,
            Kind::Direct(ratio) => of_direct(context, ratio, *reading)?,
            Kind::Missing => return Err(WindowError { window: reading.window, cause: Cause::NoSli }),
        };
        Ok(record(context, reading.window, expr))
    };
    context.sources().readings.iter().map(rule).collect()
}

fn record(context: &Context<'_>, window: Window, expr: String) -> Rule {
    let mut labels = naming::identity(context.slo);
    labels.set(LABEL_WINDOW, window.to_string());
    labels.merge(&context.slo.labels);
    Rule { kind: RuleKind::Record(naming::error_ratio(window).into()), expr, labels }
}

fn of_events(context: &Context<'_>, events: &Events, reading: Reading) -> Result<String, WindowError> {
    let Reading { window, source } = reading;
    let scope = &context.scope;
    let (bad, total) = match source {
        Source::Raw if context.sources().recorded().any(|recorded| recorded == window) => {
            (scope.bad(window), scope.total(window))
        }
        Source::Raw => {
            let parentheses = |query: String| ["(", &query, ")"].concat();
            (parentheses(events.filled(context, window)?), parentheses(events.all(context, window)?))
        }
        Source::Tiles { of, count } => {
            let tiles = |series: &str| adjoining(series, of, count, |tile| scope.sum(tile));
            (tiles(&scope.bad(of)), tiles(&scope.total(of)))
        }
        Source::Grid { of, step } => {
            let over = |series: &str| {
                scope.sum(&["sum_over_time(", series, "[", &range(window, step), "])"].concat())
            };
            (over(&scope.bad(of)), over(&scope.total(of)))
        }
    };
    let always_bad = events.fill != Fill::Nothing;
    Ok(no_traffic::of_events(context.slo.tuning.no_traffic, &bad, &total, always_bad))
}

/// The sum of `count` windows that adjoin; while some of them lie before the first sample, the newest one that does not.
fn adjoining(series: &str, of: Window, count: u64, sum: impl Fn(&str) -> String) -> String {
    let tiles: Vec<String> = (0..count)
        .map(|tile| {
            if tile == 0 {
                return sum(series);
            }
            let offset = Window::from_millis(of.as_millis().saturating_mul(tile));
            sum(&[series, " offset ", &offset.to_string()].concat())
        })
        .collect();
    ["(", &tiles.join(" + "), " or ", &tiles.join(" or "), ")"].concat()
}

/// Prompt windows from the query, the others as the mean of the shortest.
fn of_mean(context: &Context<'_>, ratio: &QueryText, reading: Reading) -> Result<String, WindowError> {
    if reading.source.is_prompt() {
        from_query(context, ratio, reading.window)
    } else {
        Ok(mean_of_shortest(context, reading.window))
    }
}

/// Every window from the query, but for the period, over which it would read all raw samples.
fn of_direct(context: &Context<'_>, ratio: &QueryText, reading: Reading) -> Result<String, WindowError> {
    if reading.window == context.plan.period && !reading.source.is_prompt() {
        Ok(mean_of_shortest(context, reading.window))
    } else {
        from_query(context, ratio, reading.window)
    }
}

fn from_query(context: &Context<'_>, ratio: &QueryText, window: Window) -> Result<String, WindowError> {
    let query = ["(", &ratio.render(window)?, ")"].concat();
    Ok(no_traffic::of_ratio(context.slo.tuning.no_traffic, &query, &context.indicator.grouping))
}

/// Each instant of `window` weighs the same, however many events it had.
fn mean_of_shortest(context: &Context<'_>, window: Window) -> String {
    let shortest = context.sources().first;
    let series = context.scope.sum(&context.scope.ratio(shortest));
    ["avg_over_time(", &series, "[", &range(window, shortest), "])"].concat()
}

fn range(window: Window, step: Window) -> String {
    format!("{window}:{step}")
}
