//! Go's formatted printing: `print`, `println` and `printf`.
//!
//! In: values, and for `printf` a format. Out: bytes in a [`Buffer`]. Keeps: what is wrong with a format is said in the
//! output, as in `%!d(string=hi)`, and never fails; only too much output does, and whoever owns the buffer sees it.

mod flags;
mod float;
mod verb;

use super::value::Value;
use flags::Flags;

/// The largest width, precision or argument number that a format can ask for, give or take a digit.
const MAX_NUMBER: i64 = 1_000_000;

/// Bytes up to a limit; what comes behind it is dropped.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Buffer {
    pub(super) const fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, full: false }
    }

    /// What was written, unless it was too much.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        (!self.full).then_some(self.bytes)
    }

    fn push(&mut self, text: impl AsRef<[u8]>) {
        let text = text.as_ref();
        self.full |= self.bytes.len() + text.len() > self.limit;
        if !self.full {
            self.bytes.extend_from_slice(text);
        }
    }

    fn fill(&mut self, byte: u8, count: usize) {
        self.full |= self.bytes.len() + count > self.limit;
        if !self.full {
            self.bytes.resize(self.bytes.len() + count, byte);
        }
    }
}

/// The values one behind the other, with a space between two that are both no texts.
pub(super) fn print(out: &mut Buffer, values: &[Value], window: &str) {
    let mut text_before = true;
    for value in values {
        let is_text = matches!(value, Value::Text(_));
        if !is_text && !text_before {
            out.push(" ");
        }
        text_before = is_text;
        verb::write(out, value, 'v', &Flags::default(), window);
    }
}

/// The values with a space between any two, and a line's end.
pub(super) fn println(out: &mut Buffer, values: &[Value], window: &str) {
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            out.push(" ");
        }
        verb::write(out, value, 'v', &Flags::default(), window);
    }
    out.push("\n");
}

/// The format with its verbs replaced by the values.
pub(super) fn printf(out: &mut Buffer, format: &[u8], values: &[Value], window: &str) {
    let mut reader = Reader { rest: format, values, next: 0, reordered: false, good_index: true };
    loop {
        let literal = reader.rest.iter().position(|&byte| byte == b'%').unwrap_or(reader.rest.len());
        let (text, rest) = reader.rest.split_at_checked(literal).unwrap_or((reader.rest, &[]));
        out.push(text);
        let Some(directive) = rest.strip_prefix(b"%") else { break };
        reader.rest = directive;
        reader.directive(out, window);
        if out.full {
            return;
        }
    }
    let extra = values.get(reader.next..).unwrap_or_default();
    if reader.reordered || extra.is_empty() {
        return;
    }
    out.push("%!(EXTRA ");
    for (position, value) in extra.iter().enumerate() {
        if position > 0 {
            out.push(", ");
        }
        if *value != Value::Absent {
            out.push(value.type_name());
            out.push("=");
        }
        verb::write(out, value, 'v', &Flags::default(), window);
    }
    out.push(")");
}

/// Reads a format's directives.
struct Reader<'f> {
    rest: &'f [u8],
    values: &'f [Value],
    /// The argument that the next verb takes.
    next: usize,
    /// Whether an argument was named by its number, so that arguments may be left over.
    reordered: bool,
    good_index: bool,
}

impl Reader<'_> {
    /// One directive, behind its `%`.
    fn directive(&mut self, out: &mut Buffer, window: &str) {
        self.good_index = true;
        let mut flags = self.flags();
        let mut indexed = self.index();
        if self.eat(b'*') {
            match self.star() {
                Some(width) => flags.set_width(width),
                None => out.push("%!(BADWIDTH)"),
            }
            indexed = false;
        } else if let Some(width) = self.number() {
            flags.width = Some(width);
            self.good_index &= !indexed; // as in `%[3]2d`
        }
        if self.eat(b'.') {
            self.good_index &= !indexed; // as in `%[3].2d`
            indexed = self.index();
            if self.eat(b'*') {
                flags.precision = self.star().and_then(|precision| usize::try_from(precision).ok());
                if flags.precision.is_none() {
                    out.push("%!(BADPREC)");
                }
                indexed = false;
            } else {
                flags.precision = Some(self.number().unwrap_or(0));
            }
        }
        if !indexed {
            self.index();
        }
        self.verb(out, flags, window);
    }

    fn verb(&mut self, out: &mut Buffer, mut flags: Flags, window: &str) {
        let Some(verb) = self.take_char() else {
            out.push("%!(NOVERB)");
            return;
        };
        if verb == '%' {
            out.push("%");
            return;
        }
        let problem = match self.values.get(self.next) {
            Some(value) if self.good_index => {
                self.next += 1;
                if matches!(verb, 'v' | 'w') {
                    flags.go_syntax = std::mem::take(&mut flags.sharp);
                    flags.plus = false;
                }
                verb::write(out, value, verb, &flags, window);
                return;
            }
            _ if !self.good_index => "(BADINDEX)",
            _ => "(MISSING)",
        };
        out.push("%!");
        out.push(verb.encode_utf8(&mut [0; 4]));
        out.push(problem);
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest.strip_prefix(&[byte]);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// The next character, or the replacement character for a byte that is none.
    fn take_char(&mut self) -> Option<char> {
        let chunk = self.rest.utf8_chunks().next()?;
        let (c, length) = match chunk.valid().chars().next() {
            Some(c) => (c, c.len_utf8()),
            None => (char::REPLACEMENT_CHARACTER, 1),
        };
        self.rest = self.rest.get(length..).unwrap_or_default();
        Some(c)
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        while let Some((byte, rest)) = self.rest.split_first() {
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                _ => break,
            }
            self.rest = rest;
        }
        flags
    }

    /// Decimal digits. Too large a number swallows the rest of the format.
    fn number(&mut self) -> Option<usize> {
        let (mut value, mut found) = (0i64, false);
        while let Some((digit, rest)) = self.rest.split_first().filter(|(byte, _)| byte.is_ascii_digit()) {
            if value > MAX_NUMBER {
                self.rest = &[];
                return None;
            }
            value = value * 10 + i64::from(digit - b'0');
            (found, self.rest) = (true, rest);
        }
        if found { usize::try_from(value).ok() } else { None }
    }

    /// `[n]`: the number of the argument to take next, from 1.
    fn index(&mut self) -> bool {
        if self.rest.first() != Some(&b'[') {
            return false;
        }
        self.reordered = true;
        let (found, length) = bracketed(self.rest);
        self.rest = self.rest.get(length..).unwrap_or_default();
        let index = found.and_then(|number| number.checked_sub(1)).filter(|&index| index < self.values.len());
        match index {
            Some(index) => self.next = index,
            None => self.good_index = false,
        }
        found.is_some()
    }

    /// The argument for a `*`.
    fn star(&mut self) -> Option<i64> {
        let value = self.values.get(self.next)?;
        self.next += 1;
        value.as_int().filter(|value| value.abs() <= MAX_NUMBER)
    }
}

/// The number in brackets, if there is nothing else in them, and how many bytes to pass over.
fn bracketed(text: &[u8]) -> (Option<usize>, usize) {
    let Some(close) = text.iter().position(|&byte| byte == b']').filter(|_| text.len() >= 3) else {
        return (None, 1);
    };
    let digits = text.get(1..close).unwrap_or_default();
    let valid = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let number =
        std::str::from_utf8(digits).ok().filter(|_| valid).and_then(|digits| digits.parse::<usize>().ok());
    (number.filter(|&number| i64::try_from(number).is_ok_and(|number| number <= MAX_NUMBER)), close + 1)
}
