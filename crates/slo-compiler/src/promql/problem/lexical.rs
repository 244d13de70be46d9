//! Problems of single tokens, and brackets that do not pair.

use super::{go_char, go_code_point, piece, shown};
use crate::diagnostic::Span;
use crate::go::quote::quoted;
use crate::promql::error::ParseError;
use crate::promql::lex::number::{NumberProblem, is_hexadecimal};
use crate::promql::lex::quoted::QuoteProblem;

/// Where a character stands that belongs to no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::promql) enum Place {
    Statement,
    Braces,
    /// Inside brackets, before the first number.
    Range,
    /// Inside brackets, behind it.
    BehindDuration,
    /// A `!` that no comparison follows.
    AfterBang,
    AfterBangInBraces,
    /// A `=~` that is not inside braces.
    MatcherOutside,
}

type Problem = Box<ParseError>;

pub(in crate::promql) fn unexpected_character(text: &str, span: Span, place: Place) -> Problem {
    let rest = text.get(span.start..).unwrap_or_default();
    let c = rest.chars().next().unwrap_or_default();
    let next = rest.chars().nth(1);
    let follows = next.map_or_else(|| "'\\ufffd'".to_owned(), go_char);
    let (message, reference) = match place {
        Place::Statement => {
            (format!("unexpected {}", shown(c)), format!("unexpected character: {}", go_char(c)))
        }
        Place::Braces => (
            format!("unexpected {} inside braces", shown(c)),
            format!("unexpected character inside braces: {}", go_char(c)),
        ),
        Place::Range => (
            format!("expected a length of time such as `5m`, found {}", shown(c)),
            format!("unexpected character in duration expression: {}", go_char(c)),
        ),
        Place::BehindDuration => (
            format!("expected `]` or `:` after the length of time, found {}", shown(c)),
            format!("unexpected character: {}, expected ':'", go_char(c)),
        ),
        Place::AfterBang => {
            ("expected `=` after `!`".to_owned(), format!("unexpected character after '!': {follows}"))
        }
        Place::AfterBangInBraces => (
            "expected `=` or `~` after `!`".to_owned(),
            format!("unexpected character after '!' inside braces: {follows}"),
        ),
        Place::MatcherOutside => (
            "`=~` compares a label inside braces".to_owned(),
            format!("unexpected character after '=': {follows}"),
        ),
    };
    let problem = ParseError::new(span, message, reference);
    match character_help(rest, c, place) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// Advice for characters that other languages, word processors and templates leave behind.
fn character_help(rest: &str, c: char, place: Place) -> Option<&'static str> {
    Some(match c {
        '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' | '«' | '»' => {
            "this is a typographic quote; write a plain `\"`"
        }
        '{' if rest.starts_with("{{") => "the template was not filled in",
        '$' if place == Place::Range => {
            "a variable such as `$__rate_interval` belongs to a dashboard; write a length of time"
        }
        '&' => "write `and`",
        '|' => "write `or`",
        '}' => "no `{` is open here",
        ';' => "a query is one expression; put several together with an operator such as `or`",
        '"' | '\'' | '`' if place == Place::Range => "a length of time has no quotes",
        _ if super::is_invisible(c) || (c.is_whitespace() && !c.is_ascii()) => {
            "the text has a character that cannot be seen; delete it, or write a plain space"
        }
        '-' | '.' if place == Place::Braces => "put a label name with this character in quotes",
        '0'..='9' if place == Place::Braces => "the value of a label is a string; put it in quotes",
        _ if c.is_alphabetic() && !c.is_ascii() => "put a name with this character in quotes: `{\"name\"}`",
        _ if place == Place::MatcherOutside => "write `metric{label=~\"pattern\"}`",
        _ => return None,
    })
}

pub(in crate::promql) fn nested_brace(text: &str, span: Span) -> Problem {
    let hole =
        span.start.checked_sub(1).and_then(|before| text.get(before..)).is_some_and(|t| t.starts_with("{{"));
    if hole {
        let wide = Span::new(span.start - 1, span.end);
        return ParseError::new(wide, "a template hole cannot stand here", "unexpected left brace '{'")
            .help("a window belongs in brackets: `metric[{{.window}}]`")
            .reference_at(span.start);
    }
    ParseError::new(span, "braces cannot stand inside braces", "unexpected left brace '{'")
}

pub(in crate::promql) fn nested_bracket(span: Span) -> Problem {
    ParseError::new(span, "brackets cannot stand inside brackets", "unexpected left bracket '['")
}

pub(in crate::promql) fn unopened_bracket(span: Span) -> Problem {
    ParseError::new(span, "this `]` closes nothing", "unexpected right bracket ']'")
}

pub(in crate::promql) fn unopened_paren(span: Span) -> Problem {
    ParseError::new(span, "this `)` closes nothing", "unexpected right parenthesis ')'")
        .help("delete it, or add the `(` that it should close")
        .reference_at(span.end)
}

pub(in crate::promql) fn unclosed_paren(text: &str, end: Span) -> Problem {
    let problem =
        ParseError::new(end, "the query ends, but a `(` is still open", "unclosed left parenthesis");
    match last_open(text, b'(', b')') {
        Some(open) => at_open(problem, text, open, ')'),
        None => problem,
    }
}

pub(in crate::promql) fn unclosed_bracket(text: &str, end: Span) -> Problem {
    let problem = ParseError::new(end, "the query ends, but a `[` is still open", "unclosed left bracket");
    match last_open(text, b'[', b']') {
        Some(open) => at_open(problem, text, open, ']'),
        None => problem,
    }
}

/// Quotes the bracket that is still open, with the name before it.
fn at_open(problem: Problem, text: &str, open: usize, closing: char) -> Problem {
    let before = text.get(..open).unwrap_or_default();
    let name = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).map_or(0, |at| at + 1);
    let from_name = text.get(name..).or_else(|| text.get(open..)).unwrap_or_default();
    problem.help(format!("add a `{closing}`; open is {}", piece(from_name)))
}

/// The last opening bracket that is not closed, in a text whose strings are not looked into.
fn last_open(text: &str, opening: u8, closing: u8) -> Option<usize> {
    let mut closed = 0_usize;
    text.bytes().enumerate().rev().find_map(|(at, byte)| {
        if byte == closing {
            closed += 1;
        } else if byte == opening {
            match closed.checked_sub(1) {
                Some(fewer) => closed = fewer,
                None => return Some(at),
            }
        }
        None
    })
}

pub(in crate::promql) fn unclosed_brace(end: Span) -> Problem {
    ParseError::new(end, "the query ends, but a `{` is still open", "unexpected end of input inside braces")
        .help("add a `}`")
}

pub(in crate::promql) fn unclosed_range(end: Span) -> Problem {
    ParseError::new(
        end,
        "expected a length of time such as `5m`, found the end of the query",
        "unexpected end of input in duration expression",
    )
}

pub(in crate::promql) fn early_colon(span: Span) -> Problem {
    ParseError::new(
        span,
        "expected the range of the subquery before the `:`",
        "unexpected colon before duration in duration expression",
    )
    .help("write `[1h:]` or `[1h:1m]`")
    .reference_at(span.end)
}

pub(in crate::promql) fn second_colon(span: Span) -> Problem {
    ParseError::new(span, "a subquery has one `:`", "unexpected colon ':'")
}

pub(in crate::promql) fn bad_number(text: &str, span: Span, problem: NumberProblem) -> Problem {
    let word = text.get(span.range()).unwrap_or_default();
    let (message, reference) = number_words(word, problem);
    let found = ParseError::new(span, message, reference);
    match problem {
        NumberProblem::UnitOrder => {
            found.help("units stand once each, from long to short: `1y2w3d4h5m6s7ms`")
        }
        NumberProblem::NotWholeUnits => {
            found.help("write whole numbers of units: `1h30m` for one and a half hours")
        }
        NumberProblem::Malformed(_) if word.starts_with(|c: char| c.is_ascii_digit()) => found
            .help("the units are `ms`, `s`, `m`, `h`, `d`, `w` and `y`; a name does not begin with a digit"),
        _ => found,
    }
}

fn number_words(word: &str, problem: NumberProblem) -> (String, String) {
    match problem {
        NumberProblem::Malformed(read) => {
            let prefix = word.get(..read).unwrap_or(word);
            let message = format!("{} is neither a number nor a length of time", piece(word));
            let reference = if word.len() == read && is_hexadecimal(word) {
                format!("error parsing number: strconv.ParseFloat: parsing {}: invalid syntax", quoted(word))
            } else {
                format!("bad number or duration syntax: {}", quoted(prefix))
            };
            (message, reference)
        }
        NumberProblem::NotWholeUnits => {
            let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
            let tail = word.get(digits..).unwrap_or_default();
            let unit = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
            let unit = tail.get(..unit).unwrap_or_default();
            let reference = if digits == 0 {
                format!("not a valid duration string: {}", quoted(word))
            } else {
                format!("unknown unit {} in duration {}", quoted(unit), quoted(word))
            };
            (format!("{} is not a length of time", piece(word)), reference)
        }
        NumberProblem::UnitOrder => (
            format!("the units of {} are repeated or out of order", piece(word)),
            format!("not a valid duration string: {}", quoted(word)),
        ),
        NumberProblem::OutOfRange
            if word.ends_with(|c: char| c.is_ascii_alphabetic()) && !is_hexadecimal(word) =>
        {
            (
                format!("{} is more than the 292 years that can be counted", piece(word)),
                "duration out of range".to_owned(),
            )
        }
        NumberProblem::OutOfRange => {
            let reason = if is_hexadecimal(word) { "invalid syntax" } else { "value out of range" };
            (
                format!("{} is too large for a number", piece(word)),
                format!("error parsing number: strconv.ParseFloat: parsing {}: {reason}", quoted(word)),
            )
        }
    }
}

/// A string that starts at `start` and goes wrong at `at`.
pub(in crate::promql) fn bad_string(text: &str, start: usize, at: usize, problem: QuoteProblem) -> Problem {
    let escape_end =
        text.get(at..).map_or(at, |tail| at + tail.chars().take(2).map(char::len_utf8).sum::<usize>());
    let (span, message, reference) = match problem {
        QuoteProblem::Unterminated { raw: true } => (
            Span::new(start, at),
            "the string is never closed".to_owned(),
            "unterminated raw string".to_owned(),
        ),
        QuoteProblem::Unterminated { raw: false } => (
            Span::new(start, at),
            "the string is not closed before the end of its line".to_owned(),
            "unterminated quoted string".to_owned(),
        ),
        QuoteProblem::EscapeUnterminated => (
            Span::new(at, escape_end),
            "the query ends within an escape".to_owned(),
            "escape sequence not terminated".to_owned(),
        ),
        QuoteProblem::UnknownEscape(c) => (
            Span::new(at, escape_end),
            format!("`\\{c}` is not an escape that strings know"),
            format!("unknown escape sequence {}", go_code_point(c)),
        ),
        QuoteProblem::EscapeDigit(c) => (
            Span::new(at, escape_end),
            format!("{} is not a digit of this escape", shown(c)),
            format!("illegal character {} in escape sequence", go_code_point(c)),
        ),
        QuoteProblem::EscapeValue => (
            Span::new(at, escape_end),
            "this escape stands for no character".to_owned(),
            "escape sequence is an invalid Unicode code point".to_owned(),
        ),
    };
    let found = ParseError::new(span, message, reference).reference_at(start);
    match problem {
        QuoteProblem::UnknownEscape(c) => {
            found.help(format!("in a regular expression write `\\\\{c}`, or put the string in backquotes"))
        }
        _ => found,
    }
}
