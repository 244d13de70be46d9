//! Durations as Go writes them: `15m`, `1h30m`, `1.5s`, `300ms`.

use std::time::Duration;

use anyhow::{Result, anyhow};

/// Nanoseconds of each unit; a unit that another one begins with stands behind it.
const UNITS: [(&str, f64); 8] = [
    ("ns", 1.0),
    ("us", 1e3),
    ("µs", 1e3),
    ("μs", 1e3),
    ("ms", 1e6),
    ("s", 1e9),
    ("m", 60e9),
    ("h", 3_600e9),
];

/// The longest duration that is told apart from for ever.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// Reads a duration that is longer than nothing.
///
/// # Errors
/// In Go's words.
pub(super) fn parse(text: &str) -> Result<Duration> {
    let invalid = || anyhow!("time: invalid duration {text:?}");
    let mut rest = text;
    let mut nanoseconds = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(invalid)?;
        let (number, tail) = rest.split_at_checked(end).ok_or_else(invalid)?;
        let number: f64 = number.parse().map_err(|_| invalid())?;
        let unit = UNITS.iter().find_map(|(unit, size)| Some((tail.strip_prefix(unit)?, size)));
        let (tail, size) = unit.ok_or_else(invalid)?;
        nanoseconds += number * size;
        rest = tail;
    }
    let duration = Duration::try_from_secs_f64(nanoseconds / 1e9).map_err(|_| invalid())?;
    if duration.is_zero() {
        return Err(invalid());
    }
    Ok(duration.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_reads_them() {
        for (text, milliseconds) in [("15m", 900_000), ("1h30m", 5_400_000), ("1.5s", 1_500), ("300ms", 300)]
        {
            assert_eq!(parse(text).unwrap(), Duration::from_millis(milliseconds), "{text}");
        }
        for text in ["", "15", "m", "1d", "-5m", "0s", "1.2.3s", "5 m"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
