//! An SLI of a gauge that is 1 while all is well and 0 otherwise: every sample is an event.

use super::Indicator;
use super::selector::{Metric, sum};
use crate::lower::values::Values;
use crate::model::MissingBad;
use crate::promql;
use crate::spec::extension::SliProbe;

const EXAMPLE: &str = r#"probe_success{job="blackbox"}"#;

/// The queries: samples less those that are 1, and all samples.
pub(super) fn read(probe: &SliProbe, options: promql::Options, values: &mut Values<'_>) -> Option<Indicator> {
    let metric = Metric::read(&["sli", "probe", "metric"], &probe.metric, EXAMPLE, options, values);
    let sum = sum(&["sli", "probe", "group_by"], &probe.group_by, values);
    let (metric, sum) = (metric?, sum?);
    let series = metric.select(metric.name, None);
    let total = format!("{sum}(count_over_time({series}[{{{{.window}}}}]))");
    let good = format!("{sum}(sum_over_time({series}[{{{{.window}}}}]))");
    Some(Indicator {
        bad: format!("{total} - {good}"),
        total,
        missing_bad: MissingBad::IsUnknown,
        additive: false,
    })
}
