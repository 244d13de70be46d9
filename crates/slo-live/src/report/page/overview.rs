//! The overview: how many SLOs are in which state, and one line for each SLO.

use maud::{Markup, html};
use slo_compiler::dashboard::model::Color;
use slo_compiler::model::AlertKind;

use super::{chart, words};
use crate::report::judge::State;
use crate::report::model::{Report, SloReport};

/// The SLOs with their places in the report, those first that need someone.
pub(super) fn worst_first(report: &Report) -> Vec<(usize, &SloReport)> {
    let mut slos: Vec<_> = report.slos.iter().enumerate().collect();
    let remaining = |slo: &SloReport| slo.worst().and_then(|group| group.remaining).unwrap_or(f64::INFINITY);
    slos.sort_by(|(_, a), (_, b)| a.state().cmp(&b.state()).then(remaining(a).total_cmp(&remaining(b))));
    slos
}

pub(super) fn overview(report: &Report) -> Markup {
    let slos = &report.slos;
    let in_state = |state| slos.iter().filter(|slo| slo.state() == state).count();
    let burning = slos.iter().filter(|slo| slo.is_burning()).count();
    html! {
        section.overview aria-labelledby="overview-title" {
            h2 #overview-title { "Overview" }
            dl.counts {
                (card("total", "SLOs", slos.len()))
                (card("met", "Met", in_state(State::Met)))
                (card("risk", "At risk", in_state(State::AtRisk)))
                (card("breached", "Breached", in_state(State::Breached)))
                (card("burning", "Burning", burning))
                (card("nodata", "No data", in_state(State::NoData)))
            }
            @if !slos.is_empty() { (table(report)) }
            @if report.disabled > 0 {
                p.quiet {
                    @if report.disabled == 1 { "One SLO is" } @else { (report.disabled) " SLOs are" }
                    " disabled in the specs and not shown."
                }
            }
        }
    }
}

fn card(class: &str, name: &str, number: usize) -> Markup {
    html! {
        div.card.(class).zero[number == 0] {
            dt { (name) }
            dd { (number) }
        }
    }
}

fn table(report: &Report) -> Markup {
    html! {
        div.scroll role="region" aria-label="Table of SLOs" tabindex="0" {
            table.slos {
                caption.sr { "Every SLO with its error budget, those first that need attention" }
                thead {
                    tr {
                        th scope="col" { "SLO" }
                        th scope="col" { "State" }
                        th.num scope="col" { "Objective" }
                        th.num scope="col" { "SLI" }
                        th scope="col" { "Budget left" }
                        th.num scope="col" { "Burn rate" }
                        th.num scope="col" { "Used up in" }
                        th scope="col" data-fixed="" { "Over the period" }
                    }
                }
                tbody {
                    @for (position, slo) in worst_first(report) { (line(position, slo)) }
                }
            }
        }
    }
}

fn line(position: usize, slo: &SloReport) -> Markup {
    let worst = slo.worst();
    let remaining = worst.and_then(|group| group.remaining);
    let burn = worst.and_then(|group| group.burn_rate);
    let sli = worst.and_then(|group| group.sli);
    let lasts = worst.and_then(|group| group.exhaustion_seconds);
    html! {
        tr {
            th scope="row" data-sort={ (slo.service) "/" (slo.name) } {
                a href={ "#slo-" (position) } { span.service { (slo.service) } " " span.name { (slo.name) } }
            }
            td data-sort=(slo.state() as u8) { (badges(slo)) }
            td.num data-sort=(slo.objective) { (words::objective(slo.objective)) }
            (cell(sli, sli.map(|sli| words::good_ratio(sli, slo.objective)), words::NO_DATA))
            td.budget data-sort=[remaining.map(sortable)] {
                @match remaining {
                    Some(remaining) => { span.value { (words::share(remaining)) } (bar(remaining, slo.budget.thresholds.color(remaining))) }
                    None => span.unknown { (slo.no_budget()) }
                }
            }
            (cell(burn, burn.map(words::burn_rate), slo.no_budget()))
            (cell(lasts, lasts.map(|lasts| words::exhaustion(lasts, &slo.exhaustion)), slo.no_budget()))
            td.spark { @if let Some(group) = worst { (chart::sparkline(&group.history)) } }
        }
    }
}

fn cell(sort: Option<f64>, text: Option<String>, otherwise: &str) -> Markup {
    html! {
        td.num data-sort=[sort.map(sortable)] {
            @match text {
                Some(text) => (text),
                None => span.unknown { (otherwise) }
            }
        }
    }
}

/// A number that the script can compare: overspending without end is the least of all.
fn sortable(value: f64) -> f64 {
    value.clamp(-1e12, 1e12)
}

/// How much is left, as a bar; its number stands beside it.
fn bar(remaining: f64, color: Color) -> Markup {
    let width = (remaining.clamp(0.0, 1.0) * 100.0).round();
    html! {
        span.bar.(class(color)) aria-hidden="true" { span style={ "width:" (width) "%" } {} }
    }
}

/// The class of a colour.
pub(super) fn class(color: Color) -> &'static str {
    match color {
        Color::Green => "green",
        Color::Yellow => "yellow",
        Color::Orange => "orange",
        Color::Red => "red",
        Color::Blue => "blue",
        Color::Grey => "grey",
    }
}

/// The state in words, each in its colour.
pub(super) fn badges(slo: &SloReport) -> Markup {
    let (class, text) = match slo.state() {
        State::Breached => ("red", "Breached"),
        State::AtRisk => ("orange", "At risk"),
        State::Met => ("green", "Met"),
        State::NoData => ("grey", "No data"),
    };
    html! {
        span.badges {
            span.badge.(class) { (text) }
            @if slo.is_firing(AlertKind::Page) { span.badge.red.solid { "Page" } }
            @if slo.is_firing(AlertKind::Ticket) { span.badge.orange.solid { "Ticket" } }
            @if slo.is_burning() { span.badge.blue { "Burning" } }
        }
    }
}

impl SloReport {
    pub(super) fn period_seconds(&self) -> f64 {
        self.period.as_hours() * 3600.0
    }

    /// What stands where a number about the budget is not known: an objective of 100 % has none.
    pub(super) fn no_budget(&self) -> &'static str {
        if self.error_budget > 0.0 { words::NO_DATA } else { "no budget" }
    }
}
