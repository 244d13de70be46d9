//! Anchors, aliases, tags and directives.

use super::cursor::{Cursor, Mark};
use super::error::SyntaxError;

/// What `!!` stands for.
const CORE: &str = "tag:yaml.org,2002:";

/// Reads an anchor or alias, the `&` or `*` included; returns its name.
pub(crate) fn name<'a>(cursor: &mut Cursor<'a>) -> Result<&'a str, SyntaxError> {
    let start = cursor.mark();
    cursor.skip();
    let name = word(cursor);
    let ends = cursor.blank_or_end_at(0)
        || matches!(cursor.peek(0), Some(b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'));
    if name.is_empty() || !ends {
        let problem = "did not find expected alphabetic or numeric character";
        return Err(SyntaxError::scanner(start, problem, cursor.mark()));
    }
    Ok(name)
}

/// Reads a tag, and returns it in full: `!!int` is `tag:yaml.org,2002:int`, `!x` is `!x`. `!x!y` is nothing, because only
/// a %TAG directive could say what `!x!` stands for.
pub(crate) fn tag(cursor: &mut Cursor<'_>) -> Result<Option<Box<str>>, SyntaxError> {
    let start = cursor.mark();
    cursor.skip();
    let tag = if cursor.peek(0) == Some(b'<') {
        cursor.skip();
        let verbatim = uri(cursor, start)?;
        if cursor.peek(0) != Some(b'>') {
            return Err(SyntaxError::scanner(start, "did not find the expected '>'", cursor.mark()));
        }
        cursor.skip();
        Some(verbatim)
    } else if cursor.peek(0) == Some(b'!') {
        cursor.skip();
        Some(format!("{CORE}{}", uri(cursor, start)?))
    } else {
        let handle = word(cursor).to_owned();
        if cursor.peek(0) == Some(b'!') {
            cursor.skip();
            uri(cursor, start)?;
            None
        } else {
            Some(format!("!{handle}{}", octets(cursor, start)?))
        }
    };
    if !cursor.blank_or_end_at(0) {
        let problem = "did not find expected whitespace or line break";
        return Err(SyntaxError::scanner(start, problem, cursor.mark()));
    }
    Ok(tag.map(String::into_boxed_str))
}

/// Reads a directive, the `%` included, up to the end of its line. Only `%YAML 1.1` is known.
pub(crate) fn directive(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    let start = cursor.mark();
    let failed = |problem, cursor: &Cursor<'_>| Err(SyntaxError::scanner(start, problem, cursor.mark()));
    cursor.skip();
    let name = word(cursor);
    if name.is_empty() {
        return failed("could not find expected directive name", cursor);
    }
    if !cursor.blank_or_end_at(0) {
        return failed("found unexpected non-alphabetical character", cursor);
    }
    if name != "YAML" {
        return failed("found unknown directive name", cursor);
    }
    cursor.skip_blanks();
    let major = digits(cursor).to_owned();
    if major.is_empty() {
        return failed("did not find expected version number", cursor);
    }
    if cursor.peek(0) != Some(b'.') {
        return failed("did not find expected digit or '.' character", cursor);
    }
    cursor.skip();
    let minor = digits(cursor).to_owned();
    if minor.is_empty() {
        return failed("did not find expected version number", cursor);
    }
    cursor.skip_blanks();
    if cursor.peek(0) == Some(b'#') {
        cursor.skip_line();
    }
    if !cursor.at_break() && !cursor.at_end() {
        return failed("did not find expected comment or line break", cursor);
    }
    if (major.as_str(), minor.as_str()) != ("1", "1") {
        return Err(SyntaxError::parser(None, "found incompatible YAML document", start));
    }
    cursor.skip_break();
    Ok(())
}

fn digits<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let start = cursor.at();
    while cursor.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
        cursor.skip();
    }
    cursor.since(start)
}

fn word<'a>(cursor: &mut Cursor<'a>) -> &'a str {
    let start = cursor.at();
    while matches!(cursor.peek(0), Some(b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-')) {
        cursor.skip();
    }
    cursor.since(start)
}

/// Reads the rest of a tag; `%C3%A9` in it is an `é`.
fn uri(cursor: &mut Cursor<'_>, start: Mark) -> Result<String, SyntaxError> {
    let uri = octets(cursor, start)?;
    if uri.is_empty() {
        return Err(SyntaxError::scanner(start, "did not find expected tag URI", cursor.mark()));
    }
    Ok(uri)
}

fn octets(cursor: &mut Cursor<'_>, start: Mark) -> Result<String, SyntaxError> {
    let mut bytes = Vec::new();
    while let Some(byte) = cursor.peek(0) {
        match byte {
            b'%' => {
                let digits =
                    cursor.rest().get(1..3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                let octet = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                let Some(octet) = octet.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
                    return Err(SyntaxError::scanner(start, "did not find URI escaped octet", cursor.mark()));
                };
                bytes.push(octet);
                cursor.skip_bytes(3);
            }
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => bytes.push(cursor_byte(cursor, byte)),
            byte if b"_-;/?:@&=+$,.!~*'()[]".contains(&byte) => bytes.push(cursor_byte(cursor, byte)),
            _ => break,
        }
    }
    String::from_utf8(bytes)
        .map_err(|_| SyntaxError::scanner(start, "found an incorrect leading UTF-8 octet", cursor.mark()))
}

fn cursor_byte(cursor: &mut Cursor<'_>, byte: u8) -> u8 {
    cursor.skip();
    byte
}
