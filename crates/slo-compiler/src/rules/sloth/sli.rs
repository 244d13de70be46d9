//! SLI error ratios: one recording rule a window.

use super::{Cause, WindowError};
use crate::model::{Sli, Slo, Window};
use crate::plan::Plan;
use crate::rules::naming::{self, LABEL_WINDOW};
use crate::rules::{Rule, RuleKind};
use crate::template::{MissingKey, Template};

/// The template of the error ratio, `{{.window}}` still open.
pub(crate) struct Ratio(Template);

impl Ratio {
    /// The ratio of `sli`, for use in the rule of any window.
    pub(super) fn of(sli: &Sli) -> Result<Self, Cause> {
        Self::parse(&match sli {
            Sli::Events { bad, total } => ["(", bad.text(), ")\n/\n(", total.text(), ")\n"].concat(),
            Sli::Raw { error_ratio } => ["(", error_ratio.text(), ")"].concat(),
        })
    }

    pub(super) fn parse(text: &str) -> Result<Self, Cause> {
        Template::parse("sliExpr", text).map(Self).map_err(Cause::Template)
    }

    pub(super) fn render(&self, window: Window) -> Result<String, Cause> {
        let mut expr = String::new();
        self.0.render(&window.to_string(), MissingKey::Error, &mut expr).map_err(Cause::Render)?;
        Ok(expr)
    }
}

/// The rules for every window of the plan, then the one for the period.
///
/// With `optimised` the period is computed from the recorded ratios of the shortest page window instead of raw series.
pub(crate) fn sli_rules(slo: &Slo, plan: &Plan, optimised: bool) -> Result<Vec<Rule>, WindowError> {
    let at = |window| move |cause| WindowError { window, cause };
    let sli = slo.sli.as_ref();
    let mut ratio = None;
    each_window(slo, plan, optimised, |window| {
        if ratio.is_none() {
            ratio = Some(Ratio::of(sli.ok_or(Cause::NoSli).map_err(at(window))?).map_err(at(window))?);
        }
        ratio.as_ref().map_or(Err(Cause::NoSli), |ratio| ratio.render(window)).map_err(at(window))
    })
}

/// Makes the rule of each window with `expr`, and that of the period by averaging where `optimised`.
pub(super) fn each_window(
    slo: &Slo,
    plan: &Plan,
    optimised: bool,
    mut expr: impl FnMut(Window) -> Result<String, WindowError>,
) -> Result<Vec<Rule>, WindowError> {
    let identity = naming::identity(slo);
    let selector = naming::selector(&identity);
    let mut labels = identity;
    labels.set(LABEL_WINDOW, "");
    labels.merge(&slo.labels);
    let own_window = slo.labels.get(LABEL_WINDOW).is_some();
    let rule = |window: Window, expr: String| {
        let mut labels = labels.clone();
        if !own_window {
            labels.set(LABEL_WINDOW, window.to_string());
        }
        Rule { kind: RuleKind::Record(naming::error_ratio(window).into()), expr, labels }
    };
    plan.windows
        .iter()
        .copied()
        .chain([plan.period])
        .map(|window| {
            let text = if optimised && window == plan.period {
                if plan.current == window {
                    return Err(WindowError { window, cause: Cause::OptimisedFromItself });
                }
                average(&selector, plan.current, window)
            } else {
                expr(window)?
            };
            Ok(rule(window, text))
        })
        .collect()
}

/// The mean over `period` of what was recorded for `source`.
fn average(selector: &str, source: Window, period: Window) -> String {
    let (ratio, period) = (naming::error_ratio(source), period.to_string());
    let over = |function, end| [function, "(", &ratio, selector, "[", &period, "])", end].concat();
    let by = format!("\n/ ignoring ({LABEL_WINDOW})\n");
    [over("sum_over_time", &by), over("count_over_time", "\n")].concat()
}
