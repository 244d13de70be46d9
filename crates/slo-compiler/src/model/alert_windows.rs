//! Which windows an alert looks at, by SLO period.

use std::collections::BTreeMap;

use super::Window;

/// One burn-rate condition: the long window proves that it matters, the short one that it still goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowPair {
    /// How much of the period's error budget is gone when this rate has lasted for the long window, in percent.
    pub error_budget_percent: f64,
    /// The short window.
    pub short: Window,
    /// The long window.
    pub long: Window,
}

/// The two conditions of one alert; either of them raises it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlertPairs {
    /// Notices fast burns.
    pub quick: WindowPair,
    /// Notices slow burns.
    pub slow: WindowPair,
}

/// The conditions of both alerts for SLOs of one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlertWindows {
    /// The SLO period for which these windows are made.
    pub period: Window,
    /// Someone is called.
    pub page: AlertPairs,
    /// Someone looks at it in working hours.
    pub ticket: AlertPairs,
}

impl AlertWindows {
    /// The four pairs: page quick and slow, ticket quick and slow.
    #[must_use]
    pub const fn pairs(&self) -> [WindowPair; 4] {
        [self.page.quick, self.page.slow, self.ticket.quick, self.ticket.slow]
    }

    /// Google's windows, as [`WindowCatalog::builtin`] has them, for an SLO period of any length: each window and the
    /// period keep their proportion, rounded to lengths that people write, and no window is shorter than `floor`.
    ///
    /// Keeps: a long window is at least twice its short one, the long windows ascend, and the burn rates do not. The
    /// shares of the budget stay Google's, so that the burn rates follow from the windows. `None` if the period is zero or
    /// too long for its windows.
    ///
    /// ```
    /// use slo_compiler::model::{AlertWindows, Window};
    ///
    /// let week = AlertWindows::scaled(Window::days(7), Window::minutes(5)).unwrap();
    /// let pairs = week.pairs().map(|pair| format!("{}/{}", pair.short, pair.long));
    /// assert_eq!(pairs, ["5m/15m", "5m/1h30m", "30m/6h", "1h30m/18h"]);
    /// ```
    #[must_use]
    pub fn scaled(period: Window, floor: Window) -> Option<Self> {
        let reference = google(Window::days(30));
        let mut before: Option<WindowPair> = None;
        let mut pairs = [WindowPair { error_budget_percent: 0.0, short: floor, long: floor }; 4];
        for (pair, google) in pairs.iter_mut().zip(reference.pairs()) {
            let short = proportional(google.short, period, reference.period)?
                .max(floor)
                .readable_nearest()
                .max(floor);
            let mut long = proportional(google.long, period, reference.period)?.readable_nearest();
            long = long.max(times(short, 2.0)?.readable_at_least());
            if let Some(before) = before {
                let same_rate =
                    times(before.long, google.error_budget_percent / before.error_budget_percent)?;
                let longer = Window::from_millis(before.long.as_millis().checked_add(1)?);
                long = long.max(same_rate.max(longer).readable_at_least());
            }
            *pair = WindowPair { short, long, ..google };
            before = Some(*pair);
        }
        let [page_quick, page_slow, ticket_quick, ticket_slow] = pairs;
        let page = AlertPairs { quick: page_quick, slow: page_slow };
        let ticket = AlertPairs { quick: ticket_quick, slow: ticket_slow };
        (!period.is_zero()).then_some(Self { period, page, ticket })
    }
}

/// The length that is to `period` as `window` is to `reference`.
fn proportional(window: Window, period: Window, reference: Window) -> Option<Window> {
    let product = u128::from(window.as_millis()) * u128::from(period.as_millis());
    u64::try_from(product / u128::from(reference.as_millis().max(1))).ok().map(Window::from_millis)
}

/// `factor` is at most some tens; the product is exact for windows below a million years.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds of a window are far below 2^53, and what is not is cut off at the end of the range"
)]
fn times(window: Window, factor: f64) -> Option<Window> {
    let millis = (window.as_millis() as f64 * factor).ceil();
    (millis < 9e15).then(|| Window::from_millis(millis as u64))
}

/// How the windows and burn rates of alerts are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tiers {
    /// Google's: a budget share for each pair, the rates of pages far above those of tickets.
    #[default]
    Google,
    /// Four tiers of 14, 7, 2 and 1 times the affordable rate, each with a time for which it must hold.
    Four,
}

impl AlertWindows {
    /// The four tiers for `period`, and for how long the condition of each must hold, in the order of [`Self::pairs`]. No
    /// window is shorter than `floor`. `None` if the period is zero or too long for its windows.
    ///
    /// They are those of Pyrra: factors of 14, 7, 2 and 1 over 1 hour, 6 hours, 1 day and 4 days of a period of 28 days,
    /// with shares of the budget of 1/48, 1/16, 1/14 and 1/7. For other periods they are rounded as in [`Self::scaled`].
    #[must_use]
    pub fn four(period: Window, floor: Window) -> Option<(Self, [Window; 4])> {
        let of = |minutes: u64| {
            proportional(Window::minutes(minutes), period, Window::days(28)).map(Window::readable_nearest)
        };
        let mut before = Window::ZERO;
        let mut tier = |factor: f64, hold: u64, short: u64, long: u64| {
            let short = of(short)?.max(floor);
            let long = of(long)?.max(times(short, 2.0)?.readable_at_least()).max(before);
            before = Window::from_millis(long.as_millis() + 1).readable_at_least();
            let pair = WindowPair { error_budget_percent: percent(factor, period, long), short, long };
            Some((pair, of(hold)?.max(Window::minutes(1))))
        };
        let (fast, medium) = (tier(14.0, 2, 5, 60)?, tier(7.0, 15, 30, 6 * 60)?);
        let (slow, longest) = (tier(2.0, 60, 2 * 60, 24 * 60)?, tier(1.0, 3 * 60, 6 * 60, 4 * 24 * 60)?);
        let windows = Self {
            period,
            page: AlertPairs { quick: fast.0, slow: medium.0 },
            ticket: AlertPairs { quick: slow.0, slow: longest.0 },
        };
        (!period.is_zero()).then_some((windows, [fast.1, medium.1, slow.1, longest.1]))
    }
}

/// The share of the budget whose burn rate, as [`crate::plan::burn_rate`] computes it, is `factor`: exactly where there is
/// such a share, and else to the last digit but one.
fn percent(factor: f64, period: Window, long: Window) -> f64 {
    let share = factor * long.as_hours() * 100.0 / period.as_hours();
    let rate = |percent: f64| percent * period.as_hours() / 100.0 / long.as_hours();
    let near = [share, share.next_up(), share.next_down()];
    near.into_iter().find(|share| rate(*share).total_cmp(&factor).is_eq()).unwrap_or(share)
}

/// The alert windows of a run, one set a period.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowCatalog(BTreeMap<Window, AlertWindows>);

impl WindowCatalog {
    /// No period at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self(BTreeMap::new())
    }

    /// Google's windows (Site Reliability Workbook, chapter 5, table 5-8) for periods of 30 and of 28 days.
    #[must_use]
    pub fn builtin() -> Self {
        Self(
            [30, 28]
                .into_iter()
                .map(|days| google(Window::days(days)))
                .map(|windows| (windows.period, windows))
                .collect(),
        )
    }

    /// The windows for `period`.
    #[must_use]
    pub fn get(&self, period: Window) -> Option<&AlertWindows> {
        self.0.get(&period)
    }

    /// Adds `windows`; gives back those that were there for the period, and then leaves them.
    pub fn insert(&mut self, windows: AlertWindows) -> Option<&AlertWindows> {
        if self.0.contains_key(&windows.period) {
            return self.0.get(&windows.period);
        }
        self.0.insert(windows.period, windows);
        None
    }

    /// The periods, ascending.
    pub fn periods(&self) -> impl Iterator<Item = Window> {
        self.0.keys().copied()
    }
}

impl Default for WindowCatalog {
    fn default() -> Self {
        Self::builtin()
    }
}

fn google(period: Window) -> AlertWindows {
    let pair = |error_budget_percent, short, long| WindowPair { error_budget_percent, short, long };
    AlertWindows {
        period,
        page: AlertPairs {
            quick: pair(2.0, Window::minutes(5), Window::hours(1)),
            slow: pair(5.0, Window::minutes(30), Window::hours(6)),
        },
        ticket: AlertPairs {
            quick: pair(10.0, Window::hours(2), Window::days(1)),
            slow: pair(10.0, Window::hours(6), Window::days(3)),
        },
    }
}
