//! `OpenSLO` objects to drafts: each objective is an SLO of its own, its two queries become one error ratio.

use super::draft::{Draft, DraftSli};
use super::{GENERATE, MAP};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Span};
use crate::model::{About, Field, Window};
use crate::options::Options;
use crate::spec::openslo::{Objective, RatioMetrics, Slo};

/// Every objective of `spec`; reports those without usable metrics or without a target.
pub(super) fn drafts(spec: &Slo, options: &Options, found: &mut Diagnostics) -> Vec<Draft> {
    let count = spec.spec.time_windows.first().map(|window| window.count);
    let period = match count.map(days) {
        None => options.defaults.period.unwrap_or(options.default_period),
        Some(Ok(period)) => period,
        Some(Err(problem)) => {
            let path = FieldPath::root().key("spec").key("timeWindows").index(0).key("count");
            let id = format!("{}-{}-0", spec.spec.service, spec.metadata.name);
            let message = format!("a period of {} days is not possible", count.unwrap_or_default());
            found.push(Diagnostic::new(Code::PeriodUnknown, path, message).reference(format!(
                "{GENERATE}could not generate \"{id}\" slo: could not generate SLO alerts: the {problem} SLO period time window is not supported"
            )));
            return Vec::new();
        }
    };
    let objectives = spec.spec.objectives.iter().enumerate();
    objectives.map(|(index, objective)| draft(spec, index, objective, period, options, found)).collect()
}

fn draft(
    spec: &Slo,
    index: usize,
    objective: &Objective,
    period: Window,
    options: &Options,
    found: &mut Diagnostics,
) -> Draft {
    let name = format!("{}-{index}", spec.metadata.name);
    let id = format!("{}-{name}", spec.spec.service);
    let query = error_ratio(objective);
    let no_target = objective.target.is_none().then(|| Problem {
        keys: &["target"],
        message: "the objective has no `target`".into(),
        help: "write the ratio of good events, such as `target: 0.999`",
        reference: "missing target".into(),
    });
    let problems = query.as_ref().err().into_iter().flatten().chain(&no_target);
    for Problem { keys, message, help, reference } in problems {
        let objective = FieldPath::root().key("spec").key("objectives").index(index);
        let path = keys.iter().fold(objective, |path, key| path.key(*key));
        let mut diagnostic = Diagnostic::new(Code::OpensloUnsupported, path, message.as_str())
            .help(*help)
            .reference(format!("{MAP}could not map SLOs correctly: could not map SLI: {reference}"));
        diagnostic.slo = Some(id.clone());
        found.push(diagnostic);
    }
    Draft {
        index,
        id,
        name,
        service: spec.spec.service.clone(),
        description: spec.spec.description.clone(),
        objective: objective.target.map(|target| target * 100.0),
        about: About::default(),
        period,
        windows: None,
        tuning: options.defaults.tuning(),
        labels: options.extra_labels.clone(),
        sli: query.map_or(DraftSli::Broken, DraftSli::Raw),
        page: None,
        ticket: None,
        chain: Vec::new(),
        overridden: false,
    }
}

/// The length of so many days, or how Go writes one that is not possible.
fn days(count: i64) -> Result<Window, String> {
    const MILLIS_PER_DAY: u64 = 24 * 60 * 60 * 1000;
    let window = count.unsigned_abs().checked_mul(MILLIS_PER_DAY).map(Window::from_millis);
    match window {
        Some(window) if count >= 0 => Ok(window),
        Some(window) => Err(format!("-{}", window.go_clock())),
        None => Err(format!("{count} days")),
    }
}

/// Why an objective cannot be turned into rules.
struct Problem {
    /// Where, below the objective.
    keys: &'static [&'static str],
    message: String,
    help: &'static str,
    reference: String,
}

/// What stands around the good events and all events in the query of an error ratio.
const FRAME: [&str; 3] = ["\n  1 - (\n    (\n      ", "\n    )\n    /\n    (\n      ", "\n    )\n  )\n"];

/// The one query that these bytes of the error ratio are about, and which of its bytes they are; `None` where they are about
/// both or neither.
pub(super) fn written(objective: &Objective, span: Span) -> Option<(Field, Span)> {
    let metrics = objective.ratio_metrics.as_ref()?;
    let [before, between, _] = FRAME;
    let good = before.len();
    let total = good + metrics.good.query.len() + between.len();
    let pieces = [(Field::BadQuery, good, &metrics.good), (Field::TotalQuery, total, &metrics.total)];
    let mut touched = pieces.into_iter().filter_map(|(field, start, metric)| {
        let within = |at: usize| at.saturating_sub(start).min(metric.query.len());
        let part = Span::new(within(span.start), within(span.end));
        (part.start < part.end).then_some((field, part))
    });
    let first = touched.next()?;
    touched.next().is_none().then_some(first)
}

/// One query for the error ratio: one minus good events by all events.
fn error_ratio(objective: &Objective) -> Result<String, Vec<Problem>> {
    let Some(metrics) = &objective.ratio_metrics else {
        return Err(vec![Problem {
            keys: &["ratioMetrics"],
            message: "the objective has no `ratioMetrics`".into(),
            help: "write `ratioMetrics` with `good` and `total`; other indicators are not turned into rules",
            reference: "missing ratioMetrics".into(),
        }]);
    };
    let problems = problems(metrics);
    if !problems.is_empty() {
        return Err(problems);
    }
    let [before, between, after] = FRAME;
    Ok([before, &metrics.good.query, between, &metrics.total.query, after].concat())
}

/// What is wrong with the two metrics, in the order in which the reference looks at them.
fn problems(RatioMetrics { good, total }: &RatioMetrics) -> Vec<Problem> {
    // The reference takes any source of the total when that of the good events is `sloth`.
    let sources = [
        (
            "good",
            &["ratioMetrics", "good", "source"],
            good,
            matches!(good.source.as_str(), "prometheus" | "sloth"),
        ),
        (
            "total",
            &["ratioMetrics", "total", "source"],
            total,
            total.source == "prometheus" || good.source == "sloth",
        ),
    ];
    let sources = sources.into_iter().filter(|(.., known)| !known).map(|(name, keys, metric, _)| Problem {
        keys,
        message: format!("the source of the {name} events is `{}`", metric.source),
        help: "it must be `prometheus` or `sloth`",
        reference: format!("prometheus or sloth query ratio '{name}' source is required"),
    });
    let types = [
        ("good", &["ratioMetrics", "good", "queryType"], good),
        ("total", &["ratioMetrics", "total", "queryType"], total),
    ];
    let types = types.into_iter().filter(|(.., metric)| metric.query_type != "promql");
    let types = types.map(|(name, keys, metric)| Problem {
        keys,
        message: format!("the query type of the {name} events is `{}`", metric.query_type),
        help: "only `promql` can be turned into rules",
        reference: format!("unsupported '{name}' indicator query type: {}", metric.query_type),
    });
    sources.chain(types).collect()
}
