//! An SLI of durations: events are good that take no longer than a threshold.
//!
//! Of a classic histogram the threshold is the bound of a bucket, whose series counts the good events. A native histogram
//! has no series for its buckets: there, good events are estimated within the bucket that the threshold falls into.

use std::collections::BTreeSet;

use super::Indicator;
use super::selector::{Metric, sum};
use crate::diagnostic::Code;
use crate::go::number::{format_decimal, format_g};
use crate::lower::values::Values;
use crate::model::{MissingBad, Window};
use crate::promql;
use crate::promql::ast::MatchOp;
use crate::spec::extension::SliLatency;

const EXAMPLE: &str = r#"http_request_duration_seconds{job="api"}"#;
const HISTOGRAM: [&str; 3] = ["sli", "latency", "histogram"];
const THRESHOLD: [&str; 3] = ["sli", "latency", "threshold"];
const BUCKETS: [&str; 3] = ["sli", "latency", "buckets"];

/// The queries of slow and of all events.
pub(super) fn read(
    latency: &SliLatency,
    options: promql::Options,
    values: &mut Values<'_>,
) -> Option<Indicator> {
    let metric = Metric::read(&HISTOGRAM, &latency.histogram, EXAMPLE, options, values);
    let metric = metric.filter(|metric| is_histogram(metric, latency.native, values));
    let threshold = threshold(&latency.threshold, values);
    let in_buckets = buckets(latency, threshold, values);
    let sum = sum(&["sli", "latency", "group_by"], &latency.group_by, values);
    let (metric, threshold, (), sum) = (metric?, threshold?, in_buckets?, sum?);
    Some(if latency.native { native(&metric, threshold, &sum) } else { classic(&metric, threshold, &sum) })
}

/// All events, less those in the bucket. Without that bucket nothing is known.
fn classic(metric: &Metric<'_>, threshold: f64, sum: &str) -> Indicator {
    let rate = |series: &str| format!("{sum}(rate({series}[{{{{.window}}}}]))");
    let (op, bound) = bound(threshold);
    let good = metric.select(&format!("{}_bucket", metric.name), Some(("le", op, &bound)));
    let total = rate(&metric.select(&format!("{}_count", metric.name), None));
    Indicator {
        bad: format!("{total} - {}", rate(&good)),
        total,
        missing_bad: MissingBad::IsUnknown,
        additive: false,
    }
}

/// The share of the histogram above the threshold, times its count. Without events the share is not a number, and then there
/// are no bad ones.
fn native(metric: &Metric<'_>, threshold: f64, sum: &str) -> Indicator {
    let histogram = format!("{sum}(rate({}[{{{{.window}}}}]))", metric.select(metric.name, None));
    let mut bound = String::new();
    format_decimal(threshold, &mut bound);
    let total = format!("histogram_count({histogram})");
    Indicator {
        bad: format!("((1 - histogram_fraction(0, {bound}, {histogram})) * {total} >= 0) or 0 * {total}"),
        total,
        missing_bad: MissingBad::IsUnknown,
        additive: true,
    }
}

/// A condition on `le` that finds the bucket however its bound is written: by the client, as up to Prometheus 2, or in the
/// one form of Prometheus 3.
fn bound(threshold: f64) -> (MatchOp, String) {
    let mut forms = BTreeSet::new();
    for write in [format_g, format_decimal] {
        let mut form = String::new();
        write(threshold, &mut form);
        forms.insert(form);
    }
    let whole = |form: &String| !form.contains(['.', 'e']);
    let forms: Vec<String> =
        forms
            .into_iter()
            .map(|form| {
                if whole(&form) { form + r"(\\.0)?" } else { form.replace('.', r"\\.").replace('+', r"\\+") }
            })
            .collect();
    match forms.as_slice() {
        [form] if !form.contains('(') => (MatchOp::Equal, form.replace('\\', "")),
        forms => (MatchOp::Regex, forms.join("|")),
    }
}

/// Whether the selector can be one of a histogram.
fn is_histogram(metric: &Metric<'_>, native: bool, values: &mut Values<'_>) -> bool {
    let suffix = ["_bucket", "_count", "_sum"].into_iter().find(|suffix| metric.name.ends_with(suffix));
    let problem = if let Some(suffix) = suffix {
        let base = metric.name.strip_suffix(suffix).unwrap_or_default();
        let message = format!("`{}` is one series of a histogram, not the histogram", metric.name);
        Some((message, format!("write `{base}`")))
    } else if metric.has("le") {
        let kind = if native { "a native histogram has no `le`" } else { "`le` comes from the threshold" };
        Some((kind.to_owned(), "leave the condition on `le` out".to_owned()))
    } else {
        None
    };
    let fits = problem.is_none();
    if let Some((message, help)) = problem {
        values.wrong(Code::SpecValue, &HISTOGRAM, message, Some(help));
    }
    fits
}

/// The threshold in the unit of the histogram: a length of time in seconds, or the number itself.
fn threshold(written: &str, values: &mut Values<'_>) -> Option<f64> {
    let number = crate::go::parse::parse_float(written).ok().filter(|_| !written.is_empty());
    let parsed = number.or_else(|| {
        let window = Window::parse(written).ok()?;
        #[expect(clippy::cast_precision_loss, reason = "years of milliseconds are exact")]
        let millis = window.as_millis() as f64;
        Some(millis / 1000.0)
    });
    let problem = match parsed {
        _ if written.is_empty() => "is missing".to_owned(),
        None => format!("has to be a duration or a number, but is `{written}`"),
        Some(value) if value > 0.0 && value.is_finite() => return Some(value),
        Some(_) => format!("has to be above 0, but is `{written}`"),
    };
    let message = format!("`{}` {problem}", values.path(&THRESHOLD));
    let help = "write a duration such as `500ms`, or a number in the unit of the histogram".to_owned();
    values.wrong(Code::SpecValue, &THRESHOLD, message, Some(help));
    None
}

/// Whether the threshold is one of the buckets, as far as these are told.
fn buckets(latency: &SliLatency, threshold: Option<f64>, values: &mut Values<'_>) -> Option<()> {
    let bounds = &latency.buckets;
    if bounds.is_empty() {
        return Some(());
    }
    if latency.native {
        let message = "a native histogram has no buckets of its own to choose from".to_owned();
        let help = "leave `buckets` out".to_owned();
        values.wrong(Code::SpecConflict, &BUCKETS, message, Some(help));
        return None;
    }
    let is = |bound: &f64, other: f64| bound.total_cmp(&other).is_eq();
    let threshold = threshold?;
    if bounds.iter().any(|bound| is(bound, threshold)) {
        return Some(());
    }
    let nearest = bounds
        .iter()
        .copied()
        .min_by(|one, other| (one - threshold).abs().total_cmp(&(other - threshold).abs()));
    let message = format!("the histogram has no bucket that ends at {threshold}");
    let help = nearest.map(|nearest| format!("the nearest one ends at {nearest}"));
    values.wrong(Code::SpecConflict, &BUCKETS, message, help);
    None
}
