//! Windows and thresholds of one SLO: arithmetic only, no names, labels or `PromQL`.
//!
//! In: an [`Slo`]. Out: its [`Plan`]. Keeps: every number is computed in float64 in the order of operations that Sloth
//! has, because the last digits are part of the emitted rules.

use crate::model::{AlertPairs, Slo, Window, WindowPair};

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

/// Computes the plan of `slo`.
#[must_use]
pub fn plan(slo: &Slo) -> Plan {
    let mut windows: Vec<Window> =
        slo.windows.pairs().iter().flat_map(|pair| [pair.short, pair.long]).collect();
    windows.sort_unstable();
    windows.dedup();
    let conditions = |pairs: AlertPairs| [pairs.quick, pairs.slow].map(|pair| condition(pair, slo.period));
    Plan {
        windows,
        period: slo.period,
        current: slo.windows.page.quick.short,
        error_budget: slo.objective.error_budget(),
        page: conditions(slo.windows.page),
        ticket: conditions(slo.windows.ticket),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(days: u64, percents: [f64; 4]) -> Vec<f64> {
        let longs = [Window::hours(1), Window::hours(6), Window::days(1), Window::days(3)];
        let pair = |(error_budget_percent, long)| WindowPair {
            error_budget_percent,
            short: Window::minutes(5),
            long,
        };
        percents.into_iter().zip(longs).map(pair).map(|pair| burn_rate(pair, Window::days(days))).collect()
    }

    #[test]
    fn burn_rates_have_the_reference_s_last_digits() {
        assert_eq!(rates(30, [2.0, 5.0, 10.0, 10.0]), [14.4, 6.0, 3.0, 1.0]);
        assert_eq!(
            rates(28, [2.0, 5.0, 10.0, 10.0]),
            [13.44, 5.600_000_000_000_000_5, 2.800_000_000_000_000_3, 0.933_333_333_333_333_3]
        );
        assert_eq!(rates(7, [8.0, 12.5, 20.0, 42.0]), [13.44, 3.5, 1.400_000_000_000_000_1, 0.98]);
    }
}
