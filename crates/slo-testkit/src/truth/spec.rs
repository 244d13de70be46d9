//! The specs of which the rules under measurement are made: one SLO over what simulated worlds export.

/// A spec, and what its SLI is kept apart by.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Its text.
    pub text: &'static str,
    /// Whether each `cluster` has a budget of its own.
    pub by_cluster: bool,
}

/// The objective of all of them in percent.
pub const OBJECTIVE: f64 = 99.9;

/// One SLO with an SLI, after which follows what the SLO has besides.
macro_rules! spec {
    ($sli:literal) => {
        spec!($sli, by_cluster: false)
    };
    ($sli:literal, by_cluster: $by_cluster:literal) => {
        Spec { text: concat!(
            "version: prometheus/v1\nservice: svc\nslos:\n  - name: avail\n    objective: 99.9\n",
            "    alerting:\n      name: Svc\n",
            "      page_alert: {labels: {severity: page}}\n      ticket_alert: {labels: {severity: ticket}}\n",
            "    sli:\n",
            $sli
        ), by_cluster: $by_cluster }
    };
}

/// Bad and all requests.
pub const EVENTS: Spec = spec!(
    r#"      events:
        error_query: sum(rate(http_requests_total{job="svc",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="svc"}[{{.window}}]))
"#
);

/// The same, and how often they are scraped.
pub const SCRAPED: Spec = spec!(
    r#"      events:
        error_query: sum(rate(http_requests_total{job="svc",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="svc"}[{{.window}}]))
    scrape_interval: 30s
"#
);

/// A budget for each cluster.
pub const BY_CLUSTER: Spec = spec!(
    r#"      events:
        error_query: sum by (cluster) (rate(http_requests_total{job="svc",code=~"5.."}[{{.window}}]))
        total_query: sum by (cluster) (rate(http_requests_total{job="svc"}[{{.window}}]))
"#,
    by_cluster: true
);

/// Good requests instead of bad ones.
pub const GOOD: Spec = spec!(
    r#"      events:
        good_query: sum(rate(http_requests_total{job="svc",code!~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="svc"}[{{.window}}]))
"#
);

/// A ratio that cannot be taken apart.
pub const DIRECT: Spec = spec!(
    r#"      raw:
        error_ratio_query: |
          clamp_max(
            sum(rate(http_requests_total{job="svc",code=~"5.."}[{{.window}}]))
              / sum(rate(http_requests_total{job="svc"}[{{.window}}])),
            1)
"#
);

/// The ratio of an SLI plugin, with its `OR on() vector(0)`.
pub const PLUGIN: Spec = spec!(
    r#"      plugin:
        id: sloth-common/istio/v1/availability
        options: {service: svc, namespace: shop}
"#
);

/// Requests that take longer than half a second, by a classic histogram.
pub const LATENCY: Spec = spec!(
    r#"      latency: {histogram: 'http_request_duration_seconds{job="svc"}', threshold: 500ms}
"#
);

/// The same by a native one.
pub const NATIVE_LATENCY: Spec = spec!(
    r#"      latency: {histogram: 'http_request_duration_seconds{job="svc"}', threshold: 500ms, native: true}
"#
);

/// A gauge that is 1 or 0.
pub const PROBE: Spec = spec!(
    r#"      probe: {metric: 'probe_success{job="svc"}'}
"#
);
