//! One SLO: its numbers, its budget over the period, its burn rates, its alerts.

use maud::{Markup, html};
use slo_compiler::dashboard::model::Color;
use slo_compiler::model::{AlertKind, Window};

use super::overview::{badges, class};
use super::{chart, words};
use crate::report::model::{AlertSpan, GroupReport, PairReport, SloReport};

/// So many lines a table of alerts has; older ones are counted.
const MOST_ALERTS: usize = 20;

/// So many lines a table of groups has; others, which are better off, are counted.
const MOST_GROUPS: usize = 50;

pub(super) fn section(position: usize, slo: &SloReport, at: i64) -> Markup {
    let id = format!("slo-{position}");
    let worst = slo.worst();
    html! {
        article.slo id=(id) aria-labelledby={ (id) "-title" } tabindex="-1" {
            header {
                h3 id={ (id) "-title" } { span.service { (slo.service) } " " span.name { (slo.name) } }
                (badges(slo))
                @if !slo.description.is_empty() { p.description { (slo.description) } }
                (links(slo))
            }
            (stats(slo, worst))
            (whose(slo, worst))
            @if worst.is_some_and(|worst| worst.remaining.is_none() && slo.error_budget > 0.0) {
                p.quiet {
                    "No budget is recorded. Either the rules are new, and take up to half an hour, or the SLI has no data."
                }
            }
            @if let Some(group) = worst {
                @if !group.history.is_empty() { (chart::budget(&id, slo, group, at)) }
                @if slo.groups.len() > 1 { (groups(slo)) }
                div.columns {
                    (burn_rates(group))
                    (alerts(slo))
                }
            } @else {
                p.unknown.empty {
                    "The server has no series of this SLO. Are its rules loaded, and are they evaluated?"
                }
                @if !slo.alerts.is_empty() { (alerts(slo)) }
            }
        }
    }
}

fn links(slo: &SloReport) -> Markup {
    html! {
        @if !slo.links.is_empty() {
            p.links {
                @for (name, address) in &slo.links { a href=(address) rel="noreferrer" { (name) } " " }
            }
        }
    }
}

fn stats(slo: &SloReport, worst: Option<&GroupReport>) -> Markup {
    let period = slo.period.to_string();
    let of_worst = |number: fn(&GroupReport) -> Option<f64>| worst.and_then(number);
    let sli = of_worst(|group| group.sli).map(|sli| words::good_ratio(sli, slo.objective));
    let remaining = of_worst(|group| group.remaining);
    let class = class(remaining.map_or(Color::Grey, |left| slo.budget.thresholds.color(left)));
    let time_left = of_worst(|group| group.seconds_left).filter(|left| left.is_finite()).map(|left| {
        let all = slo.error_budget * slo.period_seconds();
        format!("{} of {}", words::signed_duration(left), words::duration(all))
    });
    let burn = of_worst(|group| group.burn_rate);
    let lasts = of_worst(|group| group.exhaustion_seconds);
    let lasts = lasts.map(|seconds| words::exhaustion(seconds, &slo.exhaustion));
    let or_none = |text: Option<String>| text.ok_or(slo.no_budget());
    html! {
        dl.stats {
            (stat("SLI", "", sli.ok_or(words::NO_DATA), &html! {
                "over " (period) ", objective " (words::objective(slo.objective))
            }))
            (stat("Error budget left", class, or_none(remaining.map(words::share)), &html! {
                @if let Some(time_left) = time_left { (time_left) }
            }))
            (events_left(slo, worst, class))
            (stat("Burn rate now", "", or_none(burn.map(words::burn_rate)), &html! {
                @if burn.is_some() { "1× uses the budget up in " (period) }
            }))
            @let pace = lasts.is_some().then(|| slo.pace.to_string());
            (stat("Budget used up in", "", or_none(lasts), &html! {
                @if let Some(pace) = pace { "at the burn rate of the last " (pace) }
            }))
        }
    }
}

/// Which part of the SLO the numbers are about.
fn whose(slo: &SloReport, worst: Option<&GroupReport>) -> Markup {
    html! {
        @if let Some(worst) = worst.filter(|_| slo.groups.len() > 1) {
            p.quiet {
                "These are the numbers of " code { (labels(worst)) } ", which is worst off of " (slo.groups.len()) " groups."
            }
        }
    }
}

/// The labels that set a group apart.
fn labels(group: &GroupReport) -> String {
    let labels: Vec<String> = group.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    labels.join(", ")
}

/// How many more events may be bad, where rules record events.
fn events_left(slo: &SloReport, worst: Option<&GroupReport>, class: &str) -> Markup {
    const NAME: &str = "Bad events left";
    let total = worst.and_then(|group| group.total_events);
    let left = worst.and_then(|group| group.events_left);
    match (left, total) {
        (Some(left), Some(total)) => stat(
            NAME,
            class,
            Ok(words::events(left)),
            &html! {
                "of " (words::events(total * slo.error_budget)) ", with " (words::events(total)) " events"
            },
        ),
        _ if slo.records_events => stat(NAME, "", Err(slo.no_budget()), &html! {}),
        _ => stat(NAME, "", Err("not recorded"), &html! { "the rules record ratios only" }),
    }
}

/// A number, or the word for why there is none.
fn stat(name: &str, class: &str, value: Result<String, &str>, more: &Markup) -> Markup {
    html! {
        div {
            dt { (name) }
            @match value {
                Ok(value) => dd.value.(class).word[!value.contains(|c: char| c.is_ascii_digit())] { (value) },
                Err(word) => dd.value.word.unknown { (word) }
            }
            dd.more { (more) }
        }
    }
}

fn burn_rates(group: &GroupReport) -> Markup {
    html! {
        div {
            h4 { "Burn rate by alert condition" }
            table.pairs {
                thead {
                    tr {
                        th scope="col" { "Alert" }
                        th.num scope="col" { "Long window" }
                        th.num scope="col" { "Short window" }
                        th.num scope="col" { "Threshold" }
                        th scope="col" { "State" }
                    }
                }
                tbody { @for pair in &group.pairs { (pair_line(pair)) } }
            }
        }
    }
}

fn pair_line(pair: &PairReport) -> Markup {
    let (class, state) = match pair.state {
        Some(state) => (class(state.color()), state.as_str()),
        None => (class(Color::Grey), words::NO_DATA),
    };
    let cell = |window: Window, burn: Option<f64>| {
        html! {
            td.num {
                @match burn {
                    Some(burn) => span.over[burn > pair.threshold] { (words::burn_rate(burn)) },
                    None => span.unknown { (words::NO_DATA) }
                }
                " " span.window { (window.to_string()) }
            }
        }
    };
    html! {
        tr {
            th scope="row" {
                (alert_name(pair.alert))
                @if !pair.enabled { " " span.window { "(off)" } }
            }
            (cell(pair.long, pair.long_burn))
            (cell(pair.short, pair.short_burn))
            td.num { (words::burn_rate(pair.threshold)) }
            td { span.badge.(class) { (state) } }
        }
    }
}

fn alert_name(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Page => "Page",
        AlertKind::Ticket => "Ticket",
    }
}

fn alerts(slo: &SloReport) -> Markup {
    let left_out = slo.alerts.len().saturating_sub(MOST_ALERTS);
    let has_alerts = slo.groups.iter().flat_map(|group| &group.pairs).any(|pair| pair.enabled);
    html! {
        div {
            h4 { "Alerts in the period" }
            @if slo.alerts.is_empty() {
                p.quiet { @if has_alerts { "None fired." } @else { "The SLO has none." } }
            } @else {
                table.alerts {
                    thead {
                        tr {
                            th scope="col" { "Alert" }
                            th scope="col" { "From" }
                            th.num scope="col" { "For" }
                        }
                    }
                    tbody { @for alert in slo.alerts.iter().rev().take(MOST_ALERTS) { (alert_line(alert)) } }
                }
                @if left_out > 0 { p.quiet { (left_out) " older ones" } }
            }
        }
    }
}

fn alert_line(alert: &AlertSpan) -> Markup {
    let kind = alert.kind.map_or("Other", alert_name);
    html! {
        tr {
            th scope="row" { (kind) @if !alert.name.is_empty() { " " span.window { (alert.name) } } }
            td { time datetime=(words::iso(alert.start)) { (words::day_time(alert.start)) } }
            td.num {
                (words::duration(seconds(alert.seconds())))
                @if alert.firing { " " span.badge.red.solid { "firing" } }
            }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "seconds of a report are far below 2^52")]
fn seconds(whole: i64) -> f64 {
    whole as f64
}

fn groups(slo: &SloReport) -> Markup {
    let left_out = slo.groups.len().saturating_sub(MOST_GROUPS);
    html! {
        h4 { "By label" }
        div.scroll role="region" aria-label={ "Groups of " (slo.service) " " (slo.name) } tabindex="0" {
            table.groups {
                thead {
                    tr {
                        th scope="col" { "Group" }
                        th.num scope="col" { "SLI" }
                        th.num scope="col" { "Budget left" }
                        @if slo.records_events { th.num scope="col" { "Bad events left" } }
                        th.num scope="col" { "Burn rate" }
                    }
                }
                tbody { @for group in slo.worst_first().into_iter().take(MOST_GROUPS) { (group_line(slo, group)) } }
            }
        }
        @if left_out > 0 { p.quiet { (left_out) " more are better off" } }
    }
}

fn group_line(slo: &SloReport, group: &GroupReport) -> Markup {
    let cell = |text: Option<String>| {
        html! {
            td.num {
                @match text {
                    Some(text) => (text),
                    None => span.unknown { (words::NO_DATA) }
                }
            }
        }
    };
    html! {
        tr {
            th scope="row" { code { (labels(group)) } }
            (cell(group.sli.map(|sli| words::good_ratio(sli, slo.objective))))
            (cell(group.remaining.map(words::share)))
            @if slo.records_events { (cell(group.events_left.map(words::events))) }
            (cell(group.burn_rate.map(words::burn_rate)))
        }
    }
}
