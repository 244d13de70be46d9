//! HTTP services written in Go that use the library `slok/go-http-metrics`.

use super::options::{BUCKET, EXCLUDE_ERRORS, OptionSpec, PLAIN_FILTER};
use super::{Plugin, Query};

/// The metric name is a common one, so the service must be told.
const SERVICE_FILTER: OptionSpec = PLAIN_FILTER.required("filter is required");

pub(super) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/slok-go-http-metrics/availability",
        summary: "HTTP requests that were answered with 5xx or 429.",
        options: &[SERVICE_FILTER],
        query: Query::Text(
            r#"
sum(rate(http_request_duration_seconds_count{ <filter,>code=~"(5..|429)" }[{{.window}}]))
/
sum(rate(http_request_duration_seconds_count{ <filter> }[{{.window}}]))
"#,
        ),
    },
    Plugin {
        id: "sloth-common/slok-go-http-metrics/latency",
        summary: "HTTP requests that took longer than the bucket.",
        options: &[BUCKET, SERVICE_FILTER, EXCLUDE_ERRORS.with_context("could not get exclude_errors")],
        query: Query::Text(
            r#"
1 - (
  sum(rate(http_request_duration_seconds_bucket{ <filter,><exclude_errors,>le="<bucket>" }[{{.window}}]))
  /
  sum(rate(http_request_duration_seconds_count{ <filter><,exclude_errors> }[{{.window}}]))
)
"#,
        ),
    },
];
