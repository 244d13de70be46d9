//! Floats as Go prints them.

use super::Buffer;
use super::flags::{Flags, pad};

/// Decimal exponents from which `%g` without a precision uses an exponent.
const SHORTEST_RANGE: std::ops::Range<i32> = -4..6;

/// Writes a float under one of the verbs `v b e E f F g G x X`.
pub(super) fn write(out: &mut Buffer, value: f64, verb: char, flags: &Flags) {
    let lower = if verb == 'v' { 'g' } else { verb.to_ascii_lowercase() };
    let default = if matches!(lower, 'e' | 'f') { Some(6) } else { None };
    let magnitude = value.abs();
    let mut text = match (lower, flags.precision.or(default)) {
        ('e', Some(precision)) => exponential(magnitude, precision),
        ('f', Some(precision)) => format!("{magnitude:.precision$}"),
        ('x', precision) => hexadecimal(magnitude, precision),
        ('b', _) => binary(magnitude),
        (_, Some(precision)) => general(magnitude, precision.max(1)),
        (_, None) => shortest(magnitude),
    };
    if flags.sharp && verb != 'b' {
        let digits = if matches!(verb, 'v' | 'g' | 'G' | 'x') { flags.precision.unwrap_or(6) } else { 0 };
        text = with_point(&text, if lower == 'x' { 'p' } else { 'e' }, digits);
    }
    if matches!(verb, 'E' | 'G' | 'X') {
        text.make_ascii_uppercase();
    }
    let sign = match value.is_sign_negative() {
        true => "-",
        false if flags.plus => "+",
        false if flags.space => " ",
        false => "",
    };
    let width = flags.width.unwrap_or(0);
    if flags.zero && !flags.minus && !sign.is_empty() && width > text.len() + sign.len() {
        // The sign stands before the zeros.
        out.push(sign);
        out.fill(b'0', width - text.len() - sign.len());
        out.push(text);
    } else {
        pad(out, format!("{sign}{text}").as_bytes(), flags);
    }
}

/// The shortest digits that read back as the same float, and the decimal exponent of the first.
fn shortest_digits(value: f64) -> (String, i32) {
    split(&format!("{value:e}"))
}

/// Digits and exponent of `1.5e3`.
fn split(scientific: &str) -> (String, i32) {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or_default())
}

fn shortest(value: f64) -> String {
    let (digits, exponent) = shortest_digits(value);
    if SHORTEST_RANGE.contains(&exponent) { format!("{value}") } else { scientific(&digits, exponent) }
}

fn exponential(value: f64, precision: usize) -> String {
    let (digits, exponent) = split(&format!("{value:.precision$e}"));
    scientific(&digits, exponent)
}

/// `%g` with a number of significant digits; zeros at the end are dropped.
fn general(value: f64, precision: usize) -> String {
    let (digits, exponent) = split(&format!("{value:.*e}", precision - 1));
    let kept = digits.trim_end_matches('0');
    let digits = if kept.is_empty() { "0" } else { kept };
    if exponent < SHORTEST_RANGE.start || i64::from(exponent) >= i64::try_from(precision).unwrap_or(i64::MAX)
    {
        return scientific(digits, exponent);
    }
    match usize::try_from(exponent) {
        Err(_) => {
            let zeros = usize::try_from(exponent.unsigned_abs()).unwrap_or_default() - 1;
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        Ok(point) if digits.len() <= point + 1 => format!("{digits:0<width$}", width = point + 1),
        Ok(point) => {
            let (whole, fraction) = digits.split_at(point + 1);
            format!("{whole}.{fraction}")
        }
    }
}

/// `1.5e+03`: one digit before the point, and at least two in the exponent.
fn scientific(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

/// The bits of a positive float: 53 bits of mantissa and the exponent of the lowest.
fn decompose(value: f64) -> (u64, i64) {
    let bits = value.to_bits();
    let (exponent, fraction) =
        (i64::try_from(bits >> 52 & 0x7ff).unwrap_or_default(), bits & ((1 << 52) - 1));
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// `%b`: mantissa and binary exponent as decimal numbers.
fn binary(value: f64) -> String {
    let (mantissa, exponent) = decompose(value);
    format!("{mantissa}p{exponent:+}")
}

/// `%x`: `0x1.8p+00`.
fn hexadecimal(value: f64, precision: Option<usize>) -> String {
    let (mut mantissa, mut exponent) = decompose(value);
    if mantissa == 0 {
        let zeros = precision.map_or(String::new(), |count| "0".repeat(count));
        let point = if zeros.is_empty() { "" } else { "." };
        return format!("0x0{point}{zeros}p+00");
    }
    let shift = mantissa.leading_zeros() - 11; // the highest bit becomes the digit before the point
    mantissa <<= shift;
    exponent += 52 - i64::from(shift);
    if let Some(dropped) = precision.and_then(|digits| 13usize.checked_sub(digits)).filter(|&count| count > 0)
    {
        let unit = 1u64 << (dropped * 4);
        let (kept, rest) = (mantissa & !(unit - 1), mantissa & (unit - 1));
        let up = rest > unit / 2 || (rest == unit / 2 && kept & unit != 0);
        mantissa = if up { kept + unit } else { kept };
        if mantissa >> 53 != 0 {
            (mantissa, exponent) = (mantissa >> 1, exponent + 1);
        }
    }
    let fraction = format!("{:013x}", mantissa & ((1 << 52) - 1));
    let fraction = match precision {
        None => fraction.trim_end_matches('0').to_owned(),
        Some(digits) => format!("{fraction:0<digits$}").chars().take(digits).collect(),
    };
    let point = if fraction.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("0x1{point}{fraction}p{sign}{:02}", exponent.unsigned_abs())
}

/// `#`: always a point, and for `%g` the zeros up to the number of significant digits.
fn with_point(text: &str, mark: char, digits: usize) -> String {
    let (number, exponent) = text.split_at(text.find(mark).unwrap_or(text.len()));
    // The `x` of a hexadecimal number is counted, too.
    let significant = number.trim_start_matches(['0', '.']).bytes().filter(|&byte| byte != b'.').count();
    let seen = if number == "0" { 1 } else { significant };
    let point = if number.contains('.') { "" } else { "." };
    format!("{number}{point}{}{exponent}", "0".repeat(digits.saturating_sub(seen)))
}
