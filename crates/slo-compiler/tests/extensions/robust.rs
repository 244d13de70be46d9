//! Whatever is written into our fields: nothing panics, and every problem is at bytes of the text.

use std::fmt::Write as _;

use proptest::prelude::*;
use slo_compiler::rules::Profile;
use slo_compiler::spec::Extensions;
use slo_compiler::{Options, Source, compile};

/// Fields of an SLO, some of them in the place of others.
const FIELDS: [&str; 15] = [
    "period",
    "disabled",
    "no_traffic",
    "sparse",
    "query_offset",
    "scrape_interval",
    "min_events",
    "owner",
    "runbook",
    "links",
    "health",
    "alerting",
    "sli",
    "plugins",
    "labels",
];

fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        prop::sample::select(vec![
            "5m",
            "0s",
            "1y",
            "28d",
            "292y",
            "1d",
            "true",
            "false",
            "~",
            "-1",
            "1e300",
            ".nan",
            "four",
            "bad",
            "absent",
            "'rate(a[{{.window}}])'",
            "'h{job=\"a\"}'",
            "'h{'",
            "''",
            "'{{'",
            "'{{service}}'",
            "é",
            "0.5",
            "[]",
            "{}",
            "99999999999999999999d",
        ])
        .prop_map(str::to_owned),
        "[a-z0-9{}.]{0,6}".prop_map(|text| format!("'{text}'")),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        let key = prop::sample::select(vec![
            "name",
            "for",
            "keep_firing_for",
            "labels",
            "annotations",
            "exhausted",
            "idle",
            "latency",
            "probe",
            "events",
            "raw",
            "histogram",
            "threshold",
            "native",
            "group_by",
            "buckets",
            "metric",
            "good_query",
            "total_query",
            "windows",
            "page",
            "ticket",
            "quick",
            "slow",
            "short_window",
            "long_window",
            "error_budget_percent",
            "per_window",
            "tiers",
            "page_alert",
            "alerting",
            "health",
            "period",
        ]);
        prop_oneof![
            prop::collection::vec((key, inner.clone()), 0..4).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{}}}", entries.join(", "))
            }),
            prop::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_panics_or_points_outside(
        fields in prop::collection::vec((prop::sample::select(FIELDS.to_vec()), value()), 0..8),
        defaults in value(),
    ) {
        let mut text = format!("version: prometheus/v1\nservice: shop\ndefaults: {defaults}\nslos:\n  - name: web\n    objective: 99\n");
        for (field, value) in &fields {
            writeln!(text, "    {field}: {value}").unwrap();
        }
        for (profile, extensions) in
            [(Profile::Native, Extensions::Read), (Profile::Sloth, Extensions::Read), (Profile::Sloth, Extensions::Ignore)]
        {
            let mut options = Options::default();
            (options.profile, options.extensions) = (profile, extensions);
            let outcome = compile(&Source::new("spec.yml", text.as_bytes()), &options);
            for found in &outcome.diagnostics {
                let span = found.span.unwrap();
                prop_assert!(text.get(span.range()).is_some(), "{found:?}\n{text}");
            }
        }
    }
}
