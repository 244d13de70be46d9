//! Every metric, label, group and annotation text that is emitted: the only home of these names.
//!
//! They are those of Sloth 0.16.0 in every profile, because dashboards, user interfaces and alert routes are built on them.

use crate::go;
use crate::model::{Labels, Slo, Window};

/// Label: the SLO's id.
pub const LABEL_ID: &str = "sloth_id";
/// Label: the SLO's service.
pub const LABEL_SERVICE: &str = "sloth_service";
/// Label: the SLO's name.
pub const LABEL_SLO: &str = "sloth_slo";
/// Label: the window of an SLI error ratio.
pub const LABEL_WINDOW: &str = "sloth_window";
/// Label: `page` or `ticket`.
pub const LABEL_SEVERITY: &str = "sloth_severity";
/// Label of the info metric: the version of the compiler.
pub const LABEL_VERSION: &str = "sloth_version";
/// Label of the info metric: how the rules were made.
pub const LABEL_MODE: &str = "sloth_mode";
/// Label of the info metric: what the SLO was written in.
pub const LABEL_SPEC: &str = "sloth_spec";
/// Label of the info metric: the objective in percent.
pub const LABEL_OBJECTIVE: &str = "sloth_objective";

/// Label of an alert that only one pair of windows raises: its long window.
pub const LABEL_LONG_WINDOW: &str = "long_window";
/// Label of an alert that only one pair of windows raises: its short window.
pub const LABEL_SHORT_WINDOW: &str = "short_window";
/// Inside an expression alone: which of several queries a series is from.
pub const LABEL_TERM: &str = "slo_term";

/// What follows the SLO's alert name in the name of the alert on a used up budget.
pub const BUDGET_EXHAUSTED: &str = "BudgetExhausted";
/// What follows the SLO's alert name in the name of the alert on a source that is gone.
pub const SOURCE_VANISHED: &str = "SourceVanished";
/// What follows the SLO's alert name in the name of the alert on a source that never was.
pub const SOURCE_NEVER_SEEN: &str = "SourceNeverSeen";
/// What follows the SLO's alert name in the name of the alert on a source without events.
pub const SOURCE_IDLE: &str = "SourceIdle";

/// Metric: the objective as a ratio.
pub const OBJECTIVE_RATIO: &str = "slo:objective:ratio";
/// Metric: the error budget as a ratio.
pub const ERROR_BUDGET_RATIO: &str = "slo:error_budget:ratio";
/// Metric: the SLO period in days.
pub const TIME_PERIOD_DAYS: &str = "slo:time_period:days";
/// Metric: how many times faster than allowed the budget burns now.
pub const CURRENT_BURN_RATE: &str = "slo:current_burn_rate:ratio";
/// Metric: how many times faster than allowed the budget burned over the period.
pub const PERIOD_BURN_RATE: &str = "slo:period_burn_rate:ratio";
/// Metric: the share of the period's error budget that is left; negative when overspent.
pub const BUDGET_REMAINING: &str = "slo:period_error_budget_remaining:ratio";
/// Metric: always 1, with facts about the SLO as labels.
pub const SLO_INFO: &str = "sloth_slo_info";

/// Metric: the ratio of bad to all events over `window`.
#[must_use]
pub fn error_ratio(window: Window) -> String {
    format!("slo:sli_error:ratio_rate{window}")
}

/// Metric of the profile `native`: all events of `window`; a second, unless the queries count without time.
#[must_use]
pub fn total_events(window: Window) -> String {
    format!("slo:sli_total_events:rate{window}")
}

/// Metric of the profile `native`: the bad events of `window`; a second, unless the queries count without time.
#[must_use]
pub fn bad_events(window: Window) -> String {
    format!("slo:sli_bad_events:rate{window}")
}

/// Metric: the events of `window` relative to those of the period.
#[must_use]
pub fn numerator_correction(window: Window) -> String {
    format!("slo:numerator_correction:ratio{window}")
}

/// Group of the SLI recording rules.
#[must_use]
pub fn sli_group(id: &str) -> String {
    format!("sloth-slo-sli-recordings-{id}")
}

/// Group of the metadata recording rules.
#[must_use]
pub fn metadata_group(id: &str) -> String {
    format!("sloth-slo-meta-recordings-{id}")
}

/// Group of the alerts.
#[must_use]
pub fn alert_group(id: &str) -> String {
    format!("sloth-slo-alerts-{id}")
}

/// Group of the profile `native` for what must follow the present without delay: events, short windows, alerts.
#[must_use]
pub fn fast_group(id: &str) -> String {
    format!("slo-fast-{id}")
}

/// Group of the profile `native` for long windows and facts.
#[must_use]
pub fn slow_group(id: &str) -> String {
    format!("slo-slow-{id}")
}

/// Group of the rules that fill in what happened before the profile `native` was loaded.
#[must_use]
pub fn backfill_group(id: &str) -> String {
    format!("slo-backfill-{id}")
}

/// The labels that name an SLO.
#[must_use]
pub fn identity(slo: &Slo) -> Labels {
    [(LABEL_ID, slo.id.shared()), (LABEL_SERVICE, slo.service.shared()), (LABEL_SLO, slo.name.shared())]
        .into_iter()
        .collect()
}

/// A `PromQL` selector: keys in byte order, values quoted the way Go does.
///
/// Keys are written as they are: a key that is not a classic label name yields an expression that Prometheus refuses.
#[must_use]
pub fn selector(labels: &Labels) -> String {
    let mut pairs: Vec<_> = labels.iter().collect();
    pairs.sort_unstable();
    let mut text = String::with_capacity(
        pairs.iter().map(|(name, value)| name.len() + value.len() + 6).sum::<usize>() + 2,
    );
    text.push('{');
    for (position, (name, value)) in pairs.into_iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        text.push_str(name);
        text.push('=');
        go::quote::quote(value, &mut text);
    }
    text.push('}');
    text
}
