//! What each field makes of an SLO.

use std::fmt::Write as _;

use slo_compiler::model::{AlertWindows, MissingBad, NoTraffic, Sli, Slo, Window};
use slo_compiler::plan::{burn_rate, plan};
use slo_compiler::rules::Profile;
use slo_compiler::{Defaults, Options, Source, compile};

/// No window is shorter.
const FLOOR: Window = Window::minutes(5);

/// The SLOs of a spec whose list of SLOs this is.
fn slos(before: &str, list: &str, options: &Options) -> Vec<Slo> {
    let text = format!("version: prometheus/v1\nservice: shop\n{before}slos:\n{list}");
    let outcome = compile(&Source::new("spec.yml", text.as_bytes()), options);
    let errors: Vec<_> = outcome.diagnostics.errors().collect();
    let compiled = outcome.compiled.unwrap_or_else(|| panic!("{errors:#?}\n{text}"));
    compiled.slos().map(|compiled| compiled.slo.clone()).collect()
}

fn native() -> Options {
    let mut options = Options::default();
    options.profile = Profile::Native;
    options
}

/// One SLO with these fields.
fn slo(fields: &str) -> Slo {
    let mut text = "- name: web\n  objective: 99.9\n".to_owned();
    for (key, part) in [
        ("sli", "sli: {events: {error_query: 'rate(e[{{.window}}])', total_query: 'rate(t[{{.window}}])'}}"),
        ("alerting", "alerting: {name: Web}"),
    ] {
        if !fields.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            writeln!(text, "  {part}").unwrap();
        }
    }
    for line in fields.lines() {
        writeln!(text, "  {line}").unwrap();
    }
    slos("", &text, &native()).remove(0)
}

fn queries(sli: &str) -> String {
    let slo = slo(&format!("sli: {sli}"));
    let Some(Sli::Events { bad, total }) = &slo.sli else { panic!("{:?}", slo.sli) };
    let (missing, additive) = (slo.tuning.missing_bad, slo.tuning.additive);
    format!(
        "{sli}\n  bad:   {}\n  total: {}\n  {missing:?}, additive: {additive}\n",
        bad.text(),
        total.text()
    )
}

#[test]
fn every_kind_of_sli_is_two_queries() {
    let kinds = [
        "{events: {good_query: 'rate(g[{{.window}}])', total_query: 'rate(t[{{.window}}])'}}",
        "{events: {good_query: \"rate(g[{{.window}}]) # good\\n\", total_query: \"rate(t[{{.window}}])\\n\"}}",
        "{latency: {histogram: h, threshold: 500ms}}",
        "{latency: {histogram: 'h{job=\"a\"}', threshold: 1s, group_by: [cluster, job]}}",
        "{latency: {histogram: h_milliseconds, threshold: 250, buckets: [100, 250]}}",
        "{latency: {histogram: h, threshold: 0.00005}}",
        "{latency: {histogram: h, threshold: 1e6}}",
        "{latency: {histogram: h, threshold: 2500000}}",
        "{latency: {histogram: h, threshold: 1d}}",
        "{latency: {histogram: 'h{job=~\"a|b\", env!=\"dev\"}', threshold: 0.5, native: true, group_by: [job]}}",
        "{probe: {metric: probe_success}}",
        "{probe: {metric: 'probe_success{job=\"blackbox\"}', group_by: [instance]}}",
    ];
    insta::assert_snapshot!(kinds.map(queries).join("\n"));
}

/// The forms in which clients and both generations of Prometheus write the bound of a bucket.
#[test]
fn a_bucket_is_found_however_its_bound_is_written() {
    let forms: [(&str, &[&str]); 5] = [
        ("1", &["1", "1.0"]),
        ("0.5", &["0.5"]),
        ("1e6", &["1e+06", "1000000", "1000000.0"]),
        ("0.00005", &["5e-05", "0.00005"]),
        ("300", &["300", "300.0"]),
    ];
    for (threshold, written) in forms {
        let query = queries(&format!("{{latency: {{histogram: h, threshold: {threshold}}}}}"));
        let bound = query.split("le=").nth(1).unwrap().split('"').nth(1).unwrap();
        let is_regex = query.contains("le=~");
        let pattern = regex::Regex::new(&format!("^(?:{})$", bound.replace("\\\\", "\\"))).unwrap();
        for form in written {
            assert!(if is_regex { pattern.is_match(form) } else { bound == *form }, "{form} in {bound}");
        }
        assert!(!is_regex || !pattern.is_match("10") && !pattern.is_match("0"), "{bound}");
    }
}

#[test]
fn settings_are_read_one_by_one() {
    let tuning = slo(
        "no_traffic: bad\nadditive: true\nsparse: 30m\nquery_offset: 2m\nscrape_interval: 1m\nmin_events: 5",
    )
    .tuning;
    assert_eq!(tuning.no_traffic, NoTraffic::Bad);
    assert_eq!((tuning.sparse, tuning.query_offset), (Some(Window::minutes(30)), Some(Window::minutes(2))));
    assert_eq!((tuning.scrape_interval, tuning.min_events), (Some(Window::minutes(1)), Some(5.0)));
    assert!(tuning.additive && !tuning.disabled && slo("disabled: true").tuning.disabled);
    let none = slo("query_offset: 0s\nmin_events: 0").tuning;
    assert_eq!((none.query_offset, none.min_events, none.missing_bad), (None, None, MissingBad::IsZero));
}

#[test]
fn health_alerts_are_off_until_they_are_asked_for() {
    let health = slo(
        "alerting: {name: A, labels: {team: shop}}\n\
         health: {exhausted: true, idle: {name: Idle, for: 5m, keep_firing_for: 1m, labels: {a: b}}, vanished: false}",
    )
    .tuning
    .health;
    insta::assert_snapshot!(format!("{health:#?}"));
}

#[test]
fn what_is_nearer_to_the_slo_wins() {
    let mut options = native();
    let mut defaults = Defaults::default();
    defaults.no_traffic = Some(NoTraffic::Absent);
    defaults.min_events = Some(3.0);
    defaults.period = Some(Window::days(7));
    defaults.alert_labels = [("team", "{{owner}}"), ("tier", "1")].into_iter().collect();
    defaults.alert_annotations = [("dashboard", "https://g/{{id}}?p={{period}}")].into_iter().collect();
    defaults.owner = Some("ops".to_owned());
    options.defaults = defaults;
    let before = "defaults:\n  min_events: 10\n  owner: shop\n  runbook: 'https://r/{{service}}/{{slo}}'\n  \
                  health: {idle: true}\n  links: {Logs: 'https://l/{{slo}}'}\n  alerting: {labels: {tier: '2'}, for: 1m}\n";
    let sli = "sli: {raw: {error_ratio_query: 'rate(a[{{.window}}])'}}";
    let list = format!(
        "- {{name: near, objective: 99, period: 28d, min_events: 0, owner: web, health: {{idle: false}}, {sli}, \
         alerting: {{name: A, for: 0s, labels: {{tier: '3'}}, annotations: {{runbook_url: mine}}, page_alert: {{for: 2m, labels: {{tier: '4'}}}}}}}}\n\
         - {{name: far, objective: 99, {sli}, alerting: {{name: B}}}}\n"
    );
    let mut shown = String::new();
    for slo in slos(before, &list, &options) {
        let Slo { id, period, about, page, ticket, tuning, .. } = slo;
        let (policy, events, idle) = (tuning.no_traffic, tuning.min_events, tuning.health.idle.is_some());
        writeln!(
            shown,
            "{id}: {period}, {policy:?}, {events:?}, idle: {idle}\n{about:#?}\n{page:#?}\n{ticket:#?}\n"
        )
        .unwrap();
    }
    insta::assert_snapshot!(shown);
}

fn shown(windows: &AlertWindows) -> String {
    let pair = |pair| burn_rate(pair, windows.period);
    let pairs = windows.pairs();
    let rows = pairs.map(|pair_of| format!("{}/{} ×{}", pair_of.short, pair_of.long, pair(pair_of)));
    format!("{}: {}", windows.period, rows.join(", "))
}

#[test]
fn windows_are_scaled_to_the_period() {
    let periods = ["1d", "3d", "7d", "10d", "28d", "30d", "90d", "365d"];
    let list = |of: &dyn Fn(Window) -> AlertWindows| {
        periods.map(|period| shown(&of(period.parse().unwrap()))).join("\n")
    };
    let scaled = list(&|period| AlertWindows::scaled(period, FLOOR).unwrap());
    let four = list(&|period| AlertWindows::four(period, FLOOR).unwrap().0);
    insta::assert_snapshot!(format!("{scaled}\n\n{four}"));
}

/// The factors of Pyrra, exactly for its own period.
#[test]
fn four_tiers_burn_at_whole_factors() {
    let rates = |days| {
        let windows = AlertWindows::four(Window::days(days), FLOOR).unwrap().0;
        windows.pairs().map(|pair| burn_rate(pair, windows.period))
    };
    assert_eq!(rates(28).map(|rate| rate.to_string()), ["14", "7", "2", "1"]);
    for days in 1..400 {
        let off =
            rates(days).into_iter().zip([14.0, 7.0, 2.0, 1.0]).map(|(rate, factor)| (rate - factor).abs());
        assert!(off.into_iter().all(|off| off < 1e-13), "{days} days");
    }
}

#[test]
fn alerts_have_their_windows_and_tiers() {
    let own = slo(
        "alerting:\n  name: A\n  for: 1m\n  per_window: true\n  page_alert: {quick: {for: 2m, labels: {speed: fast}}}\n  \
         ticket_alert: {keep_firing_for: 5m}\n  windows:\n    \
         page: {quick: {error_budget_percent: 2, short_window: 5m, long_window: 1h}, slow: {error_budget_percent: 5, short_window: 30m, long_window: 6h}}\n    \
         ticket: {quick: {error_budget_percent: 10, short_window: 2h, long_window: 1d}, slow: {error_budget_percent: 20, short_window: 6h, long_window: 5d}}",
    );
    let four = slo("period: 28d\nalerting: {name: A, tiers: four}");
    let text = [own, four].map(|slo| format!("{}\n{:#?}\n{:#?}", shown(&slo.windows), slo.page, slo.ticket));
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn an_slo_has_the_windows_of_its_own_period() {
    let list = "- {name: week, objective: 99, period: 1w, sli: {probe: {metric: up}}, alerting: {name: A}}\n\
                - {name: month, objective: 99, sli: {probe: {metric: up}}, alerting: {name: B}}\n";
    let periods: Vec<_> =
        slos("", list, &native()).iter().map(|slo| (slo.period, plan(slo).windows.len())).collect();
    assert_eq!(periods, [(Window::days(7), 6), (Window::days(30), 7)]);
}
