//! The shapes of words and numbers, as `nom` parsers over the rest of the text.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_till, take_while, take_while1};
use nom::character::complete::{char, digit1, multispace1, one_of};
use nom::combinator::{opt, recognize, verify};
use nom::multi::{many0_count, many1_count};

/// The rest of the text and what was taken from its front.
type Scanned<'a> = Result<(&'a str, &'a str), nom::Err<()>>;

/// Whether a name may begin with the character.
pub(super) const fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// Whether a name may go on with the character.
pub(super) const fn continues_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Spaces and line ends.
pub(super) fn spaces(input: &str) -> Scanned<'_> {
    take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r')).parse(input)
}

/// Spaces, line ends, and comments up to the end of their line.
pub(super) fn blank(input: &str) -> Scanned<'_> {
    let comment = recognize((char('#'), take_till(|c| matches!(c, '\n' | '\r'))));
    recognize(many0_count(alt((multispace1, comment)))).parse(input)
}

/// A label's name.
pub(super) fn name(input: &str) -> Scanned<'_> {
    verify(take_while1(continues_name), |name: &str| name.starts_with(begins_name)).parse(input)
}

/// A metric's name, which may hold colons, or a word of the language.
pub(super) fn word(input: &str) -> Scanned<'_> {
    take_while1(|c| continues_name(c) || c == ':').parse(input)
}

/// Digits with single underscores between them.
fn digits(input: &str) -> Scanned<'_> {
    recognize((digit1, many0_count((char('_'), digit1)))).parse(input)
}

/// `0x1F`
fn hexadecimal(input: &str) -> Scanned<'_> {
    let digits = take_while(|c: char| c.is_ascii_hexdigit() || c == '_');
    recognize((char('0'), one_of("xX"), digits)).parse(input)
}

/// `1_000`, `1.`, `.5`, `1.5e-3`
fn decimal(input: &str) -> Scanned<'_> {
    let mantissa = alt((recognize((digits, opt((char('.'), opt(digits))))), recognize((char('.'), digits))));
    let exponent = (one_of("eE"), opt(one_of("+-")), digits);
    recognize((mantissa, opt(exponent))).parse(input)
}

/// A number without a unit.
pub(super) fn number(input: &str) -> Scanned<'_> {
    alt((hexadecimal, decimal)).parse(input)
}

/// The unit of a length of time.
pub(super) fn unit(input: &str) -> Scanned<'_> {
    alt((tag("ms"), recognize(one_of("smhdwy")))).parse(input)
}

/// `1h30m`, in any order of units.
pub(super) fn duration(input: &str) -> Scanned<'_> {
    recognize(many1_count((digit1, unit))).parse(input)
}
