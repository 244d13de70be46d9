//! The spec of which the rules under measurement are made.

/// One SLO over the requests of the simulated worlds.
pub const SPEC: &str = r#"
version: prometheus/v1
service: svc
slos:
  - name: avail
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="svc",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="svc"}[{{.window}}]))
    alerting:
      name: Svc
      page_alert: {labels: {severity: page}}
      ticket_alert: {labels: {severity: ticket}}
"#;

/// The objective of [`SPEC`] in percent.
pub const OBJECTIVE: f64 = 99.9;
