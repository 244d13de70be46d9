//! What the error ratio of a window without events is.
//!
//! In: the bad and all events of a window, or a ratio, as `PromQL`. Out: the ratio, which is never NaN.

use super::scope;
use crate::additivity::Grouping;
use crate::model::NoTraffic;

/// Events below this are none: far below one event a period, whatever the unit.
const NO_EVENTS: &str = "1e-12";

/// The ratio of `bad` to `total`; `always_bad` tells that `bad` exists wherever `total` does.
pub(super) fn of_events(policy: NoTraffic, bad: &str, total: &str, always_bad: bool) -> String {
    match policy {
        NoTraffic::Good => [bad, " / clamp_min(", total, ", ", NO_EVENTS, ")"].concat(),
        NoTraffic::Absent => [bad, " / (", total, " > 0)"].concat(),
        NoTraffic::Bad if always_bad => [bad, " / (", total, " > 0) or ", total, " == bool 0"].concat(),
        // Where only `bad` is missing, the comparison would say 0.
        NoTraffic::Bad => [bad, " / (", total, " > 0) or (", total, " == bool 0) > 0"].concat(),
    }
}

/// `ratio`, between 0 and 1 and without NaN, which is what 0 ÷ 0 gives.
pub(super) fn of_ratio(policy: NoTraffic, ratio: &str, grouping: &Grouping) -> String {
    let known = ["clamp(", ratio, ", 0, 1) >= 0"].concat();
    let (matching, group) = match grouping {
        Grouping::By(labels) if labels.is_empty() => ("on() ".to_owned(), "group(".to_owned()),
        Grouping::By(labels) => {
            let list = scope::list(labels);
            (["on", &list, " "].concat(), ["group by ", &list, " ("].concat())
        }
        Grouping::Unknown => (String::new(), "group without () (".to_owned()),
    };
    let value = match policy {
        NoTraffic::Absent => return known,
        NoTraffic::Good => "0 * ",
        NoTraffic::Bad => "",
    };
    ["(", &known, ") or ", &matching, value, &group, ratio, ")"].concat()
}
