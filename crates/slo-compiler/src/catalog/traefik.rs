//! Traefik 1, by backend, and Traefik 2, by service.

use super::options::{BUCKET, EXCLUDE_ERRORS, FILTER, OptionKind, OptionSpec, Presence};
use super::{Plugin, Query};

const BACKEND: OptionSpec = OptionSpec::new(
    "backend_regex",
    OptionKind::Regex,
    Presence::Required { reference: "backend is required" },
    "could not get backend regex",
);

const SERVICE: OptionSpec = OptionSpec::new(
    "service_name_regex",
    OptionKind::Regex,
    Presence::Required { reference: "service name is required" },
    "could not get service name",
);

pub(super) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/traefik/v1/availability",
        summary: "Requests to backends that were answered with 5xx or 429.",
        options: &[BACKEND, FILTER],
        query: Query::Text(
            r#"
(
  sum(rate(traefik_backend_requests_total{ <filter,>backend=~"<backend_regex>",code=~"(5..|429)" }[{{.window}}]))
  /
  (sum(rate(traefik_backend_requests_total{ <filter,>backend=~"<backend_regex>" }[{{.window}}])) > 0)
) OR on() vector(0)
"#,
        ),
    },
    Plugin {
        id: "sloth-common/traefik/v1/latency",
        summary: "Requests to backends that took longer than the bucket.",
        options: &[BUCKET, BACKEND, FILTER, EXCLUDE_ERRORS],
        query: Query::Text(
            r#"
1 - ((
  sum(rate(traefik_backend_request_duration_seconds_bucket{ <filter,><exclude_errors,>backend=~"<backend_regex>",le="<bucket>" }[{{.window}}]))
  /
  (sum(rate(traefik_backend_request_duration_seconds_count{ <filter,><exclude_errors,>backend=~"<backend_regex>" }[{{.window}}])) > 0)
) OR on() vector(1))
"#,
        ),
    },
    Plugin {
        id: "sloth-common/traefik/v2/availability",
        summary: "Requests to services that were answered with 5xx.",
        options: &[SERVICE, FILTER],
        // 429 does not count here, unlike in version 1.
        query: Query::Text(
            r#"
(
  sum(rate(traefik_service_requests_total{ <filter,>service=~"<service_name_regex>",code=~"(5..)" }[{{.window}}]))
  /
  (sum(rate(traefik_service_requests_total{ <filter,>service=~"<service_name_regex>" }[{{.window}}])) > 0)
) OR on() vector(0)
"#,
        ),
    },
    Plugin {
        id: "sloth-common/traefik/v2/latency",
        summary: "Requests to services that took longer than the bucket.",
        options: &[BUCKET, SERVICE, FILTER, EXCLUDE_ERRORS],
        query: Query::Text(
            r#"
1 - ((
  sum(rate(traefik_service_request_duration_seconds_bucket{ <filter,><exclude_errors,>service=~"<service_name_regex>",le="<bucket>" }[{{.window}}]))
  /
  (sum(rate(traefik_service_request_duration_seconds_count{ <filter,><exclude_errors,>service=~"<service_name_regex>" }[{{.window}}])) > 0)
) OR on() vector(1))
"#,
        ),
    },
];
