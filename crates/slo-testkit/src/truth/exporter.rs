//! What the events of a pod are to Prometheus: the series that it exports.
//!
//! In: how many of a pod's events were good and bad. Out: its series, and their samples as the replay tool reads them.

/// What a pod exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exporter {
    /// `http_requests_total`, by `code`.
    Requests,
    /// `istio_requests_total` of the service `shop/svc`, by `response_code`.
    Istio,
    /// `http_request_duration_seconds` as a classic histogram: what is bad takes between 0.5 and 2.5 seconds.
    Durations,
    /// The same as a native histogram.
    NativeDurations,
    /// `probe_success`: each scrape is an event, which fails as often as requests do.
    Probe,
}

/// A series: its name, its labels besides those of the pod, and what it says.
pub(super) type Series = (&'static str, &'static str, Value);

/// What the samples of a series say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Good,
    /// A part of the good ones.
    Quick,
    Bad,
    All,
    Histogram,
    /// Whether the last event was good.
    LastIsGood,
}

/// What has happened in a pod.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Happened {
    pub(super) good: u64,
    pub(super) bad: u64,
    pub(super) last_is_bad: bool,
}

impl Exporter {
    pub(super) const fn series(self) -> &'static [Series] {
        match self {
            Self::Requests => &[
                ("http_requests_total", r#"code="200","#, Value::Good),
                ("http_requests_total", r#"code="500","#, Value::Bad),
            ],
            Self::Istio => &[
                (
                    "istio_requests_total",
                    r#"destination_service_name="svc",destination_service_namespace="shop",response_code="200","#,
                    Value::Good,
                ),
                (
                    "istio_requests_total",
                    r#"destination_service_name="svc",destination_service_namespace="shop",response_code="503","#,
                    Value::Bad,
                ),
            ],
            Self::Durations => &[
                ("http_request_duration_seconds_bucket", r#"le="0.1","#, Value::Quick),
                ("http_request_duration_seconds_bucket", r#"le="0.5","#, Value::Good),
                ("http_request_duration_seconds_bucket", r#"le="2.5","#, Value::All),
                ("http_request_duration_seconds_bucket", r#"le="+Inf","#, Value::All),
                ("http_request_duration_seconds_count", "", Value::All),
            ],
            Self::NativeDurations => &[("http_request_duration_seconds", "", Value::Histogram)],
            Self::Probe => &[("probe_success", "", Value::LastIsGood)],
        }
    }
}

impl Value {
    /// The sample, and whether a counter has counted anything yet.
    pub(super) fn sample(self, happened: Happened) -> (String, bool) {
        let Happened { good, bad, last_is_bad } = happened;
        let count = match self {
            Self::Good => good,
            Self::Quick => good / 2,
            Self::Bad => bad,
            Self::All => good + bad,
            Self::LastIsGood => return (u64::from(!last_is_bad).to_string(), true),
            // Of schema 0 the buckets end at powers of two: 0.5, 1 and 2 are the ends of these.
            Self::Histogram => {
                let count = good + bad;
                let sample =
                    format!("{{{{schema:0 count:{count} sum:{count} offset:-1 buckets:[{good} 0 {bad}]}}}}");
                return (sample, count > 0);
            }
        };
        (count.to_string(), count > 0)
    }
}
