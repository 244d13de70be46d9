//! How long it takes to read a query.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark of a query that cannot be read is a mistake in the benchmark"
)]

use slo_compiler::promql::{self, Options};

fn main() {
    divan::main();
}

/// The error query of an SLI that counts bad responses.
const SLI: &str = r#"sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[5m]))"#;

/// A recording rule for the error ratio of a service.
const RATIO: &str = r#"
(sum(rate(http_request_duration_seconds_count{job="myservice",code=~"(5..|429)"}[5m])))
/
(sum(rate(http_request_duration_seconds_count{job="myservice"}[5m])))
"#;

/// An alert over four windows.
const ALERT: &str = r#"
(
    max(slo:sli_error:ratio_rate5m{sloth_id="a", sloth_service="b", sloth_slo="c"} > (14.4 * 0.001)) without (sloth_window)
    and
    max(slo:sli_error:ratio_rate1h{sloth_id="a", sloth_service="b", sloth_slo="c"} > (14.4 * 0.001)) without (sloth_window)
)
or
(
    max(slo:sli_error:ratio_rate30m{sloth_id="a", sloth_service="b", sloth_slo="c"} > (6 * 0.001)) without (sloth_window)
    and
    max(slo:sli_error:ratio_rate6h{sloth_id="a", sloth_service="b", sloth_slo="c"} > (6 * 0.001)) without (sloth_window)
)
"#;

const QUERIES: [(&str, &str); 3] = [("sli", SLI), ("ratio", RATIO), ("alert", ALERT)];

fn query(name: &str) -> &'static str {
    QUERIES.iter().find(|(known, _)| *known == name).map_or("", |(_, query)| query)
}

#[divan::bench(args = ["sli", "ratio", "alert"])]
fn parse(bencher: divan::Bencher, name: &str) {
    let text = query(name);
    bencher.bench(|| promql::parse(divan::black_box(text), Options::default()).unwrap());
}

/// The same with the crate that the ecosystem uses.
#[divan::bench(args = ["sli", "ratio", "alert"])]
fn promql_parser(bencher: divan::Bencher, name: &str) {
    let text = query(name);
    bencher.bench(|| promql_parser::parser::parse(divan::black_box(text)).unwrap());
}

#[divan::bench(args = ["sli", "ratio", "alert"])]
fn format(bencher: divan::Bencher, name: &str) {
    let expr = promql::parse(query(name), Options::default()).unwrap();
    bencher.bench(|| promql::format(divan::black_box(&expr), 100));
}

/// A megabyte of one piece again and again is no query, and refused soon.
#[divan::bench(args = ["(", "a+", "-", "{", "[", "\"", "a,", "1", "a ", "sum(", "#", " ", "a{b=\"c\"}/"], sample_count = 10)]
fn garbage(bencher: divan::Bencher, piece: &str) {
    let text = piece.repeat(1_000_000 / piece.len());
    bencher.bench(|| promql::parse(divan::black_box(&text), Options::default()).is_ok());
}
