//! Istio, by the standard metrics of its proxies.

use super::options::{BUCKET, EXCLUDE_ERRORS, FILTER, OptionKind, OptionSpec, Presence};
use super::{Plugin, Query};

const SERVICE: OptionSpec = OptionSpec::new(
    "service",
    OptionKind::Text,
    Presence::Required { reference: "service is required" },
    "could not get service",
);

const NAMESPACE: OptionSpec = OptionSpec::new(
    "namespace",
    OptionKind::Text,
    Presence::Required { reference: "namespace is required" },
    "could not get namespace",
);

pub(super) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/istio/v1/availability",
        summary: "Requests to a service that were answered with 5xx or 429.",
        options: &[SERVICE, NAMESPACE, FILTER],
        // The spaces at the ends of two lines are there in the Go plugin's query.
        query: Query::Text(concat!(
            "\n(\n  sum(rate(istio_requests_total{ <filter,>destination_service_name=\"<service>\",",
            "destination_service_namespace=\"<namespace>\",response_code=~\"(5..|429)\" }[{{.window}}])) \n",
            "  /          \n",
            "  (sum(rate(istio_requests_total{ <filter,>destination_service_name=\"<service>\",",
            "destination_service_namespace=\"<namespace>\" }[{{.window}}])) > 0)\n",
            ") OR on() vector(0)\n",
        )),
    },
    Plugin {
        id: "sloth-common/istio/v1/latency",
        summary: "Requests to a service that took longer than the bucket.",
        options: &[BUCKET, SERVICE, NAMESPACE, FILTER, EXCLUDE_ERRORS],
        query: Query::Text(concat!(
            "\n1 - ((\n  sum(rate(istio_request_duration_milliseconds_bucket{ <filter,><exclude_errors,>",
            "destination_service_name=\"<service>\",destination_service_namespace=\"<namespace>\",le=\"<bucket>\" }",
            "[{{.window}}]))\n",
            "  /\n",
            "  (sum(rate(istio_request_duration_milliseconds_count{ <filter,><exclude_errors,>",
            "destination_service_name=\"<service>\",destination_service_namespace=\"<namespace>\" }",
            "[{{.window}}])) > 0)\n",
            ") OR on() vector(1))\n",
        )),
    },
];
