//! Prometheus itself.

use super::options::FILTER;
use super::{Plugin, Query};

pub(super) const PLUGINS: &[Plugin] = &[
    Plugin {
        id: "sloth-common/prometheus/rules/eval-availability",
        summary: "Rule evaluations that failed.",
        options: &[FILTER],
        query: Query::Text(
            r"
sum(rate(prometheus_rule_evaluation_failures_total{ <filter> }[{{.window}}]))
/
sum(rate(prometheus_rule_evaluations_total{ <filter> }[{{.window}}]))
",
        ),
    },
    Plugin {
        id: "sloth-common/prometheus/targets/availability",
        summary: "Scrapes of targets that were down.",
        options: &[FILTER],
        // `/` binds tighter than `or`, so this is a count of failed scrapes as soon as there is one.
        query: Query::Text(
            r"
sum(count_over_time((up{ <filter> } == 0)[{{.window}}:])) or vector(0)
/
sum(count_over_time((up{ <filter> })[{{.window}}:]))
",
        ),
    },
];
