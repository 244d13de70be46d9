//! Lengths of time as Prometheus writes them.
//!
//! In: duration texts such as `30d` or `1h30m`. Out: a [`Window`], which prints itself in the one form that Prometheus
//! prints: `4w` for 28 days, `1d12h` for 36 hours. Keeps: a window that was printed reads back as itself.

use std::error::Error;
use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::go::quote::quoted;

/// A length of time in whole milliseconds: an SLI window, an SLO period, an interval.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Window(u64);

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
const YEAR: u64 = 365 * DAY;

/// Prometheus keeps durations as signed 64-bit nanoseconds, some 292 years.
const LONGEST: u64 = i64::MAX.unsigned_abs() / 1_000_000;

/// The units in the order in which they must stand, and whether a unit is printed only when nothing would remain: years
/// and weeks of a 366-day period would be harder to read than its days.
#[rustfmt::skip] // a table
const UNITS: [(&str, u64, bool); 7] = [
    ("y",  YEAR,   true),
    ("w",  WEEK,   true),
    ("d",  DAY,    false),
    ("h",  HOUR,   false),
    ("m",  MINUTE, false),
    ("s",  SECOND, false),
    ("ms", 1,      false),
];

impl Window {
    /// No time at all; in most fields it means "not set".
    pub const ZERO: Self = Self(0);

    /// From milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// From minutes.
    #[must_use]
    pub const fn minutes(count: u64) -> Self {
        Self(count.saturating_mul(MINUTE))
    }

    /// From hours.
    #[must_use]
    pub const fn hours(count: u64) -> Self {
        Self(count.saturating_mul(HOUR))
    }

    /// From days of 24 hours.
    #[must_use]
    pub const fn days(count: u64) -> Self {
        Self(count.saturating_mul(DAY))
    }

    /// In milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// Whether this is [`Window::ZERO`].
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// In hours: the whole hours plus the nanoseconds that remain ÷ 3.6 × 10¹².
    ///
    /// The sum is taken in these two steps because Go does; burn-rate factors are printed with all their digits, so a
    /// division in one step would show.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "the rounding of the two casts is the one that Go has")]
    pub fn as_hours(self) -> f64 {
        let (hours, millis) = (self.0 / HOUR, self.0 % HOUR);
        hours as f64 + (millis * 1_000_000) as f64 / 3.6e12
    }

    /// Reads a Prometheus duration: numbers with the units `y w d h m s ms`, in this order, each at most once; or `0`.
    ///
    /// # Errors
    /// [`WindowError`], whose text is the one that Prometheus users know.
    ///
    /// ```
    /// use slo_compiler::model::Window;
    ///
    /// assert_eq!(Window::parse("1h30m"), Ok(Window::minutes(90)));
    /// assert_eq!(Window::parse("1.5d").unwrap_err().to_string(), r#"unknown unit "." in duration "1.5d""#);
    /// ```
    pub fn parse(text: &str) -> Result<Self, WindowError> {
        match text {
            "" => return Err(WindowError::Empty),
            "0" => return Ok(Self::ZERO), // the one number that may stand without a unit
            _ => {}
        }
        let syntax = || WindowError::Syntax(text.to_owned());
        let (mut rest, mut total, mut units) = (text, 0_u64, UNITS.as_slice());
        while !rest.is_empty() {
            let (digits, behind) = split_while(rest, |c| c.is_ascii_digit());
            let (unit, behind) = split_while(behind, |c| !c.is_ascii_digit());
            let count: u64 = digits.parse().map_err(|_| syntax())?;
            if unit.is_empty() {
                return Err(syntax());
            }
            if !UNITS.iter().any(|(name, ..)| *name == unit) {
                return Err(WindowError::UnknownUnit { unit: unit.to_owned(), text: text.to_owned() });
            }
            let at = units.iter().position(|(name, ..)| *name == unit).ok_or_else(syntax)?;
            let (passed, smaller) = units.split_at_checked(at + 1).unwrap_or((units, &[]));
            let millis = passed.last().and_then(|(_, millis, _)| count.checked_mul(*millis));
            total = millis
                .and_then(|millis| total.checked_add(millis))
                .filter(|total| *total <= LONGEST)
                .ok_or(WindowError::OutOfRange)?;
            (rest, units) = (behind, smaller);
        }
        Ok(Self(total))
    }

    /// So many times as long; at most what a window can be.
    #[must_use]
    pub(crate) const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// As Go prints a duration, `720h0m0s` or `1.5s`: some error texts show windows like this.
    #[must_use]
    pub fn go_clock(self) -> String {
        let (hours, minutes) = (self.0 / HOUR, self.0 % HOUR / MINUTE);
        let (seconds, millis) = (self.0 % MINUTE / SECOND, self.0 % SECOND);
        if seconds == 0 && self.0 < SECOND && millis > 0 {
            return format!("{millis}ms");
        }
        let mut clock = String::new();
        let _ = match (hours, minutes) {
            (0, 0) => write!(clock, "{seconds}"),
            (0, _) => write!(clock, "{minutes}m{seconds}"),
            _ => write!(clock, "{hours}h{minutes}m{seconds}"),
        };
        if millis > 0 {
            let fraction = format!(".{millis:03}");
            clock.push_str(fraction.trim_end_matches('0'));
        }
        clock.push('s');
        clock
    }
}

/// The longest start of `text` whose characters pass, and what is behind it.
fn split_while(text: &str, pass: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !pass(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// As Prometheus writes it: milliseconds are hard to read.
impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, millis, only_exact) in UNITS {
            if rest >= millis && (!only_exact || rest.is_multiple_of(millis)) {
                write!(f, "{}{unit}", rest / millis)?;
                rest %= millis;
            }
        }
        Ok(())
    }
}

impl FromStr for Window {
    type Err = WindowError;

    fn from_str(text: &str) -> Result<Self, WindowError> {
        Self::parse(text)
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Window {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(WindowVisitor)
    }
}

struct WindowVisitor;

impl Visitor<'_> for WindowVisitor {
    type Value = Window;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration such as `30d`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Window, E> {
        Window::parse(text).map_err(E::custom)
    }
}

/// Why a text is not a [`Window`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowError {
    /// There is no text.
    Empty,
    /// Not numbers with units, or the units are not in order; with the whole text.
    Syntax(String),
    /// A number has a unit that there is not.
    UnknownUnit {
        /// What stands where a unit is needed.
        unit: String,
        /// The whole text.
        text: String,
    },
    /// Longer than some 292 years.
    OutOfRange,
}

impl fmt::Display for WindowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty duration string"),
            Self::Syntax(text) => write!(f, "not a valid duration string: {}", quoted(text)),
            Self::UnknownUnit { unit, text } => {
                write!(f, "unknown unit {} in duration {}", quoted(unit), quoted(text))
            }
            Self::OutOfRange => f.write_str("duration out of range"),
        }
    }
}

impl Error for WindowError {}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
