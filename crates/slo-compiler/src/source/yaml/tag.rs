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

/// Reads a tag, and returns it in full: `!!int` is `tag:yaml.org,2002:int`, `!x` is `!x`.
pub(crate) fn tag(cursor: &mut Cursor<'_>) -> Result<Box<str>, SyntaxError> {
    let start = cursor.mark();
    cursor.skip();
    let tag = if cursor.peek(0) == Some(b'<') {
        cursor.skip();
        let verbatim = uri(cursor, start)?;
        if cursor.peek(0) != Some(b'>') {
            return Err(SyntaxError::scanner(start, "did not find the expected '>'", cursor.mark()));
        }
        cursor.skip();
        verbatim
    } else if cursor.peek(0) == Some(b'!') {
        cursor.skip();
        format!("{CORE}{}", uri(cursor, start)?)
    } else {
        let handle = word(cursor).to_owned();
        if cursor.peek(0) == Some(b'!') {
            // Only a %TAG directive can define other handles.
            return Err(SyntaxError::parser(Some(start), "found undefined tag handle", start));
        }
        let ends = cursor.blank_or_end_at(0);
        format!("!{handle}{}", if ends { String::new() } else { uri(cursor, start)? })
    };
    if !cursor.blank_or_end_at(0) {
        let problem = "did not find expected whitespace or line break";
        return Err(SyntaxError::scanner(start, problem, cursor.mark()));
    }
    Ok(tag.into_boxed_str())
}

/// Reads a directive, the `%` included, up to the end of its line. Only `%YAML 1.1` is known.
pub(crate) fn directive(cursor: &mut Cursor<'_>) -> Result<(), SyntaxError> {
    let start = cursor.mark();
    cursor.skip();
    if word(cursor) != "YAML" {
        return Err(SyntaxError::scanner(start, "found unknown directive name", cursor.mark()));
    }
    cursor.skip_blanks();
    let version = cursor.at();
    while matches!(cursor.peek(0), Some(b'0'..=b'9' | b'.')) {
        cursor.skip();
    }
    if cursor.since(version) != "1.1" {
        return Err(SyntaxError::parser(None, "found incompatible YAML document", start));
    }
    cursor.skip_blanks();
    if cursor.peek(0) == Some(b'#') {
        cursor.skip_line();
    }
    if !cursor.blank_or_end_at(0) {
        return Err(SyntaxError::scanner(
            start,
            "did not find expected comment or line break",
            cursor.mark(),
        ));
    }
    Ok(())
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
    if bytes.is_empty() {
        return Err(SyntaxError::scanner(start, "did not find expected tag URI", cursor.mark()));
    }
    String::from_utf8(bytes)
        .map_err(|_| SyntaxError::scanner(start, "found an incorrect leading UTF-8 octet", cursor.mark()))
}

fn cursor_byte(cursor: &mut Cursor<'_>, byte: u8) -> u8 {
    cursor.skip();
    byte
}
