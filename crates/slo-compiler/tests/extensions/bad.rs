//! Wrong values, each with the messages that it gives: place, text and help are read as a user would read them.

use std::fmt::Write as _;

use slo_compiler::diagnostic::Severity;
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};

const EVENTS: &str = "{error_query: 'rate(e[{{.window}}])', total_query: 'rate(t[{{.window}}])'}";

/// Each row is a part of an SLO; what it leaves out is filled in.
#[rustfmt::skip] // a table
const ROWS: &[&str] = &[
    "period: 30",
    "period: 5 days",
    "period: -7d",
    "period: 0d",
    "period: 1h30",
    "period: 12h",
    "period: [7d]",
    "disabled: yes please",
    "no_traffic: abscent",
    "no_traffic: 0",
    "additive: 1",
    "sparse: hourly",
    "sparse: 10d",
    "sparse: 5m\nscrape_interval: 5m",
    "query_offset: 2",
    "query_offset: 3h",
    "scrape_interval: 0s",
    "scrape_interval: 3m",
    "min_events: -1",
    "min_events: 5\nhealth: {idle: true}\nsli: {raw: {error_ratio_query: 'max(rate(e[{{.window}}]))'}}",
    "min_events: many",
    "min_events: .inf",
    "owner: {name: shop}",
    "links: [a]",
    "health: true",
    "health: {exhausted: 5m}",
    "health: {exausted: true}",
    "health: {idle: {for: soon, name: '', labels: {__name__: x, team: ''}, annotation: {}}}",
    "alerting: {name: A, for: 1 minute, keep_firing_for: -1m, per_window: 2, tiers: five}",
    "alerting: {name: A, page_alert: {for: x, quick: {labels: {a: b}, for: y}}}",
    "alerting: {name: A, per_window: true, ticket_alert: {slow: {labels: {__name__: b}}}}",
    "alerting: {name: A, tiers: four, windows: {}}",
    "period: 6h\nalerting: {name: A, tiers: four}",
    "alerting: {name: A, windows: {page: {quick: {short_window: 1h, long_window: 5m, error_budget_percent: 2}, slow: {short_window: 30m, long_window: 40d, error_budget_percent: 5}}, ticket: {quick: {short_window: 2h, long_window: 1d, error_budget_percent: 0}, slow: {long_window: 3d, error_budget_percent: 101}}}}",
    "alerting: {name: A, windows: {page: {quick: {short_window: 30m, long_window: 6h, error_budget_percent: 5}, slow: {short_window: 5m, long_window: 1h, error_budget_percent: 2}}, ticket: {quick: {short_window: 2h, long_window: 1d, error_budget_percent: 10}, slow: {short_window: 6h, long_window: 3d, error_budget_percent: 10}}}}",
    "alerting: {name: A, windows: {page: {quick: {short_window: 5m, long_window: 1h}, slow: {short_window: 30m, long_window: 6h, error_budget_percent: 5}}}}",
    "alerting: {name: A, windows: {page: {slow: {short_window: 30m, long_window: 6h, error_budget_percent: 5}}, ticket: {}}}",
    "sli: {}",
    "sli: {events: {error_query: 'rate(e[{{.windw}}])', total_query: 'rate(t[{{.window}}]) / rate(t[{{ .span }}])'}}",
    "sli: {events: {total_query: 'rate(t[{{.window}}])'}}",
    "sli: {events: {good_query: 'rate(g[{{.window}}])', error_query: 'rate(e[{{.window}}])', total_query: 'rate(t[{{.window}}])'}}",
    "sli: {events: {good_query: 'rate(g[{{.window}}]', total_query: 'rate(t[5m])'}}",
    "sli: {events: {good_query: '', total_query: ''}}",
    "sli: {latency: {histogram: h, threshold: 1}, probe: {metric: up}, raw: {error_ratio_query: 'a[{{.window}}]'}}",
    "sli: {latency: {}}",
    "sli: {latency: {histogram: 'h{job=\"a\",}}', threshold: fast}}",
    "sli: {latency: {histogram: 'rate(h[5m])', threshold: -1}}",
    "sli: {latency: {histogram: 'h{job=\"a\"} offset 5m', threshold: 0}}",
    "sli: {latency: {histogram: '{__name__=\"h\"}', threshold: 1}}",
    "sli: {latency: {histogram: 'h_bucket', threshold: 500 ms}}",
    "sli: {latency: {histogram: 'h{le=\"1\"}', threshold: 1, native: true, buckets: [1]}}",
    "sli: {latency: {histogram: h, threshold: 300ms, buckets: [0.1, 0.25, 0.5]}}",
    "sli: {latency: {histogram: h, threshold: 300ms, buckets: [0.1, '0.3']}}",
    "sli: {latency: {histogram: 'h{job=\"{{.service}}\"}', threshold: 1, group_by: [a b, le, x, x]}}",
    "sli: {probe: {metric: ' ', group_by: cluster}}",
    "sli: {probe: {metric: 'probe_success == 0', group_by: ['']}}",
    "sli: {probe: {metrics: up}}",
];

fn spec(row: &str) -> String {
    let mut text =
        "version: prometheus/v1\nservice: shop\nslos:\n  - name: web\n    objective: 99.9\n".to_owned();
    let parts =
        [("sli", format!("sli: {{events: {EVENTS}}}")), ("alerting", "alerting: {name: Web}".to_owned())];
    let missing =
        parts.into_iter().filter(|(key, _)| !row.lines().any(|line| line.starts_with(&format!("{key}:"))));
    for line in row.lines().map(str::to_owned).chain(missing.map(|(_, part)| part)) {
        writeln!(text, "    {line}").unwrap();
    }
    text
}

fn problems(text: &str, options: &Options) -> String {
    let mut shown = String::new();
    for found in &compile(&Source::new("spec.yml", text.as_bytes()), options).diagnostics {
        let span = found.span.unwrap().range();
        let help = found.help.as_ref().map(|help| format!("\n      {help}")).unwrap_or_default();
        let severity = if found.severity == Severity::Error { "" } else { found.severity.as_str() };
        writeln!(shown, "  {severity}[{}] «{}» {}{help}", found.code, &text[span], found.message).unwrap();
    }
    shown
}

fn native() -> Options {
    let mut options = Options::default();
    options.profile = Profile::Native;
    options
}

#[test]
fn wrong_values_are_told_at_their_places() {
    assert!(ROWS.len() >= 30);
    let mut shown = String::new();
    for row in ROWS {
        let found = problems(&spec(row), &native());
        assert!(!found.is_empty(), "{row}");
        writeln!(shown, "{row}\n{found}").unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let row = "period: 5x\nno_traffic: maybe\nsparse: -\nhealth: {idle: {for: x}}\n\
               sli: {probe: {metric: 'a b'}}\nalerting: {name: '', for: z}";
    insta::assert_snapshot!(problems(&spec(row), &native()));
}

#[test]
fn wrong_defaults_are_told_once_for_all_slos() {
    let text = spec("description: x").replace(
        "slos:",
        "defaults:\n  period: week\n  no_trafic: bad\n  health: {vanished: {for: 1}}\n  \
         alerting: {tiers: Four, labels: {team: ''}}\nslos:\n  - {name: api}",
    );
    insta::assert_snapshot!(problems(&text, &native()));
}

#[test]
fn objects_spell_fields_in_camel_case() {
    let text = "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: {name: a}\nspec:\n  service: shop\n  \
                defaults: {noTraffic: no}\n  slos:\n  - name: web\n    objective: 99\n    queryOffset: 2\n    \
                query_offset: 2m\n    minEvents: -2\n    health: {neverSeen: {keepFiringFor: 1}}\n    \
                sli: {latency: {histogram: h, threshold: '1', groupBy: [le]}}\n    \
                alerting: {name: W, keepFiringFor: '', pageAlert: {keepFiringFor: x}}\n";
    insta::assert_snapshot!(problems(text, &native()));
}

#[test]
fn what_one_profile_or_server_cannot_do_is_told() {
    let sloth = Options::default();
    let mut forgetful = native();
    forgetful.retention = Some(Window::days(15));
    let row = "period: 28d\nno_traffic: bad\nmin_events: 5\nhealth: {idle: true}";
    insta::assert_snapshot!([problems(&spec(row), &sloth), problems(&spec(row), &forgetful)].join("\n"));
}
