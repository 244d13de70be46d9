//! Numbers and times in words.
//!
//! Keeps: rounding never makes a bad state look good. Ratios of good events and shares of a budget are rounded down, so
//! that an SLO that just misses its objective does not show it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use slo_compiler::dashboard::model::Format;

/// What stands where nothing is known.
pub(super) const NO_DATA: &str = "no data";

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

/// `99.9 %`, as it was written.
pub(super) fn objective(percent: f64) -> String {
    format!("{percent}\u{202f}%")
}

/// The share of good events, with two digits more than the objective has, rounded down.
pub(super) fn good_ratio(sli: f64, objective: f64) -> String {
    let written = objective.to_string();
    let digits = written.split_once('.').map_or(0, |(_, digits)| digits.len());
    let digits = (digits + 2).min(6);
    let good = sli * 100.0;
    if !good.is_finite() {
        return infinite(good);
    }
    format!("{:.digits$}\u{202f}%", round_down(good, digits))
}

/// The share of a budget: `63 %`, `-12 %`, `4.2 %`; rounded down.
pub(super) fn share(ratio: f64) -> String {
    if ratio.is_infinite() {
        return infinite(ratio);
    }
    let percent = ratio * 100.0;
    let digits = usize::from(percent.abs() < 10.0 && percent != 0.0);
    let rounded = round_down(percent, digits);
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}{:.digits$}\u{202f}%", rounded.abs())
}

/// `14.4×`.
pub(super) fn burn_rate(rate: f64) -> String {
    if rate.is_infinite() {
        return infinite(rate);
    }
    let digits = if rate >= 100.0 {
        0
    } else if rate >= 10.0 {
        1
    } else {
        2
    };
    format!("{rate:.digits$}×")
}

/// `4 d 6 h`, `3 h 12 min`, `42 min`, `35 s`: the two largest units, rounded down.
pub(super) fn duration(seconds: f64) -> String {
    let seconds = seconds + 1e-6; // what float64 makes of 0.1 % of 30 days is a hair below 2592
    let whole = |value: f64| format!("{:.0}", value.floor());
    let two = |large: f64, unit: &str, small: f64, small_unit: &str| {
        let rest = (seconds % large / small).floor();
        let first = format!("{}\u{202f}{unit}", whole(seconds / large));
        if rest > 0.0 { format!("{first} {rest:.0}\u{202f}{small_unit}") } else { first }
    };
    if !seconds.is_finite() {
        "∞".to_owned()
    } else if seconds >= 10.0 * DAY {
        format!("{}\u{202f}d", whole(seconds / DAY))
    } else if seconds >= DAY {
        two(DAY, "d", HOUR, "h")
    } else if seconds >= HOUR {
        two(HOUR, "h", MINUTE, "min")
    } else if seconds >= MINUTE {
        two(MINUTE, "min", 1.0, "s")
    } else {
        format!("{}\u{202f}s", whole(seconds))
    }
}

/// As [`duration`], with a sign.
pub(super) fn signed_duration(seconds: f64) -> String {
    let sign = if seconds < 0.0 { "−" } else { "" };
    format!("{sign}{}", duration(seconds.abs()))
}

/// In which time the budget is used up, or the word of the dashboards for it.
pub(super) fn exhaustion(seconds: f64, format: &Format) -> String {
    format.word(seconds).map_or_else(|| duration(seconds), str::to_owned)
}

/// `340`, `−8 034`, `12.5 M`: a number of events, rounded down.
pub(super) fn events(number: f64) -> String {
    const UNITS: [(f64, &str); 3] = [(1e12, "T"), (1e9, "G"), (1e6, "M")];
    if number.is_infinite() {
        return infinite(number);
    }
    let whole = round_down(number, 0);
    let (sign, size) = (if whole < 0.0 { "−" } else { "" }, whole.abs());
    if let Some((one, unit)) = UNITS.into_iter().find(|(one, _)| size >= *one) {
        let digits = if size >= 100.0 * one { 0 } else { 1 + usize::from(size < 10.0 * one) };
        return format!("{sign}{:.digits$}\u{202f}{unit}", round_down(whole / one, digits).abs());
    }
    let (thousands, rest) = ((size / 1000.0).floor(), size % 1000.0);
    if thousands > 0.0 {
        format!("{sign}{thousands:.0}\u{202f}{rest:03.0}")
    } else {
        format!("{sign}{rest:.0}")
    }
}

/// `23 Nov 2026, 09:30`.
pub(super) fn date_time(at: i64) -> String {
    format(at, "%-d %b %Y, %H:%M")
}

/// `23 Nov`.
pub(super) fn day(at: i64) -> String {
    format(at, "%-d %b")
}

/// `23 Nov, 09:30`.
pub(super) fn day_time(at: i64) -> String {
    format(at, "%-d %b, %H:%M")
}

/// `2026-11-23T09:30:00Z`.
pub(super) fn iso(at: i64) -> String {
    format(at, "%Y-%m-%dT%H:%M:%SZ")
}

/// A time that no calendar has is told as the number that it is.
fn format(at: i64, format: &str) -> String {
    let Ok(time) = Timestamp::from_second(at) else { return at.to_string() };
    time.to_zoned(TimeZone::UTC).strftime(format).to_string()
}

fn infinite(value: f64) -> String {
    if value < 0.0 { "−∞".to_owned() } else { "∞".to_owned() }
}

fn round_down(value: f64, digits: usize) -> f64 {
    let factor = 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    // What float64 makes of 99.95 × 100 is a hair below 9995.
    (value * factor + 1e-6).floor() / factor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_objective_is_never_rounded_to_it() {
        assert_eq!(good_ratio(1.0 - 0.001_000_1, 99.9), "99.899\u{202f}%");
        assert_eq!(good_ratio(0.999, 99.9), "99.900\u{202f}%");
        assert_eq!(good_ratio(1.0, 99.0), "100.00\u{202f}%");
        assert_eq!(share(-0.000_1), "−0.1\u{202f}%");
        assert_eq!(share(0.0), "0\u{202f}%");
        assert_eq!(share(0.2499), "24\u{202f}%");
        assert_eq!(share(-1.204), "−121\u{202f}%");
    }

    #[test]
    fn durations_have_two_units() {
        for (seconds, expected) in [
            (12.0 * DAY + 5.0, "12 d"),
            (4.0 * DAY + 6.5 * HOUR, "4 d 6 h"),
            (HOUR + 59.0, "1 h"),
            ((1.0 - 0.999) * 30.0 * DAY, "43 min 12 s"),
            (0.4, "0 s"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(duration(seconds).replace('\u{202f}', " "), expected);
        }
        assert_eq!(signed_duration(-90.0).replace('\u{202f}', " "), "−1 min 30 s");
    }

    #[test]
    fn events_are_counted_down() {
        for (number, expected) in [
            (0.9, "0"),
            (999.0, "999"),
            (8_034.5, "8 034"),
            (-0.5, "−1"),
            (-1_000.0, "−1 000"),
            (999_999.0, "999 999"),
            (1_259_999.0, "1.25 M"),
            (12_549_999.0, "12.5 M"),
            (-12_540_000.0, "−12.6 M"),
            (5e11, "500 G"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(events(number).replace('\u{202f}', " "), expected);
        }
    }

    #[test]
    fn rates_and_times_are_short() {
        assert_eq!(burn_rate(14.4), "14.4×");
        assert_eq!(date_time(1_795_426_200), "23 Nov 2026, 09:30");
        assert_eq!(iso(1_795_426_200), "2026-11-23T09:30:00Z");
        assert_eq!(day(i64::MAX), i64::MAX.to_string());
    }
}
