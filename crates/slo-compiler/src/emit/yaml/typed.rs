//! Which plain texts YAML 1.1 reads as something other than a text.
//!
//! In: a text. Out: whether it is a null, a boolean, a number, a time or a number in base 60 to the readers that rules
//! files meet; such a text is quoted. The first byte settles the question for nearly all texts.

/// Null, booleans, infinities and what is not a number.
#[rustfmt::skip] // a table
const WORDS: &[&str] = &[
    "", "~", "null", "Null", "NULL",
    "y", "Y", "yes", "Yes", "YES", "true",  "True",  "TRUE",  "on",  "On",  "ON",
    "n", "N", "no",  "No",  "NO",  "false", "False", "FALSE", "off", "Off", "OFF",
    ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
];

/// Whether `text` needs quotes to be read as a text.
pub(super) fn is_typed(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => {
            WORDS.contains(&text)
        }
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => {
            is_number(text) || is_base_60(text) || is_time(text) || WORDS.contains(&text)
        }
        Some(_) => false,
    }
}

fn without_sign(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_digits_or_underscores(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// Underscores may stand anywhere in a number but at its start; in one that begins with its point, only between digits.
fn is_number(text: &str) -> bool {
    if !text.contains('_') {
        return is_int(text) || is_float(text);
    }
    let is_loose = |part: &str| {
        !part.starts_with(|c: char| c.is_ascii_digit()) || !part.ends_with(|c: char| c.is_ascii_digit())
    };
    if text.strip_prefix('.').is_some_and(|fraction| fraction.split('_').any(is_loose)) {
        return false;
    }
    let digits = text.replace('_', "");
    is_int(&digits) || is_float(&digits)
}

/// `1`, `0x1f`, `0o17`, `017`, `0b11`, within 64 bits: an integer as Go reads it with any base. The reader of `yaml.v2`
/// takes `0b-11` for one too.
fn is_int(text: &str) -> bool {
    let unsigned = without_sign(text);
    let bits = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => radix(unsigned.get(2..), 16),
        [b'0', b'o' | b'O', ..] => radix(unsigned.get(2..), 8),
        [b'0', b'b', b'+' | b'-', ..] if unsigned == text => {
            radix(unsigned.get(3..), 2).filter(|bits| bits >> 63 == 0)
        }
        [b'0', b'b' | b'B', ..] => radix(unsigned.get(2..), 2),
        [b'0', _, ..] => radix(Some(unsigned), 8),
        _ => radix(Some(unsigned), 10),
    };
    let largest = match text.as_bytes().first() {
        Some(b'-') => 1 << 63,
        Some(b'+') => (1 << 63) - 1,
        _ => u64::MAX,
    };
    bits.is_some_and(|bits| bits <= largest)
}

fn radix(digits: Option<&str>, radix: u32) -> Option<u64> {
    let digits = digits.filter(|digits| !digits.starts_with('+'))?;
    u64::from_str_radix(digits, radix).ok()
}

/// `1.5`, `.5`, `5.`, `1e3`, and integers, up to the largest 64-bit float.
fn is_float(text: &str) -> bool {
    let unsigned = without_sign(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = without_sign(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    !(whole.is_empty() && fraction.is_empty())
        && is_digits(whole)
        && is_digits(fraction)
        && !exponent.is_empty()
        && is_digits(exponent)
        && unsigned.parse().is_ok_and(f64::is_finite)
}

/// `12:30:45`: sixties, as YAML 1.1 reads them.
fn is_base_60(text: &str) -> bool {
    let Some((first, rest)) = without_sign(text).split_once(':') else { return false };
    let (sixties, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let is_sixtieth = |part: &str| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    first.starts_with(|c: char| c.is_ascii_digit())
        && is_digits_or_underscores(first)
        && sixties.split(':').all(is_sixtieth)
        && is_digits_or_underscores(fraction)
}

/// A day of the calendar, alone or with a time: `2024-2-9`, `2024-02-09 1:2:3.5`, `2024-02-09T01:02:03+01:00`.
fn is_time(text: &str) -> bool {
    let mut rest = Digits(text);
    let date = (rest.number(4, 4), rest.skip("-"), rest.number(1, 2), rest.skip("-"), rest.number(1, 2));
    let (Some(year), Some(()), Some(month), Some(()), Some(day)) = date else { return false };
    if day == 0 || day > days_in(year, month) {
        return false;
    }
    match rest.0.as_bytes().first() {
        None => true,
        Some(b' ') => {
            rest.0 = rest.0.trim_start_matches(' ');
            rest.is_clock() && rest.0.is_empty()
        }
        Some(b'T' | b't') => {
            rest.skip("T").or_else(|| rest.skip("t")).is_some() && rest.is_clock() && rest.is_zone()
        }
        Some(_) => false,
    }
}

/// The days of a month, 0 if there is no such month.
fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// What is left of a text that is read from its start.
struct Digits<'t>(&'t str);

impl Digits<'_> {
    /// A number of at least `min` digits; at most `max` are taken.
    fn number(&mut self, min: usize, max: usize) -> Option<u32> {
        let digits = self.0.bytes().take(max).take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at_checked(digits).filter(|_| digits >= min)?;
        self.0 = rest;
        number.parse().ok()
    }

    fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// Hours, minutes and seconds, with any fraction.
    fn is_clock(&mut self) -> bool {
        let clock = (self.number(1, 2), self.skip(":"), self.number(1, 2), self.skip(":"), self.number(1, 2));
        if let Some(fraction) =
            self.0.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            self.0 = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        matches!(clock, (Some(0..24), Some(()), Some(0..60), Some(()), Some(0..60)))
    }

    /// `Z` or an offset, and nothing behind it.
    fn is_zone(&mut self) -> bool {
        if self.0 == "Z" {
            return true;
        }
        self.skip("+").or_else(|| self.skip("-")).is_some()
            && matches!(
                (self.number(2, 2), self.skip(":"), self.number(2, 2)),
                (Some(0..=24), Some(()), Some(0..=60))
            )
            && self.0.is_empty()
    }
}
