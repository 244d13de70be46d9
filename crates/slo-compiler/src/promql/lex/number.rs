//! Numbers and lengths of time: where they end, and what they are worth.

use super::scan;
use crate::promql::token::TokenKind;

/// Why a text that begins like a number is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum NumberProblem {
    /// It goes on with characters that belong to no number; so many bytes were read before this was clear.
    Malformed(usize),
    /// A fraction, an exponent, an underscore or a hexadecimal number with a unit.
    NotWholeUnits,
    /// Units repeat or stand in the wrong order.
    UnitOrder,
    /// Below or above what can be held.
    OutOfRange,
}

/// The kind and length of the number at the front of `rest`, which begins with a digit, or a point and a digit.
pub(super) fn scan(rest: &str) -> Result<(TokenKind, usize), (NumberProblem, usize)> {
    let goes_on = |tail: &str, point| tail.starts_with(|c| scan::continues_name(c) || (point && c == '.'));
    if let Ok((tail, duration)) = scan::duration(rest) {
        return if goes_on(tail, false) {
            Err(malformed(tail, duration.len(), shown_behind_duration))
        } else {
            Ok((TokenKind::Duration, duration.len()))
        };
    }
    let (tail, number) = scan::number(rest).unwrap_or((rest, ""));
    if !goes_on(tail, true) {
        return Ok((TokenKind::Number, number.len()));
    }
    match scan::unit(tail) {
        Ok((behind, unit)) if !goes_on(behind, false) => {
            Err((NumberProblem::NotWholeUnits, number.len() + unit.len()))
        }
        _ => Err(malformed(tail, number.len(), shown_behind_number)),
    }
}

pub(in crate::promql) fn is_hexadecimal(number: &str) -> bool {
    number.starts_with("0x") || number.starts_with("0X")
}

/// The whole unfit word ends where letters, digits and points end; Prometheus's own message cuts it earlier.
fn malformed(tail: &str, read: usize, shown: fn(&str) -> usize) -> (NumberProblem, usize) {
    let extra = tail.find(|c| !(scan::continues_name(c) || c == '.')).unwrap_or(tail.len());
    (NumberProblem::Malformed(read + shown(tail)), read + extra)
}

/// How far Prometheus reads on from a number before it gives up.
fn shown_behind_number(tail: &str) -> usize {
    let next = tail.chars().nth(1);
    match tail.chars().next() {
        Some('_') => 1 + usize::from(matches!(next, Some('_' | '.' | 'e' | 'E'))),
        Some('.') => 1,
        Some('e' | 'E') => 1 + usize::from(matches!(next, Some('+' | '-' | '_'))),
        _ => 0,
    }
}

/// How far it reads on from a length of time: through further digits, or one other character.
fn shown_behind_duration(tail: &str) -> usize {
    let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
    digits.max(1)
}

/// The value of a number: Go's integer forms, so that `017` is 15 and `08` is 8, then decimal fractions.
pub(in crate::promql) fn value(text: &str) -> Result<f64, NumberProblem> {
    if text.eq_ignore_ascii_case("inf") {
        return Ok(f64::INFINITY);
    }
    if text.eq_ignore_ascii_case("nan") {
        return Ok(f64::NAN);
    }
    if let Ok(small) = text.parse::<u32>()
        && !text.starts_with('0')
    {
        return Ok(f64::from(small));
    }
    if is_hexadecimal(text) {
        let digits = text.get(2..).unwrap_or_default();
        let spaced = digits.strip_prefix('_').unwrap_or(digits);
        let well_spaced = !spaced.is_empty() && spaced.split('_').all(|part| !part.is_empty());
        return if well_spaced { integer(digits, 16) } else { Err(NumberProblem::Malformed(text.len())) };
    }
    if text.starts_with('0')
        && let Ok(octal) = integer(text, 8)
    {
        return Ok(octal);
    }
    let plain = text.replace('_', "");
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(NumberProblem::OutOfRange),
        Err(_) => Err(NumberProblem::Malformed(text.len())),
    }
}

fn integer(digits: &str, radix: u32) -> Result<f64, NumberProblem> {
    let integer =
        i64::from_str_radix(&digits.replace('_', ""), radix).map_err(|_| NumberProblem::OutOfRange)?;
    #[allow(clippy::cast_precision_loss, reason = "numbers of the language are floats")]
    Ok(integer as f64)
}

/// The units in the order in which they must stand, with their milliseconds.
const UNITS: [(&str, u64); 7] = [
    ("y", 365 * 24 * 60 * 60 * 1000),
    ("w", 7 * 24 * 60 * 60 * 1000),
    ("d", 24 * 60 * 60 * 1000),
    ("h", 60 * 60 * 1000),
    ("m", 60 * 1000),
    ("s", 1000),
    ("ms", 1),
];

/// The largest length of time in milliseconds: Prometheus counts nanoseconds in 63 bits.
const LONGEST_MILLIS: u64 = i64::MAX.unsigned_abs() / 1_000_000;

/// The seconds of a length of time such as `1h30m`.
pub(in crate::promql) fn seconds(text: &str) -> Result<f64, NumberProblem> {
    let (mut rest, mut units, mut millis) = (text, UNITS.iter(), 0_u64);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (count, tail) = rest.split_at_checked(digits).unwrap_or_default();
        let (tail, unit) = scan::unit(tail).map_err(|_| NumberProblem::Malformed(text.len()))?;
        let (_, size) = units.find(|(name, _)| *name == unit).ok_or(NumberProblem::UnitOrder)?;
        let count = count.parse::<u64>().map_err(|_| NumberProblem::OutOfRange)?;
        let sum = count.checked_mul(*size).and_then(|part| millis.checked_add(part));
        millis = sum.filter(|sum| *sum <= LONGEST_MILLIS).ok_or(NumberProblem::OutOfRange)?;
        rest = tail;
    }
    #[allow(clippy::cast_precision_loss, reason = "the longest length of time has fewer than 53 bits")]
    Ok(millis as f64 / 1000.0)
}
