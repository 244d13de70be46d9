//! What the name of a metric tells about it, by the naming rules of Prometheus and OpenMetrics.

/// Endings of counters and of the parts of histograms and summaries.
const COUNTERS: [&str; 4] = ["_total", "_count", "_sum", "_bucket"];

/// Exporters of cloud providers end the names of gauges in the statistic: `aws_elb_request_count_sum`.
const NOT_COUNTERS: [&str; 3] = ["aws_", "azure_", "stackdriver_"];

/// Endings of what goes up and down.
const GAUGES: [&str; 6] = ["_ratio", "_celsius", "_bytes", "_info", "_percent", "_timestamp_seconds"];

/// Gauges without such an ending.
const GAUGE_NAMES: [&str; 2] = ["up", "probe_success"];

/// Functions that work with how a counter grows.
pub(super) const GROWTH: [&str; 3] = ["rate", "increase", "irate"];

/// Functions for which the value of a sample does not matter, or that expect it to grow.
#[rustfmt::skip] // a table
pub(super) const NOT_THE_VALUE: [&str; 10] = [
    "absent", "absent_over_time", "changes", "count_over_time", "delta", "deriv", "idelta", "present_over_time",
    "resets", "timestamp",
];

/// Endings that some gauges have too, such as a number of members or of open shards.
const AMBIGUOUS: [&str; 2] = ["_count", "_sum"];

/// Functions for gauges: who uses one knows what a metric with an ambiguous name is.
#[rustfmt::skip] // a table
pub(super) const GAUGE_FUNCTIONS: [&str; 6] = [
    "avg_over_time", "last_over_time", "max_over_time", "min_over_time", "quantile_over_time", "stddev_over_time",
];

/// Whether gauges have names that end like this, too.
pub(super) fn is_ambiguous(name: &str) -> bool {
    AMBIGUOUS.iter().any(|ending| name.ends_with(ending))
}

/// Whether the metric only ever grows.
pub(super) fn is_counter(name: &str) -> bool {
    let stored = !name.contains(':') && !NOT_COUNTERS.iter().any(|start| name.starts_with(start));
    stored && COUNTERS.iter().any(|ending| name.ends_with(ending))
}

/// Whether the metric surely goes up and down.
pub(super) fn is_gauge(name: &str) -> bool {
    GAUGE_NAMES.contains(&name) || GAUGES.iter().any(|ending| name.ends_with(ending))
}

/// The name that the parts of one histogram or summary share.
pub(super) fn family(name: &str) -> &str {
    COUNTERS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}
