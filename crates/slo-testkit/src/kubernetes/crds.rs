//! The custom resource definitions of other projects, which [`Cluster::install`](super::Cluster::install) takes.

/// `PrometheusRule` of the Prometheus operator.
pub const PROMETHEUS_RULE: &str = "monitoring.coreos.com_prometheusrules.yaml";
/// `Prometheus` of the Prometheus operator.
pub const PROMETHEUS: &str = "monitoring.coreos.com_prometheuses.yaml";
/// `ThanosRuler` of the Prometheus operator.
pub const THANOS_RULER: &str = "monitoring.coreos.com_thanosrulers.yaml";
/// `PodMonitor` of the Prometheus operator.
pub const POD_MONITOR: &str = "monitoring.coreos.com_podmonitors.yaml";
/// `ServiceMonitor` of the Prometheus operator.
pub const SERVICE_MONITOR: &str = "monitoring.coreos.com_servicemonitors.yaml";
/// `GrafanaDashboard` of the Grafana operator.
pub const GRAFANA_DASHBOARD: &str = "grafana.integreatly.org_grafanadashboards.yaml";
/// `Certificate` of cert-manager.
pub const CERTIFICATE: &str = "cert-manager.io_certificates.yaml";
/// `Issuer` of cert-manager.
pub const ISSUER: &str = "cert-manager.io_issuers.yaml";
