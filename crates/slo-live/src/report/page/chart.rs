//! Charts as SVG: the budget over the period, with the alerts below it, and a small one for the overview.
//!
//! In: times and values. Out: SVG without scripts. Keeps: a chart has a title and a description for those who cannot see
//! it, and its numbers stand in a table below; where values are missing the line is broken, not drawn through.

use std::fmt::Write;

use maud::{Markup, html};
use slo_compiler::model::AlertKind;

use super::axis::{Scale, Ticks, float, frame, grid, px, time_axis, whole};
use super::words;
use crate::report::model::{AlertSpan, GroupReport, SloReport};

/// So many lines the table of a chart has at most.
const TABLE_LINES: usize = 32;

/// The budget over the period as a chart, and its numbers as a table.
pub(super) fn budget(id: &str, slo: &SloReport, group: &GroupReport, at: i64) -> Markup {
    let start = at - whole(slo.period_seconds());
    let x = Scale { from: (float(start), float(at)), to: (frame::LEFT, frame::RIGHT) };
    let values = group.history.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
    let lowest = values.fold(0.0, f64::min);
    let ticks = Ticks::down_to(lowest);
    let y = Scale { from: (ticks.lowest(), 1.0), to: (frame::BOTTOM, frame::TOP) };
    let lanes = lanes(slo);
    let height = frame::BOTTOM + frame::LANE_STEP * number(lanes.len()) + frame::AXIS + 14.0;
    let shown = group.remaining.map_or_else(|| words::NO_DATA.to_owned(), words::share);
    html! {
        figure.chart {
            figcaption {
                strong { "Error budget over the period" }
                (key("line", "left of a budget that was full at the start"))
                (key("ideal", "spent evenly"))
            }
            svg viewBox={ "0 0 " (frame::WIDTH) " " (height) } preserveAspectRatio="none" role="img" aria-labelledby={ (id) "-ct " (id) "-cd" } {
                title id={ (id) "-ct" } { "Error budget left of " (slo.service) " " (slo.name) }
                desc id={ (id) "-cd" } {
                    "From " (words::day(start)) " to " (words::day(at)) ". Now " (shown) ", lowest " (words::share(lowest_of(group))) ". "
                    (slo.alerts.len()) " alerts fired. The numbers are in the table below."
                }
                (grid(&ticks, y))
                (time_axis(x, start, at, height))
                @if lowest < 0.0 {
                    rect.overspent x=(frame::LEFT) y=(px(y.at(0.0))) width=(frame::RIGHT - frame::LEFT) height=(px(frame::BOTTOM - y.at(0.0))) {}
                }
                line.ideal x1=(px(x.at(float(start)))) y1=(px(y.at(1.0))) x2=(px(x.at(float(at)))) y2=(px(y.at(0.0))) {}
                (line(&group.history, x, y))
                @for (lane, (name, class, spans)) in lanes.iter().enumerate() {
                    (lane_of_alerts(number(lane), name, class, spans, x))
                }
            }
            (edges(&ticks, &lanes, start, at))
            (incomplete(&group.history, start))
            (table(&group.history))
        }
    }
}

/// What the edges of the plot stand for, where it is too narrow for labels; a reader hears the description instead.
fn edges(ticks: &Ticks, lanes: &[Lane<'_>], start: i64, at: i64) -> Markup {
    html! {
        p.edges aria-hidden="true" {
            span { (words::day(start)) }
            span {
                (words::share(1.0)) " to " (words::share(ticks.lowest()))
                @for (_, class, _) in lanes { " · " span.key.(class) { (class) } }
            }
            span { (words::day(at)) }
        }
    }
}

/// Says so where nothing is recorded: because the rules are younger than the period, or did not run.
fn incomplete(points: &[(i64, f64)], start: i64) -> Markup {
    let (Some((first, _)), Some((last, _)), Some(step)) = (points.first(), points.last(), step(points))
    else {
        return html! {};
    };
    let before = Some(*first).filter(|first| first - start > 2 * step);
    let recorded = i64::try_from(points.len()).unwrap_or(i64::MAX).saturating_sub(1).saturating_mul(step);
    let missing = Some(last - first - recorded).filter(|missing| *missing >= step);
    html! {
        @if before.is_some() || missing.is_some() {
            p.quiet {
                @if let Some(first) = before { "Nothing is recorded before " (words::day_time(first)) ". " }
                @if let Some(missing) = missing { "Of " (words::duration(float(missing))) " nothing is recorded. " }
                "The budget counts such times like the others."
            }
        }
    }
}

/// The distance of neighbours between which nothing is missing.
fn step(points: &[(i64, f64)]) -> Option<i64> {
    points.windows(2).filter_map(|pair| Some(pair.get(1)?.0 - pair.first()?.0)).min()
}

/// What a stroke means.
fn key(class: &str, meaning: &str) -> Markup {
    html! {
        span.key {
            svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true" { line.(class) x1="1" x2="23" y1="4" y2="4" {} }
            (meaning)
        }
    }
}

fn lowest_of(group: &GroupReport) -> f64 {
    group.history.iter().map(|(_, value)| *value).fold(1.0, f64::min)
}

/// The line, the area below it, and a dot at its end.
fn line(points: &[(i64, f64)], x: Scale, y: Scale) -> Markup {
    let runs = runs(points);
    let zero = px(y.at(0.0));
    let last = points.last().filter(|(_, value)| value.is_finite());
    html! {
        @for run in &runs {
            @let path = path(run, x, y);
            @if let (Some((first, _)), Some((end, _))) = (run.first(), run.last()) {
                path.area d={ (path) "L" (px(x.at(float(*end)))) " " (zero) "L" (px(x.at(float(*first)))) " " (zero) "Z" } {}
            }
            path.line d=(path) {}
        }
        @if let Some((time, value)) = last {
            circle.now cx=(px(x.at(float(*time)))) cy=(px(y.at(*value))) r="4" {}
        }
    }
}

/// Neighbours between which nothing is missing; a gap ends a run.
fn runs(points: &[(i64, f64)]) -> Vec<Vec<(i64, f64)>> {
    let step = step(points).unwrap_or(0);
    let mut runs: Vec<Vec<(i64, f64)>> = Vec::new();
    for &(time, value) in points.iter().filter(|(_, value)| value.is_finite()) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| time - last <= step + step / 2) => {
                run.push((time, value));
            }
            _ => runs.push(vec![(time, value)]),
        }
    }
    runs
}

fn path(run: &[(i64, f64)], x: Scale, y: Scale) -> String {
    let mut path = String::with_capacity(run.len() * 12);
    for (position, (time, value)) in run.iter().enumerate() {
        let letter = if position == 0 { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let _ = write!(path, "{letter}{} {}", px(x.at(float(*time))), px(y.at(*value)));
    }
    path
}

type Lane<'a> = (&'static str, &'static str, Vec<&'a AlertSpan>);

/// The alerts of the period by kind, those kinds that fired.
fn lanes(slo: &SloReport) -> Vec<Lane<'_>> {
    let kinds = [
        (Some(AlertKind::Page), "Page", "page"),
        (Some(AlertKind::Ticket), "Ticket", "ticket"),
        (None, "Other", "other"),
    ];
    let of = |kind| slo.alerts.iter().filter(|alert| alert.kind == kind).collect::<Vec<_>>();
    kinds
        .into_iter()
        .map(|(kind, name, class)| (name, class, of(kind)))
        .filter(|(.., spans)| !spans.is_empty())
        .collect()
}

fn lane_of_alerts(lane: f64, name: &str, class: &str, spans: &[&AlertSpan], x: Scale) -> Markup {
    let top = frame::BOTTOM + 14.0 + lane * frame::LANE_STEP;
    html! {
        text.tick x=(frame::LEFT - 8.0) y=(px(top + frame::LANE - 2.0)) text-anchor="end" { (name) }
        rect.lane x=(frame::LEFT) y=(px(top)) width=(frame::RIGHT - frame::LEFT) height=(frame::LANE) rx="2" {}
        @for span in spans {
            @let (from, to) = (x.at(float(span.start)), x.at(float(span.end)));
            // An alert of a minute is still to be seen.
            rect.span.(class) x=(px(from)) y=(px(top)) width=(px((to - from).max(2.0))) height=(frame::LANE) rx="1" {}
        }
    }
}

/// Some of the points as a table.
fn table(points: &[(i64, f64)]) -> Markup {
    let every = points.len().div_ceil(TABLE_LINES).max(1);
    html! {
        details {
            summary { "Error budget left as a table" }
            table {
                thead { tr { th scope="col" { "Time" } th.num scope="col" { "Budget left" } } }
                tbody {
                    @for (time, value) in points.iter().filter(|(_, value)| value.is_finite()).rev().step_by(every) {
                        tr {
                            th scope="row" { time datetime=(words::iso(*time)) { (words::day_time(*time)) } }
                            td.num { (words::share(*value)) }
                        }
                    }
                }
            }
        }
    }
}

/// The budget over the period for a line of a table. Its last value stands in the same line.
pub(super) fn sparkline(points: &[(i64, f64)]) -> Markup {
    let finite = || points.iter().filter(|(_, value)| value.is_finite());
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else { return html! {} };
    let lowest = finite().map(|(_, value)| *value).fold(0.0, f64::min);
    let x = Scale { from: (float(*first), float(*last).max(float(*first) + 1.0)), to: (1.0, 119.0) };
    let y = Scale { from: (lowest, 1.0), to: (25.0, 3.0) };
    let zero = px(y.at(0.0));
    html! {
        svg.sparkline viewBox="0 0 120 28" width="104" height="24" aria-hidden="true" {
            line.grid.zero x1="0" x2="120" y1=(zero) y2=(zero) {}
            @for run in runs(points) { path.line d=(path(&run, x, y)) {} }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "the number of a lane")]
fn number(whole: usize) -> f64 {
    whole as f64
}
