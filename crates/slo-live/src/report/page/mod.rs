//! A [`Report`] as one HTML page without external parts.
//!
//! In: a report. Out: HTML. Keeps: every text goes through `maud`, which escapes it; the page is complete without its
//! script, which only sorts and filters the overview; no state is told by colour alone.

mod axis;
mod chart;
mod overview;
mod slo;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::model::Report;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page may load nothing, so that it says the same everywhere and tells nobody that it is read.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// The page.
#[must_use]
pub fn page(report: &Report) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("slo ", env!("CARGO_PKG_VERSION")));
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                link rel="icon" href="data:,";
                title { (report.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#slos" { "Skip to the SLOs" }
                (header(report))
                main {
                    (overview::overview(report))
                    section #slos aria-labelledby="slos-title" tabindex="-1" {
                        h2 #slos-title { "SLOs" }
                        @for (position, slo) in overview::worst_first(report).into_iter() {
                            (slo::section(position, slo, report.at))
                        }
                    }
                }
                footer {
                    p { "Times are UTC. Made by " code { "slo report" } " from the rules of the SLOs and the answers of the server." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn header(report: &Report) -> Markup {
    html! {
        header.top {
            h1 { (report.title) }
            p.subtitle {
                "State at " time datetime=(words::iso(report.at)) { (words::date_time(report.at)) } " UTC"
                span.sep aria-hidden="true" { "·" }
                "source " code { (report.server) }
            }
            @if !report.warnings.is_empty() {
                div.notice role="note" {
                    strong { "The server warns that answers may be incomplete." }
                    ul { @for warning in &report.warnings { li { (warning) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
