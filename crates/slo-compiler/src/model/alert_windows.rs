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

/// The shortest window of which a rate can be taken when scrapes are up to two minutes apart.
const SHORTEST: Window = Window::minutes(5);

/// The shortest period for which windows can be made.
const SHORTEST_PERIOD: Window = Window::days(1);

impl AlertWindows {
    /// Google's windows for 30 days, scaled to `period`, each to the nearest 5 minutes: the same shares of the budget in
    /// the same part of the period. `None` for periods of less than a day, which leave no room for them.
    #[must_use]
    pub fn scaled(period: Window) -> Option<Self> {
        let google = google(Window::days(30));
        let pair = |pair: WindowPair| {
            let short = scale(pair.short, google.period, period, SHORTEST).max(SHORTEST);
            let long = scale(pair.long, google.period, period, SHORTEST).max(short.times(2));
            WindowPair { short, long, ..pair }
        };
        let pairs = |pairs: AlertPairs| AlertPairs { quick: pair(pairs.quick), slow: pair(pairs.slow) };
        (period >= SHORTEST_PERIOD).then(|| Self {
            period,
            page: pairs(google.page),
            ticket: pairs(google.ticket),
        })
    }

    /// The four tiers for `period`, and for how long the condition of each must hold, in the order of [`Self::pairs`]. `None`
    /// for periods of less than a day.
    ///
    /// They are those of Pyrra: factors of 14, 7, 2 and 1 over 1 hour, 6 hours, 1 day and 4 days of a period of 28 days, to
    /// whole minutes. The budget shares are 1/48, 1/16, 1/14 and 1/7.
    #[must_use]
    pub fn four(period: Window) -> Option<(Self, [Window; 4])> {
        const BASE: Window = Window::days(28);
        let minute = Window::minutes(1);
        let tier = |factor: f64, hold: u64, short: u64, long: u64| {
            let of = |minutes| scale(Window::minutes(minutes), BASE, period, minute);
            let short = of(short).max(SHORTEST);
            let long = of(long).max(short.times(2));
            let pair = WindowPair { error_budget_percent: percent(factor, period, long), short, long };
            (pair, of(hold).max(minute))
        };
        let [fast, medium, slow, longest] = [
            tier(14.0, 2, 5, 60),
            tier(7.0, 15, 30, 6 * 60),
            tier(2.0, 60, 2 * 60, 24 * 60),
            tier(1.0, 3 * 60, 6 * 60, 4 * 24 * 60),
        ];
        let windows = Self {
            period,
            page: AlertPairs { quick: fast.0, slow: medium.0 },
            ticket: AlertPairs { quick: slow.0, slow: longest.0 },
        };
        (period >= SHORTEST_PERIOD).then_some((windows, [fast.1, medium.1, slow.1, longest.1]))
    }
}

/// `window` × `to` ÷ `from`, to the nearest `step`.
fn scale(window: Window, from: Window, to: Window, step: Window) -> Window {
    let (window, from, to) =
        (u128::from(window.as_millis()), u128::from(from.as_millis()), u128::from(to.as_millis()));
    let step = u128::from(step.as_millis());
    let steps = (window * to + from * step / 2) / (from * step);
    Window::from_millis(u64::try_from(steps * step).unwrap_or(u64::MAX))
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
