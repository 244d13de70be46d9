//! The specs of the benchmark: what 50 teams with 20 services each would write.
//!
//! Nothing is random. `slo.yml` beside this file is the SLO; words in `@…@` are replaced.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;

const SLO: &str = include_str!("slo.yml");

const TEAMS: usize = 50;
const DOMAINS: [&str; 20] = [
    "accounts",
    "basket",
    "billing",
    "catalog",
    "checkout",
    "delivery",
    "discounts",
    "fraud",
    "identity",
    "inventory",
    "invoices",
    "mailer",
    "media",
    "orders",
    "payments",
    "pricing",
    "reviews",
    "search",
    "sessions",
    "shipping",
];

/// One SLO an endpoint: name of the SLO, name in alerts, route, objective in percent.
#[rustfmt::skip] // a table
const ENDPOINTS: [(&str, &str, &str, &str); 10] = [
    ("list-availability",     "List",     "/api/v1/items",              "99.9"),
    ("read-availability",     "Read",     "/api/v1/items/{id}",         "99.95"),
    ("create-availability",   "Create",   "/api/v1/items/create",       "99.5"),
    ("update-availability",   "Update",   "/api/v1/items/{id}/update",  "99.5"),
    ("delete-availability",   "Delete",   "/api/v1/items/{id}/delete",  "99"),
    ("search-availability",   "Search",   "/api/v1/search",             "99.9"),
    ("export-availability",   "Export",   "/api/v1/export",             "98"),
    ("callback-availability", "Callback", "/api/v1/partners/callback",  "99.9"),
    ("session-availability",  "Session",  "/api/v1/session",            "99.99"),
    ("health-availability",   "Health",   "/healthz",                   "99.99"),
];

pub(super) const FILES: usize = TEAMS * DOMAINS.len();
pub(super) const SLOS: usize = FILES * ENDPOINTS.len();
pub(super) const SLOS_A_FILE: usize = ENDPOINTS.len();

/// Writes all files, a folder a team, and returns their size in bytes.
pub(super) fn write(folder: &Path) -> Result<u64> {
    super::empty(folder)?;
    let mut bytes = 0;
    for team in (1..=TEAMS).map(|number| format!("team-{number:02}")) {
        fs::create_dir(folder.join(&team))?;
        for domain in DOMAINS {
            let text = file(&team, domain, ENDPOINTS.len());
            bytes += text.len() as u64;
            fs::write(folder.join(&team).join(domain).with_extension("yml"), text)?;
        }
    }
    Ok(bytes)
}

/// A file with one SLO.
pub(super) fn one() -> String {
    file("team-01", "checkout", 1)
}

/// The names of the custom resources, each with its namespace: those of the files.
pub(super) fn names() -> impl Iterator<Item = (String, &'static str)> {
    let teams = (1..=TEAMS).map(|number| format!("team-{number:02}"));
    teams.flat_map(|team| DOMAINS.map(|domain| (team.clone(), domain)))
}

/// A file of each service, whose SLOs say which team they belong to.
pub(super) fn of_teams() -> impl Iterator<Item = String> {
    names().map(|(team, domain)| {
        file(&team, domain, ENDPOINTS.len())
            .replace("      route:", &format!("      team: {team}\n      route:"))
    })
}

/// What [`file()`] says, as a custom resource.
pub(super) fn resource(team: &str, domain: &str) -> String {
    // The fields are the same in another case; a list may stand no deeper than its key.
    const FIELDS: [(&str, &str); 4] = [
        ("error_query:", "errorQuery:"),
        ("total_query:", "totalQuery:"),
        ("page_alert:", "pageAlert:"),
        ("ticket_alert:", "ticketAlert:"),
    ];
    let slos = slos(team, &format!("{team}-{domain}"), ENDPOINTS.len());
    let slos = FIELDS.iter().fold(slos, |text, (from, to)| text.replace(from, to));
    format!(
        "apiVersion: sloth.slok.dev/v1\n\
         kind: PrometheusServiceLevel\n\
         metadata: {{name: {domain}, namespace: {team}}}\n\
         spec:\n  service: {team}-{domain}\n  slos:\n{slos}"
    )
}

fn file(team: &str, domain: &str, count: usize) -> String {
    let service = format!("{team}-{domain}");
    let mut text = String::new();
    let _ = write!(
        text,
        "# The objectives of {service}. Questions go to #{team} first.\n\
         version: \"prometheus/v1\"\n\
         service: {service}\n\
         slos:\n"
    );
    text + &slos(team, &service, count)
}

fn slos(team: &str, service: &str, count: usize) -> String {
    let mut text = String::new();
    for (name, title, route, objective) in ENDPOINTS.iter().take(count) {
        let words = [
            ("@NAME@", *name),
            ("@TITLE@", title),
            ("@ROUTE@", route),
            ("@OBJECTIVE@", objective),
            ("@SERVICE@", service),
            ("@TEAM@", team),
        ];
        text += &words.iter().fold(SLO.to_owned(), |text, (word, value)| text.replace(word, value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_replaced() {
        let text = file("team-01", "checkout", ENDPOINTS.len());
        assert!(!text.contains('@'), "{text}");
        assert_eq!(text.matches("  - name: ").count(), SLOS / FILES);
    }
}
