//! The proxy `HAProxy`, by its built-in Prometheus exporter.

use super::options::FILTER;
use super::{Plugin, Query};

pub(super) const PLUGINS: &[Plugin] = &[Plugin {
    id: "sloth-common/haproxy/frontend/availability",
    summary: "Responses of a frontend with a 5xx code.",
    options: &[FILTER],
    // The comma behind the last matcher is odd, but PromQL allows it.
    query: Query::Text(
        r#"
sum(rate(haproxy_frontend_http_responses_total{ <filter,>code="5xx" }[{{.window}}]))
/
sum(rate(haproxy_frontend_http_responses_total{ <filter,> }[{{.window}}]))
"#,
    ),
}];
