//! Floating-point numbers as Go prints them.
//!
//! Go prints the shortest digits that read back as the same number, and of two equally short ones the nearer; halfway
//! between them it takes the even one. So does `ryu`; `core::fmt` rounds up there, and is used only for `%f`.

use std::fmt::Write as _;

/// `%g` and `%v`: an exponent below 0.0001 and from 1,000,000 on.
pub(crate) fn format_g(value: f64, out: &mut String) {
    match name(value) {
        Some(name) => out.push_str(name),
        None => Decimal::new(ryu::Buffer::new().format_finite(value)).write_g(out),
    }
}

/// `%g` of a 32-bit number, with the shortest digits for that size. Go differs for one number, ±2⁻¹²: it prints
/// `0.00024414063`, although halfway its other numbers end in the even digit.
pub(crate) fn format_g32(value: f32, out: &mut String) {
    match name(f64::from(value)) {
        Some(name) => out.push_str(name),
        None => Decimal::new(ryu::Buffer::new().format_finite(value)).write_g(out),
    }
}

/// The shortest digits, never with an exponent: `strconv.FormatFloat(value, 'f', -1, 64)`.
pub(crate) fn format_decimal(value: f64, out: &mut String) {
    match name(value) {
        Some(name) => out.push_str(name),
        None => Decimal::new(ryu::Buffer::new().format_finite(value)).write_plain(out),
    }
}

/// What is printed for a value that has no digits.
fn name(value: f64) -> Option<&'static str> {
    match value {
        f64::INFINITY => Some("+Inf"),
        f64::NEG_INFINITY => Some("-Inf"),
        _ if value.is_nan() => Some("NaN"),
        _ => None,
    }
}

/// ± 0.d₁d₂d₃… × 10^`point`: the digits without zeros at either end; none at all is zero.
struct Decimal {
    negative: bool,
    digits: String,
    point: i32,
}

impl Decimal {
    /// From any text of a finite number, such as `-0.00125`, `125000.0` or `1.25e-30`.
    fn new(text: &str) -> Self {
        let unsigned = text.strip_prefix('-');
        let negative = unsigned.is_some();
        let (mantissa, exponent) =
            unsigned.unwrap_or(text).split_once('e').unwrap_or((unsigned.unwrap_or(text), "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let significant = all.trim_start_matches('0');
        let zeros = count(&all) - count(significant);
        Self {
            negative,
            digits: significant.trim_end_matches('0').to_owned(),
            point: exponent.parse().unwrap_or(0) + count(whole) - zeros,
        }
    }

    fn write_g(&self, out: &mut String) {
        let exponent = self.point - 1;
        match self.digits.split_at_checked(1) {
            Some((first, rest)) if !(-4..6).contains(&exponent) => {
                self.write_sign(out);
                out.push_str(first);
                if !rest.is_empty() {
                    out.push('.');
                    out.push_str(rest);
                }
                let sign = if exponent < 0 { '-' } else { '+' };
                let _ = write!(out, "e{sign}{:02}", exponent.unsigned_abs());
            }
            _ => self.write_plain(out),
        }
    }

    fn write_plain(&self, out: &mut String) {
        self.write_sign(out);
        let digits = self.digits.as_str();
        let before_point = usize::try_from(self.point).unwrap_or(0);
        match digits.split_at_checked(before_point) {
            _ if digits.is_empty() => out.push('0'),
            Some(("", fraction)) => {
                out.push_str("0.");
                push_zeros(self.point.unsigned_abs(), out);
                out.push_str(fraction);
            }
            Some((whole, "")) => out.push_str(whole),
            Some((whole, fraction)) => {
                out.push_str(whole);
                out.push('.');
                out.push_str(fraction);
            }
            None => {
                out.push_str(digits);
                push_zeros(self.point.abs_diff(count(digits)), out);
            }
        }
    }

    fn write_sign(&self, out: &mut String) {
        if self.negative {
            out.push('-');
        }
    }
}

/// How many digits; a finite number has some 340 at most.
fn count(digits: &str) -> i32 {
    i32::try_from(digits.len()).unwrap_or(i32::MAX)
}

fn push_zeros(count: u32, out: &mut String) {
    out.extend((0..count).map(|_| '0'));
}
