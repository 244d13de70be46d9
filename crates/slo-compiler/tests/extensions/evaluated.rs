//! The queries that SLIs become, evaluated by the real engine over simulated series.

use std::fmt::Write as _;

use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};

/// An SLI, the series that there are, and the error ratios of five minutes: labels, and the value.
struct Case {
    name: &'static str,
    sli: &'static str,
    series: &'static [(&'static str, &'static str)],
    ratios: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        name: "a bound as Prometheus 3 stores it",
        sli: "latency: {histogram: 'h{job=\"a\"}', threshold: 1}",
        series: &[
            ("h_count{job=\"a\"}", "0+10x60"),
            ("h_bucket{job=\"a\",le=\"1.0\"}", "0+9x60"),
            ("h_bucket{job=\"a\",le=\"10.0\"}", "0+10x60"),
            ("h_bucket{job=\"b\",le=\"1.0\"}", "0+5x60"),
        ],
        ratios: &[("", "0.1")],
    },
    Case {
        name: "a bound as a client wrote it",
        sli: "latency: {histogram: h, threshold: 1s}",
        series: &[
            ("h_count", "0+10x60"),
            ("h_bucket{le=\"1\"}", "0+9x60"),
            ("h_bucket{le=\"+Inf\"}", "0+10x60"),
        ],
        ratios: &[("", "0.1")],
    },
    Case {
        name: "a large bound",
        sli: "latency: {histogram: h_bytes, threshold: 1000000}",
        series: &[("h_bytes_count", "0+10x60"), ("h_bytes_bucket{le=\"1e+06\"}", "0+6x60")],
        ratios: &[("", "0.4")],
    },
    Case {
        name: "a bucket that is not there is no good news",
        sli: "latency: {histogram: h, threshold: 2}",
        series: &[("h_count", "0+10x60"), ("h_bucket{le=\"1.0\"}", "0+10x60")],
        ratios: &[],
    },
    Case {
        name: "groups",
        sli: "latency: {histogram: h, threshold: 0.5, group_by: [zone]}",
        series: &[
            ("h_count{zone=\"x\",pod=\"1\"}", "0+10x60"),
            ("h_count{zone=\"x\",pod=\"2\"}", "0+30x60"),
            ("h_count{zone=\"y\",pod=\"1\"}", "0+10x60"),
            ("h_bucket{zone=\"x\",pod=\"1\",le=\"0.5\"}", "0+10x60"),
            ("h_bucket{zone=\"x\",pod=\"2\",le=\"0.5\"}", "0+10x60"),
            ("h_bucket{zone=\"y\",pod=\"1\",le=\"0.5\"}", "0+0x60"),
        ],
        ratios: &[("zone=\"x\"", "0.5"), ("zone=\"y\"", "1")],
    },
    Case {
        name: "a native histogram, whose buckets end at 1, 2 and 4",
        sli: "latency: {histogram: h, threshold: 2, native: true}",
        series: &[(
            "h",
            "{{schema:0 count:0 sum:0 buckets:[0 0 0]}}+{{schema:0 count:10 sum:20 buckets:[5 3 2]}}x60",
        )],
        ratios: &[("", "0.2")],
    },
    Case {
        name: "a threshold within a bucket of a native histogram",
        sli: "latency: {histogram: h, threshold: 3s, native: true}",
        series: &[(
            "h",
            "{{schema:0 count:0 sum:0 buckets:[0 0 0]}}+{{schema:0 count:10 sum:20 buckets:[5 3 2]}}x60",
        )],
        // Exponential interpolation: log₂(3) − 1 = 0.585 of the bucket from 2 to 4 is below 3.
        ratios: &[("", "0.083007")],
    },
    Case {
        name: "a probe that failed in two minutes of five",
        sli: "probe: {metric: up, group_by: [job]}",
        series: &[
            ("up{job=\"a\",instance=\"1\"}", "1x25 0 0 1x20"),
            ("up{job=\"b\",instance=\"1\"}", "1x60"),
            ("up{job=\"b\",instance=\"2\"}", "0x60"),
        ],
        ratios: &[("job=\"a\"", "0.4"), ("job=\"b\"", "0.5")],
    },
    Case {
        name: "good events",
        sli: "events: {good_query: 'sum by (z) (rate(ok[{{.window}}]))', total_query: 'sum by (z) (rate(all[{{.window}}]))'}",
        series: &[("ok{z=\"1\"}", "0+8x60"), ("all{z=\"1\"}", "0+10x60"), ("all{z=\"2\"}", "0+10x60")],
        ratios: &[("z=\"1\"", "0.2"), ("z=\"2\"", "1")],
    },
    Case {
        name: "no good event at all",
        sli: "events: {good_query: 'sum(rate(ok[{{.window}}]))', total_query: 'sum(rate(all[{{.window}}]))'}",
        series: &[("all", "0+10x60")],
        ratios: &[("", "1")],
    },
];

fn rules(sli: &str, profile: Profile) -> String {
    let spec = format!(
        "version: prometheus/v1\nservice: shop\nslos:\n  - name: web\n    objective: 99\n    sli:\n      {sli}\n    \
         alerting: {{name: A}}\n"
    );
    let mut options = Options::default();
    options.profile = profile;
    compile(&Source::new("spec.yml", spec.as_bytes()), &options).compiled.unwrap().to_prometheus()
}

fn tests(case: &Case) -> String {
    let mut tests = "evaluation_interval: 30s\ntests:\n- interval: 1m\n  input_series:\n".to_owned();
    for (series, values) in case.series {
        writeln!(tests, "  - {{series: '{series}', values: '{values}'}}").unwrap();
    }
    tests += "  promql_expr_test:\n  - expr: round(slo:sli_error:ratio_rate5m, 1e-6)\n    eval_time: 29m\n    exp_samples:\n";
    for (labels, value) in case.ratios {
        let labels = if labels.is_empty() { String::new() } else { format!("{labels}, ") };
        let all = format!(
            "{{{labels}sloth_id=\"shop-web\", sloth_service=\"shop\", sloth_slo=\"web\", sloth_window=\"5m\"}}"
        );
        writeln!(tests, "    - {{labels: '{all}', value: {value}}}").unwrap();
    }
    tests
}

#[test]
fn slis_have_the_error_ratio_that_the_series_have() {
    let Some(promtool) = slo_testkit::tools::promtool() else { return };
    for case in CASES {
        for profile in [Profile::Sloth, Profile::Native] {
            let evaluated = promtool.test_rules(&rules(case.sli, profile), &tests(case));
            assert_eq!(evaluated, Ok(()), "{}, {profile:?}", case.name);
        }
    }
}
