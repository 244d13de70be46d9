//! How long it takes to read a query.

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

#[divan::bench(args = [SLI, RATIO, ALERT])]
fn parse(text: &str) -> promql::Expr {
    promql::parse(divan::black_box(text), Options::default()).unwrap()
}

/// The same with the crate that the ecosystem uses.
#[divan::bench(args = [SLI, RATIO, ALERT])]
fn promql_parser(text: &str) -> promql_parser::parser::Expr {
    promql_parser::parser::parse(divan::black_box(text)).unwrap()
}

/// Text that is no query ends soon, however long it is.
#[divan::bench(args = ["(", "a+", "-", "{", "[", "\"", "a,", "1"])]
fn garbage(piece: &str) -> bool {
    let text = piece.repeat(1_000_000 / piece.len());
    promql::parse(divan::black_box(&text), Options::default()).is_ok()
}
