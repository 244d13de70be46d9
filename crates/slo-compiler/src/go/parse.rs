//! Numbers and truth values as Go's `strconv` reads them.
//!
//! In: the text of an option. Out: its value, or the error text that Go prints.

use super::quote::quoted;

/// Reads a 64-bit float: decimal or hexadecimal, with `_` between digits, or `inf`, `infinity`, `nan` in any case.
///
/// # Errors
/// Go's text: `strconv.ParseFloat: parsing "250ms": invalid syntax`, or `…: value out of range`.
pub(crate) fn parse_float(text: &str) -> Result<f64, String> {
    let problem = |what| Err(format!("strconv.ParseFloat: parsing {}: {what}", quoted(text)));
    if text.eq_ignore_ascii_case("nan") {
        return Ok(f64::NAN); // the only one that takes no sign
    }
    let (sign, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (-1.0, text.get(1..)),
        Some(b'+') => (1.0, text.get(1..)),
        _ => (1.0, Some(text)),
    };
    let unsigned = unsigned.unwrap_or_default();
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        return Ok(sign * f64::INFINITY);
    }
    match finite(unsigned) {
        None => problem("invalid syntax"),
        Some(value) if value.is_infinite() => problem("value out of range"),
        Some(value) => Ok(sign * value),
    }
}

/// Reads `1`, `t`, `T`, `true`, `TRUE`, `True`, and the same for false.
///
/// # Errors
/// Go's text: `strconv.ParseBool: parsing "maybe": invalid syntax`.
pub(crate) fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(format!("strconv.ParseBool: parsing {}: invalid syntax", quoted(text))),
    }
}

/// Reads a number without a sign; infinite if it is too large.
fn finite(text: &str) -> Option<f64> {
    let hexadecimal_digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let digits = without_underscores(text, if hexadecimal_digits.is_some() { 16 } else { 10 })?;
    if hexadecimal_digits.is_some() {
        return hexadecimal(digits.get(2..)?);
    }
    // Rust takes a sign and `inf` here too, which Go does not at this place.
    if digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        digits.parse().ok()
    } else {
        None
    }
}

/// Takes out the underscores, each of which must stand between two digits, or between `0x` and a digit.
fn without_underscores(text: &str, radix: u32) -> Option<String> {
    let is_digit = |letter: char| letter.is_digit(radix);
    let before = |letter: char| is_digit(letter) || matches!(letter, 'x' | 'X');
    let pieces: Vec<&str> = text.split('_').collect();
    let well_placed = pieces
        .windows(2)
        .all(|pair| matches!(pair, [left, right] if left.ends_with(before) && right.starts_with(is_digit)));
    well_placed.then(|| pieces.concat())
}

/// Reads what follows `0x`: digits with at most one point, and the power of two, as in `1.8p-3`.
fn hexadecimal(text: &str) -> Option<f64> {
    /// Past every float, and far from the ends of `i64`.
    const FAR: i64 = 1 << 40;
    let (mantissa, power) = text.split_once(['p', 'P'])?;
    let magnitude = power.strip_prefix(['+', '-']).unwrap_or(power);
    if magnitude.is_empty() || !magnitude.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = magnitude.parse().unwrap_or(FAR).min(FAR);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut exponent = if power.starts_with('-') { -magnitude } else { magnitude };
    exponent -= 4 * i64::try_from(fraction.len()).ok()?;
    let mut bits = 0_u64;
    for letter in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(letter.to_digit(16)?);
        if bits >> 59 == 0 {
            bits = bits << 4 | digit;
        } else {
            bits |= u64::from(digit != 0); // too far down to count, but more than nothing
            exponent += 4;
        }
    }
    rounded(bits, exponent)
}

/// The float nearest to `bits × 2^exponent`; of two that are equally near, the even one (IEEE 754).
fn rounded(bits: u64, exponent: i64) -> Option<f64> {
    let Some(top) = bits.checked_ilog2() else { return Some(0.0) };
    let magnitude = exponent + i64::from(top);
    if magnitude > 1023 {
        return Some(f64::INFINITY);
    }
    // 53 bits count, but none below 2^-1074.
    let lowest = (magnitude - 52).max(-1074);
    let kept = match u32::try_from(lowest - exponent) {
        Err(_) => bits << u32::try_from(exponent - lowest).ok()?,
        Ok(dropped) if dropped > 64 => 0,
        Ok(dropped) => {
            let (wide, unit) = (u128::from(bits), 1_u128 << dropped);
            let (kept, rest) = (wide / unit, wide % unit);
            let up = rest * 2 > unit || rest * 2 == unit && kept % 2 == 1;
            u64::try_from(kept).ok()? + u64::from(up)
        }
    };
    // The leading bit of a normal number is added to the exponent field, which is one less for it; so is a carry.
    let field = u64::try_from(lowest + 1074).ok()?;
    Some(f64::from_bits((field << 52) + kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_have_the_value_that_go_reads() {
        // Go 1.26, `strconv.ParseFloat(text, 64)` and `math.Float64bits`.
        #[rustfmt::skip] // a table
        let values = [
            ("0.25", 0x3fd0_0000_0000_0000), ("1.", 0x3ff0_0000_0000_0000), ("+.5e1", 0x4014_0000_0000_0000),
            ("1_000", 0x408f_4000_0000_0000), ("0_1", 0x3ff0_0000_0000_0000), ("1e-400", 0),
            ("0e99999999999999999", 0), ("0x0p99999999999999", 0), ("0x1p-2", 0x3fd0_0000_0000_0000),
            ("-0X1P1", 0xc000_0000_0000_0000), ("0x_1p-2", 0x3fd0_0000_0000_0000), ("0x.8p1", 0x3ff0_0000_0000_0000),
            ("0x1p1_0", 0x4090_0000_0000_0000), ("0x1p-1074", 1), ("0x1p-1075", 0), ("0x1.8p-1075", 1), ("0x1p-1080", 0),
            ("0x1.fffffffffffff7p1023", 0x7fef_ffff_ffff_ffff), ("0x1.80000000000008p0", 0x3ff8_0000_0000_0000),
            ("0x1.80000000000018p0", 0x3ff8_0000_0000_0002), ("0x1.8000000000000800000001p0", 0x3ff8_0000_0000_0001),
            ("0x123456789abcdef123456789p0", 0x45b2_3456_789a_bcdf), ("Inf", 0x7ff0_0000_0000_0000),
            ("+infinity", 0x7ff0_0000_0000_0000), ("-INF", 0xfff0_0000_0000_0000),
        ];
        for (text, bits) in values {
            assert_eq!(parse_float(text).map(f64::to_bits), Ok(bits), "{text}");
        }
        assert!(parse_float("nAn").is_ok_and(f64::is_nan));
    }

    #[test]
    fn what_is_no_float_is_refused_in_the_words_of_go() {
        for text in [
            "",
            "+",
            ".",
            "1e",
            "e1",
            " 1",
            "+nan",
            "infinit",
            "+-1",
            "_1",
            "1_",
            "1__0",
            "1_.5",
            "1p2",
            "0b1",
            "0x",
            "0x1",
            "0x.p1",
            "0x1p",
            "0x1p+",
            "0x1_p2",
            "0x1__0p-2",
            "250ms",
        ] {
            let expected = format!("strconv.ParseFloat: parsing \"{text}\": invalid syntax");
            assert_eq!(parse_float(text), Err(expected));
        }
        for text in ["1e400", "-1e400", "0x1p1024", "0x1.fffffffffffff8p1023", "0x1p99999999999999999999"] {
            let expected = format!("strconv.ParseFloat: parsing \"{text}\": value out of range");
            assert_eq!(parse_float(text), Err(expected));
        }
    }

    #[test]
    fn truth_values() {
        assert_eq!(parse_bool("T"), Ok(true));
        assert_eq!(parse_bool("False"), Ok(false));
        let expected = "strconv.ParseBool: parsing \"maybe\": invalid syntax";
        assert_eq!(parse_bool("maybe"), Err(expected.to_owned()));
        assert!(parse_bool("tRUE").is_err());
    }

    #[test]
    fn texts_are_quoted_as_by_go() {
        let text = "é\"\\\n\u{0}\u{7f}\u{300}\u{a0}\u{ad}\u{2028}\u{e000}\u{1f600}\u{e0001}{";
        assert_eq!(
            quoted(text),
            "\"é\\\"\\\\\\n\\x00\\x7f\u{300}\\u00a0\\u00ad\\u2028\\ue000\u{1f600}\\U000e0001{\""
        );
    }
}
