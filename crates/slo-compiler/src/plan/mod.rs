//! Windows and thresholds of one SLO: arithmetic only, no names, labels or `PromQL`.
//!
//! In: an [`Slo`]. Out: its [`Plan`]. Keeps: every number is computed in float64 in the order of operations that Sloth
//! has, because the last digits are part of the emitted rules.

mod lift;
mod sources;
#[cfg(test)]
mod tests;

pub use lift::Lift;
pub use sources::{Reading, Source, Sources};

use crate::model::{AlertPairs, AlertWindows, Slo, Window, WindowPair};

/// What the rules of one SLO are computed over and compared with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// Every window that an alert looks at, ascending, each once.
    pub windows: Vec<Window>,
    /// The SLO period.
    pub period: Window,
    /// The window that stands for "now": the short one of the quick page condition.
    pub current: Window,
    /// The largest share of bad events that keeps the objective.
    pub error_budget: f64,
    /// The conditions of the page alert, quick first.
    pub page: [BurnCondition; 2],
    /// The conditions of the ticket alert, quick first.
    pub ticket: [BurnCondition; 2],
    /// What only the rules of the profile `native` need; `None` in the plan of another profile.
    pub native: Option<Native>,
}

/// The part of a [`Plan`] that only the profile `native` has.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Native {
    /// From which recorded events each window is computed.
    pub sources: Sources,
    /// The pairs of windows that are longer than those of the period, because the SLO's traffic is sparse.
    pub lifted: Vec<Lift>,
}

/// One pair of windows and the burn rate that both must exceed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BurnCondition {
    /// The short window.
    pub short: Window,
    /// The long window.
    pub long: Window,
    /// How many times faster than the budget allows; unitless.
    pub burn_rate: f64,
}

/// Computes the plan of `slo` for the profile `sloth`.
#[must_use]
pub fn plan(slo: &Slo) -> Plan {
    with_windows(slo, &slo.windows)
}

/// Computes the plan of `slo` for the profile `native`.
#[must_use]
pub fn native(slo: &Slo) -> Plan {
    let (windows, lifted) = slo
        .tuning
        .sparse
        .map_or_else(|| (slo.windows, Vec::new()), |longest_gap| lift::lift(&slo.windows, longest_gap));
    let mut plan = with_windows(slo, &windows);
    // Dashboards show the windows of the period, and "now" stays what it is.
    plan.current = slo.windows.page.quick.short;
    plan.windows = distinct([slo.windows.pairs(), windows.pairs()].as_flattened());
    let sources = Sources::of(&distinct(&slo.windows.pairs()), &plan);
    plan.native = Some(Native { sources, lifted });
    plan
}

fn with_windows(slo: &Slo, windows: &AlertWindows) -> Plan {
    let conditions = |pairs: AlertPairs| [pairs.quick, pairs.slow].map(|pair| condition(pair, slo.period));
    Plan {
        windows: distinct(&windows.pairs()),
        period: slo.period,
        current: windows.page.quick.short,
        error_budget: slo.objective.error_budget(),
        page: conditions(windows.page),
        ticket: conditions(windows.ticket),
        native: None,
    }
}

/// Every window of `pairs`, ascending, each once.
fn distinct(pairs: &[WindowPair]) -> Vec<Window> {
    let mut windows: Vec<Window> = pairs.iter().flat_map(|pair| [pair.short, pair.long]).collect();
    windows.sort_unstable();
    windows.dedup();
    windows
}

fn condition(pair: WindowPair, period: Window) -> BurnCondition {
    BurnCondition { short: pair.short, long: pair.long, burn_rate: burn_rate(pair, period) }
}

/// How many times faster than the budget allows the long window of `pair` burns it; unitless.
///
/// Budget × period ÷ window: 2 % of a 30-day budget in one hour is a rate of 14.4 (Site Reliability Workbook, chapter 5).
#[must_use]
pub fn burn_rate(pair: WindowPair, period: Window) -> f64 {
    pair.error_budget_percent * period.as_hours() / 100.0 / pair.long.as_hours()
}
