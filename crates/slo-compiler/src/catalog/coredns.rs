//! The DNS server `CoreDNS`, by the metrics of its `prometheus` plugin.

use super::options::{BUCKET, FILTER, OptionKind, OptionSpec, Presence};
use super::{Plugin, Query};

const RCODES: OptionSpec = OptionSpec::new(
    "custom_rcode_regex",
    OptionKind::Regex,
    Presence::Default("SERVFAIL"),
    "could not get custom rcodes regex",
);

pub(super) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/coredns/availability",
        summary: "DNS responses with a failure code.",
        options: &[RCODES, FILTER],
        query: Query::Text(
            r#"
sum(rate(coredns_dns_responses_total{ <filter,>rcode=~"<custom_rcode_regex>" }[{{.window}}]))
/
(sum(rate(coredns_dns_responses_total{ <filter> }[{{.window}}])) > 0)
"#,
        ),
    },
    Plugin {
        id: "sloth-common/coredns/latency",
        summary: "DNS requests that took longer than the bucket.",
        options: &[BUCKET, FILTER],
        query: Query::Text(
            r#"
1 - ((
  sum(rate(coredns_dns_request_duration_seconds_bucket{ <filter,>le="<bucket>" }[{{.window}}]))
  /
  (sum(rate(coredns_dns_request_duration_seconds_count{ <filter> }[{{.window}}])) > 0)
) OR on() vector(1))
"#,
        ),
    },
];
