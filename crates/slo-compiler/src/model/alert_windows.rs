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
