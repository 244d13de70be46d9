//! The NGINX ingress controller.

use crate::catalog::options::PLAIN_FILTER;
use crate::catalog::{Plugin, Query};

pub(in crate::catalog) const PLUGINS: &[Plugin] = &[Plugin {
    id: "sloth-common/kubernetes/nginx-ingress/availability",
    summary: "Requests that were answered with 5xx or 429.",
    options: &[PLAIN_FILTER],
    query: Query::Text(
        r#"
sum(rate(nginx_ingress_controller_requests{ <filter,>status=~"(5..|429)" }[{{.window}}]))
/
sum(rate(nginx_ingress_controller_requests{ <filter> }[{{.window}}]))
or on() vector(0)
"#,
    ),
}];
