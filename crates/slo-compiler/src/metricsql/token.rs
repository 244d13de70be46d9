//! Cuts a query into tokens, one at a time, since what a word is depends on its place: within brackets `:` ends it.

use super::MetricsqlError;
use crate::diagnostic::Span;
use crate::go;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Eof,
    /// A name or a keyword.
    Word,
    /// A number, and whether it can be a window: it must be decimal and have no suffix such as `Ki`.
    Number {
        is_duration: bool,
    },
    /// A length of time such as `1h30m`, `5i` or `$__interval`.
    Duration,
    /// In quotes of any kind.
    Text,
    /// Anything else: brackets, operators.
    Symbol,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) span: Span,
}

impl Token<'_> {
    /// Whether it is that operator or bracket.
    pub(super) fn is(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// Whether it is that keyword, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }
}

/// Operators and brackets, the longer ones first.
#[rustfmt::skip] // a table
const SYMBOLS: &[&str] = &[
    "==", "!=", "=~", "!~", ">=", "<=",
    "=", ">", "<", "+", "-", "*", "/", "%", "^", "(", ")", "{", "}", "[", "]", ",", "@", ":",
];

/// Lengths of time that Grafana fills in.
const VARIABLES: &[&str] = &["$__interval", "$__rate_interval"];

const SPACE: [char; 6] = [' ', '\t', '\n', '\r', '\x0b', '\x0c'];

/// Yields the tokens of a query. A copy of it is a way back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Token<'t>, MetricsqlError> {
        self.read(|c| is_word(c) || matches!(c, ':' | '.'))
    }

    /// The next token within brackets.
    pub(super) fn next_in_brackets(&mut self) -> Result<Token<'t>, MetricsqlError> {
        self.read(|c| is_word(c) || c == '.')
    }

    fn read(&mut self, continues: fn(char) -> bool) -> Result<Token<'t>, MetricsqlError> {
        self.skip_space();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(self.take(Kind::Eof, 0)) };
        if let Some(variable) = VARIABLES.iter().find(|variable| rest.starts_with(**variable)) {
            return Ok(self.take(Kind::Duration, variable.len()));
        }
        if matches!(first, '"' | '\'' | '`') {
            return self.quoted(first);
        }
        let fraction =
            rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if first.is_ascii_digit() || fraction {
            return match duration_length(rest) {
                0 => self.number(),
                length => Ok(self.take(Kind::Duration, length)),
            };
        }
        let length = word_length(rest, continues);
        if length > 0 && (first != ':' || continues(':')) {
            return Ok(self.take(Kind::Word, length));
        }
        match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            Some(symbol) => Ok(self.take(Kind::Symbol, symbol.len())),
            None => Err(self.fault(first.len_utf8(), format!("`{first}` means nothing here"))),
        }
    }

    /// Skips white space and comments. A comment that the text ends in is the end.
    fn skip_space(&mut self) {
        loop {
            let rest = self.rest().trim_start_matches(SPACE);
            self.at = self.text.len() - rest.len();
            if !rest.starts_with('#') {
                return;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token<'t> {
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        Token { kind, text: self.text.get(span.range()).unwrap_or_default(), span }
    }

    fn fault(&self, length: usize, message: impl Into<String>) -> MetricsqlError {
        MetricsqlError::new(Span::new(self.at, self.at + length), message)
    }

    fn quoted(&mut self, quote: char) -> Result<Token<'t>, MetricsqlError> {
        let mut escaped = false;
        for (offset, c) in self.rest().char_indices().skip(1) {
            if c == quote && !escaped {
                return Ok(self.take(Kind::Text, offset + 1));
            }
            escaped = c == '\\' && !escaped;
        }
        Err(self.fault(self.rest().len(), "the quotes are not closed"))
    }

    fn number(&mut self) -> Result<Token<'t>, MetricsqlError> {
        let rest = self.rest();
        if let Some(digits) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
            let digits = prefix(digits, |c| c.is_ascii_hexdigit());
            if i64::from_str_radix(digits, 16).is_err() {
                return Err(self.fault(2 + digits.len(), "the number has no digits or is too large"));
            }
            return Ok(self.take(Kind::Number { is_duration: false }, 2 + digits.len()));
        }
        let (mantissa, exponent, suffix) = self.decimal(rest)?;
        let length = mantissa + exponent + suffix;
        let number = rest.get(..mantissa + exponent).unwrap_or_default();
        let valid = match number.strip_prefix('0').and_then(|rest| rest.chars().next()) {
            Some('b' | 'B' | 'o' | 'O' | '0'..='9') => suffix == 0 && is_integer(number),
            _ => go::parse::parse_float(number).is_ok(),
        };
        if !valid {
            let text = rest.get(..length).unwrap_or_default();
            return Err(self.fault(length, format!("`{text}` is not a number")));
        }
        let is_duration = suffix == 0 && go::parse::parse_float(number).is_ok();
        Ok(self.take(Kind::Number { is_duration }, length))
    }

    /// The lengths of a decimal number's mantissa, exponent and suffix.
    fn decimal(&self, text: &str) -> Result<(usize, usize, usize), MetricsqlError> {
        let digits = |c: char| c.is_ascii_digit() || c == '_';
        let base =
            if text.get(..2).is_some_and(|base| ["0b", "0B", "0o", "0O"].contains(&base)) { 2 } else { 0 };
        let whole = base + prefix(text.get(base..).unwrap_or_default(), digits).len();
        let mut rest = text.get(whole..).unwrap_or_default();
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(digits);
        }
        let mantissa = text.len() - rest.len();
        let Some(exponent) = rest.strip_prefix(['e', 'E']) else {
            return Ok((mantissa, 0, suffix_length(rest)));
        };
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let behind = exponent.trim_start_matches(|c: char| c.is_ascii_digit());
        if behind.len() == exponent.len() {
            return Err(self.fault(mantissa + 1, "the exponent has no digits"));
        }
        Ok((mantissa, rest.len() - behind.len(), 0))
    }
}

/// Whether it is a number in base 2 or 8 that fits 64 bits.
fn is_integer(text: &str) -> bool {
    let (radix, digits) = match text.get(..2) {
        Some("0b" | "0B") => (2, text.get(2..)),
        Some("0o" | "0O") => (8, text.get(2..)),
        _ => (8, text.get(1..)),
    };
    let digits = digits.unwrap_or_default();
    // `_` stands between digits, or behind the base.
    let placed = !digits.ends_with('_') && !digits.contains("__");
    placed && i64::from_str_radix(&digits.replace('_', ""), radix).is_ok()
}

fn prefix(text: &str, continues: impl Fn(char) -> bool) -> &str {
    text.get(..text.len() - text.trim_start_matches(continues).len()).unwrap_or_default()
}

/// `k`, `Mi`, `GB`, `TiB`… in any case.
fn suffix_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(['k', 'K', 'm', 'M', 'g', 'G', 't', 'T']) else { return 0 };
    let rest = rest.strip_prefix(['i', 'I']).unwrap_or(rest);
    let rest = rest.strip_prefix(['b', 'B']).unwrap_or(rest);
    text.len() - rest.len()
}

/// The length of `1h30m`, `1h-5m`, `1.5i`… at the start of the text.
fn duration_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let minus = usize::from(length > 0 && rest.starts_with('-'));
        match component_length(rest.get(minus..).unwrap_or_default()) {
            0 => return length,
            component => length += minus + component,
        }
    }
}

/// A number with a unit. `m` is minutes, but `M`, `mi` and `mb` are millions.
fn component_length(text: &str) -> usize {
    let whole = prefix(text, |c| c.is_ascii_digit());
    let mut rest = text.get(whole.len()..).unwrap_or_default();
    if whole.is_empty() {
        return 0;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let number = text.len() - rest.len();
    let mut unit = rest.chars();
    match (unit.next().unwrap_or_default(), unit.next().unwrap_or_default()) {
        ('m' | 'M', 's' | 'S') => number + 2,
        ('m', 'i' | 'I' | 'b' | 'B') => 0,
        ('m' | 's' | 'S' | 'h' | 'H' | 'd' | 'D' | 'w' | 'W' | 'y' | 'Y' | 'i' | 'I', _) => number + 1,
        _ => 0,
    }
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_digit() || is_letter(c)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !c.is_numeric()
}

/// Whether a name can begin like this.
pub(super) fn starts_name(text: &str) -> bool {
    word_length(text, |_| false) > 0
}

/// The length of a name; any character may stand in it behind a backslash.
fn word_length(text: &str, continues: fn(char) -> bool) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return length };
        let starts = c == '_' || c == ':' || is_letter(c);
        length += match escape(rest) {
            Some((_, escape)) => escape,
            None if (starts && length == 0) || (continues(c) && length > 0) => c.len_utf8(),
            None => return length,
        };
    }
}

/// The character that an escape stands for, and its length: `\x41`, `\u0041`, or a backslash and the character itself.
fn escape(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('\\')?;
    let c = rest.chars().next()?;
    let digits = match c {
        'x' => 2,
        'u' => 4,
        _ => return (!c.is_control()).then_some((c, 1 + c.len_utf8())),
    };
    let code = rest.get(1..=digits).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((c, 2 + digits))
}

/// A name without its escapes.
pub(super) fn unescaped(word: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(word.len()), word);
    while let Some(c) = rest.chars().next() {
        let (c, length) = escape(rest).unwrap_or((c, c.len_utf8()));
        out.push(c);
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}
