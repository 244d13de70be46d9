//! Character classes and escapes: `[a-z\d]`, `[[:alpha:]]`, `\pL`, `\p{Greek}`, `\n`, `\x{1F600}`.
//!
//! In: the rest of a pattern that begins with one. Out: the rest behind it, or what is wrong with it. Set operations and
//! nested brackets do not exist: `[a&&b]` holds `&`, and `[[a]]` is `[[a]` and a closing bracket.

use super::{BAD_ESCAPE, BAD_RANGE, Fault, TRAILING_BACKSLASH, UNCLOSED_CLASS, names, skip, until};

const POSIX: &[&str] = &[
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

/// Reads a class in brackets.
pub(super) fn bracketed(start: &str) -> Result<&str, Fault<'_>> {
    let mut rest = skip(start, 1);
    rest = rest.strip_prefix('^').unwrap_or(rest);
    let mut first = true; // a closing bracket that comes first is a member
    loop {
        if !first && let Some(after) = rest.strip_prefix(']') {
            return Ok(after);
        }
        first = false;
        rest = match member(rest, start)? {
            Some(after) => after,
            None => range(rest, start)?,
        };
    }
}

/// Reads a class within brackets, if there is one.
fn member<'p>(rest: &'p str, class: &'p str) -> Result<Option<&'p str>, Fault<'p>> {
    if rest.is_empty() {
        return Err((UNCLOSED_CLASS, class));
    }
    if let Some((name, after)) = rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]")) {
        let known = POSIX.contains(&name.strip_prefix('^').unwrap_or(name));
        return if known { Ok(Some(after)) } else { Err((BAD_RANGE, until(rest, after))) };
    }
    escaped(rest)
}

/// Reads a single character or a range of them.
fn range<'p>(start: &'p str, class: &'p str) -> Result<&'p str, Fault<'p>> {
    let (low, rest) = bound(start, class)?;
    let Some(rest) = rest.strip_prefix('-').filter(|rest| !rest.starts_with(']')) else {
        return Ok(rest);
    };
    let (high, rest) = bound(rest, class)?;
    if high < low { Err((BAD_RANGE, until(start, rest))) } else { Ok(rest) }
}

fn bound<'p>(rest: &'p str, class: &'p str) -> Result<(u32, &'p str), Fault<'p>> {
    match rest.chars().next() {
        None => Err((UNCLOSED_CLASS, class)),
        Some('\\') => character(rest),
        Some(plain) => Ok((plain.into(), skip(rest, plain.len_utf8()))),
    }
}

/// Reads an escape that stands for a set of characters, if there is one: `\d`, `\pL`, `\P{Greek}`.
pub(super) fn escaped(start: &str) -> Result<Option<&str>, Fault<'_>> {
    let Some(rest) = start.strip_prefix('\\') else { return Ok(None) };
    match rest.chars().next() {
        Some('d' | 'D' | 's' | 'S' | 'w' | 'W') => Ok(Some(skip(rest, 1))),
        Some('p' | 'P') => unicode(start, skip(rest, 1)).map(Some),
        _ => Ok(None),
    }
}

fn unicode<'p>(start: &'p str, rest: &'p str) -> Result<&'p str, Fault<'p>> {
    let (name, after) = match rest.strip_prefix('{') {
        Some(inside) => inside.split_once('}').ok_or((BAD_RANGE, start))?,
        None => rest.split_at(rest.chars().next().map_or(0, char::len_utf8)),
    };
    let known = names::is_known(name.strip_prefix('^').unwrap_or(name));
    if known { Ok(after) } else { Err((BAD_RANGE, until(start, after))) }
}

/// Reads an escape that stands for one character: its number, and the rest.
pub(super) fn character(start: &str) -> Result<(u32, &str), Fault<'_>> {
    let mut rest = skip(start, 1).chars();
    let first = rest.next().ok_or((TRAILING_BACKSLASH, ""))?;
    let after = rest.as_str();
    let octal = |digit: char| digit.to_digit(8);
    let number = match first {
        'a' => 0x07,
        'f' => 0x0c,
        'n' => 0x0a,
        'r' => 0x0d,
        't' => 0x09,
        'v' => 0x0b,
        'x' => return hexadecimal(start, after),
        // One digit but 0 would be a back reference, which does not exist.
        '0'..='7' if first == '0' || after.starts_with(|next| octal(next).is_some()) => {
            let digits = after.chars().map_while(octal).take(2);
            let (length, number) = digits
                .fold((0, octal(first).unwrap_or_default()), |(n, sum), digit| (n + 1, sum * 8 + digit));
            return Ok((number, skip(after, length)));
        }
        sign if sign.is_ascii() && !sign.is_ascii_alphanumeric() => sign.into(),
        _ => return Err((BAD_ESCAPE, until(start, after))),
    };
    Ok((number, after))
}

/// Reads what follows `\x`: two digits, or any number of them in braces.
fn hexadecimal<'p>(start: &'p str, rest: &'p str) -> Result<(u32, &'p str), Fault<'p>> {
    let braces = rest.strip_prefix('{');
    let mut letters = braces.unwrap_or(rest).chars();
    let (mut number, mut digits) = (0, 0);
    while braces.is_some() || digits < 2 {
        match letters.next() {
            Some('}') if braces.is_some() && digits > 0 => break,
            Some(next) if let Some(digit) = next.to_digit(16) => number = number * 16 + digit,
            next => {
                if next.is_some() && braces.is_none() && digits == 0 {
                    letters.next(); // Go reads two digits before it looks at the first one
                }
                return Err((BAD_ESCAPE, until(start, letters.as_str())));
            }
        }
        if number > u32::from(char::MAX) {
            return Err((BAD_ESCAPE, until(start, letters.as_str())));
        }
        digits += 1;
    }
    Ok((number, letters.as_str()))
}
