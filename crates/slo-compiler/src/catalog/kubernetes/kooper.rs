//! Controllers written with the Go library `spotahome/kooper`.

use crate::catalog::options::{BUCKET, FILTER, OptionKind, OptionSpec, Presence};
use crate::catalog::{Plugin, Query};

const CONTROLLER: OptionSpec = OptionSpec::new(
    "controller",
    OptionKind::Text,
    Presence::Required { reference: r#""controller" option is required"# },
    "could not get controller",
);

pub(in crate::catalog) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/kubernetes/kooper/availability",
        summary: "Events whose processing failed for good; what is tried again does not count.",
        options: &[CONTROLLER, FILTER],
        query: Query::Text(
            r#"
(
  sum(rate(kooper_controller_processed_event_duration_seconds_count{ <filter,>controller="<controller>",success="false" }[{{.window}}]))
  /
  ((
    sum(rate(kooper_controller_processed_event_duration_seconds_count{ <filter,>controller="<controller>" }[{{.window}}]))
    -
    (sum(rate(kooper_controller_queued_events_total{ <filter,>controller="<controller>",requeue="true" }[{{.window}}])) OR on() vector(0))
  ) > 0)
) OR on() vector(0)
"#,
        ),
    },
    Plugin {
        id: "sloth-common/kubernetes/kooper/latency",
        summary: "Events whose processing took longer than the bucket.",
        options: &[BUCKET, CONTROLLER, FILTER],
        query: Query::Text(
            r#"
1 - ((
  sum(rate(kooper_controller_processed_event_duration_seconds_bucket{ <filter,>controller="<controller>",le="<bucket>" }[{{.window}}]))
  /
  (sum(rate(kooper_controller_processed_event_duration_seconds_count{ <filter,>controller="<controller>" }[{{.window}}])) > 0)
) OR on() vector(1))
"#,
        ),
    },
    Plugin {
        id: "sloth-common/kubernetes/kooper/queue-congestion",
        summary: "Events that waited in the queue for longer than the bucket.",
        options: &[BUCKET, CONTROLLER, FILTER],
        query: Query::Text(
            r#"
1 - ((
  sum(rate(kooper_controller_event_in_queue_duration_seconds_bucket{ <filter,>controller="<controller>",le="<bucket>" }[{{.window}}]))
  /
  (sum(rate(kooper_controller_event_in_queue_duration_seconds_count{ <filter,>controller="<controller>" }[{{.window}}])) > 0)
) OR on() vector(1))
"#,
        ),
    },
];
