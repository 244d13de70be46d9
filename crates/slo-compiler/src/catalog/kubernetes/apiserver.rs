//! The API server.

use crate::catalog::options::{BUCKET, PLAIN_FILTER};
use crate::catalog::{Plugin, Query};

pub(in crate::catalog) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/kubernetes/apiserver/availability",
        summary: "API requests that were answered with 5xx or 429.",
        options: &[PLAIN_FILTER],
        query: Query::Text(
            r#"
sum(rate(apiserver_request_total{ <filter,>code=~"(5..|429)" }[{{.window}}]))
/
sum(rate(apiserver_request_total{ <filter> }[{{.window}}]))
"#,
        ),
    },
    Plugin {
        id: "sloth-common/kubernetes/apiserver/latency",
        summary: "API requests, other than watches, that took longer than the bucket.",
        options: &[BUCKET, PLAIN_FILTER],
        query: Query::Text(
            r#"
(
  sum(rate(apiserver_request_duration_seconds_count{ <filter,>verb!="WATCH" }[{{.window}}]))
  -
  sum(rate(apiserver_request_duration_seconds_bucket{ <filter,>le="<bucket>",verb!="WATCH" }[{{.window}}]))
)
/
sum(rate(apiserver_request_duration_seconds_count{ <filter,>verb!="WATCH" }[{{.window}}]))
"#,
        ),
    },
];
