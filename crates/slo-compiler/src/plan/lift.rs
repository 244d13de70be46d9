//! Longer alert windows for traffic with gaps.
//!
//! In: alert windows, and the longest time from the start of one run of the source to the start of the next. Out: windows
//! of which none is shorter than that time, so that each holds a run and no alert comes and goes with the runs; and which
//! pairs changed. Keeps: a pair's share of the error budget stays, so its burn rate follows from its new long window.

use crate::model::{AlertKind, AlertPairs, AlertWindows, Window, WindowPair};

/// A pair of windows that was made longer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lift {
    /// To which alert it belongs.
    pub alert: AlertKind,
    /// As the period has it.
    pub before: WindowPair,
    /// As it is used.
    pub after: WindowPair,
}

/// `windows`, with none shorter than `longest_gap`, and the pairs that changed.
pub(super) fn lift(windows: &AlertWindows, longest_gap: Window) -> (AlertWindows, Vec<Lift>) {
    let shortest = super::distinct(&windows.pairs())
        .into_iter()
        .find(|window| *window >= longest_gap)
        .unwrap_or_else(|| longest_gap.readable_at_least());
    let mut lifted = Vec::new();
    let mut pair = |alert, before: WindowPair| {
        let after =
            WindowPair { short: before.short.max(shortest), long: before.long.max(shortest), ..before };
        if after != before {
            lifted.push(Lift { alert, before, after });
        }
        after
    };
    let mut pairs = |alert, pairs: AlertPairs| AlertPairs {
        quick: pair(alert, pairs.quick),
        slow: pair(alert, pairs.slow),
    };
    let page = pairs(AlertKind::Page, windows.page);
    let ticket = pairs(AlertKind::Ticket, windows.ticket);
    (AlertWindows { page, ticket, ..*windows }, lifted)
}
