//! One value under one verb.

use super::flags::{Flags, pad};
use super::{Buffer, float};
use crate::template::quote;
use crate::template::value::Value;

/// Writes the value, or what is wrong with the verb.
pub(super) fn write(out: &mut Buffer, value: &Value, verb: char, flags: &Flags, window: &str) {
    match (value, verb) {
        (Value::Absent, 'v' | 'T') => pad(out, b"<nil>", flags),
        (_, 'T') => pad(out, cut(value.type_name().as_bytes(), flags), flags),
        (_, 'p' | 'w') | (Value::Absent, _) => bad_verb(out, value, verb, flags, window),
        (Value::Bool(truth), 't' | 'v') => pad(out, truth.to_string().as_bytes(), flags),
        (Value::Byte(byte), 'v') if flags.go_syntax => {
            integer(out, i128::from(*byte), 'x', &Flags { sharp: true, ..flags.clone() });
        }
        (Value::Int(_) | Value::Byte(_), 'v' | 'd' | 'b' | 'o' | 'O' | 'x' | 'X' | 'c' | 'q' | 'U') => {
            integer(out, i128::from(value.as_int().unwrap_or_default()), verb, flags);
        }
        (Value::Float(number), 'v' | 'b' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'x' | 'X') => {
            float::write(out, *number, verb, flags);
        }
        (Value::Complex(real, imaginary), 'v' | 'b' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'x' | 'X') => {
            out.push("(");
            float::write(out, *real, verb, flags);
            float::write(out, *imaginary, verb, &Flags { plus: true, ..flags.clone() });
            out.push("i)");
        }
        (Value::Text(text), 'v') if flags.go_syntax => quoted(out, text, flags),
        (Value::Text(text), 'v' | 's') => pad(out, cut(text, flags), flags),
        (Value::Text(text), 'q') => quoted(out, text, flags),
        (Value::Text(text), 'x' | 'X') => hexadecimal(out, text, verb, flags),
        (Value::Data, _) => data(out, verb, flags, window),
        _ => bad_verb(out, value, verb, flags, window),
    }
}

fn bad_verb(out: &mut Buffer, value: &Value, verb: char, flags: &Flags, window: &str) {
    out.push("%!");
    out.push(verb.encode_utf8(&mut [0; 4]));
    out.push("(");
    if *value == Value::Absent {
        out.push("<nil>");
    } else {
        out.push(value.type_name());
        out.push("=");
        write(out, value, 'v', flags, window);
    }
    out.push(")");
}

/// The datum: its one entry, key and value under the same verb.
fn data(out: &mut Buffer, verb: char, flags: &Flags, window: &str) {
    let (open, close) = if flags.go_syntax { ("map[string]string{", "}") } else { ("map[", "]") };
    out.push(open);
    write(out, &Value::text("window"), verb, flags, window);
    out.push(":");
    write(out, &Value::text(window), verb, flags, window);
    out.push(close);
}

/// The first characters, as many as the precision says.
fn cut<'t>(text: &'t [u8], flags: &Flags) -> &'t [u8] {
    let Some(precision) = flags.precision else { return text };
    let mut ends = text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(char::len_utf8);
        valid.chain(chunk.invalid().iter().map(|_| 1))
    });
    let length: usize = ends.by_ref().take(precision).sum();
    text.get(..length).unwrap_or(text)
}

fn quoted(out: &mut Buffer, text: &[u8], flags: &Flags) {
    let text = cut(text, flags);
    if flags.sharp && quote::can_back_quote(text) {
        pad(out, &[b"`", text, b"`"].concat(), flags);
    } else if flags.plus {
        pad(out, quote::quoted_ascii(text).as_bytes(), flags);
    } else {
        pad(out, quote::quoted(text).as_bytes(), flags);
    }
}

/// The bytes of a text in hexadecimal digits.
fn hexadecimal(out: &mut Buffer, text: &[u8], verb: char, flags: &Flags) {
    let text = flags.precision.and_then(|precision| text.get(..precision)).unwrap_or(text);
    let prefix = if verb == 'x' { "0x" } else { "0X" };
    let mut digits = String::new();
    for (position, byte) in text.iter().enumerate() {
        if flags.space && position > 0 {
            digits.push(' ');
        }
        if flags.sharp && (flags.space || position == 0) {
            digits.push_str(prefix);
        }
        digits.extend([if verb == 'x' { format!("{byte:02x}") } else { format!("{byte:02X}") }]);
    }
    pad(out, digits.as_bytes(), flags);
}

fn integer(out: &mut Buffer, value: i128, verb: char, flags: &Flags) {
    match verb {
        'c' => pad(out, character(value).encode_utf8(&mut [0; 4]).as_bytes(), flags),
        'q' => pad(out, quote::quoted_char(character(value), flags.plus).as_bytes(), flags),
        'U' => unicode(out, value, flags),
        _ => number(out, value, verb, flags),
    }
}

/// The character of that code, or the replacement character.
fn character(code: i128) -> char {
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `U+0041`, with `#` followed by the character.
fn unicode(out: &mut Buffer, value: i128, flags: &Flags) {
    // A negative number is shown as the 64 bits that hold it.
    let code = if value < 0 { value + (1 << 64) } else { value };
    let digits = flags.precision.unwrap_or(0).max(4);
    let shown = u32::try_from(code).ok().and_then(char::from_u32).filter(|&c| quote::is_printable(c));
    let text = match shown.filter(|_| flags.sharp) {
        Some(c) => format!("U+{code:0digits$X} '{c}'"),
        None => format!("U+{code:0digits$X}"),
    };
    pad(out, text.as_bytes(), &flags.without_zero());
}

fn number(out: &mut Buffer, value: i128, verb: char, flags: &Flags) {
    let magnitude = value.unsigned_abs();
    let mut digits = match verb {
        'b' => format!("{magnitude:b}"),
        'o' | 'O' => format!("{magnitude:o}"),
        'x' => format!("{magnitude:x}"),
        'X' => format!("{magnitude:X}"),
        _ => magnitude.to_string(),
    };
    let sign = if value < 0 {
        "-"
    } else if flags.plus {
        "+"
    } else if flags.space {
        " "
    } else {
        ""
    };
    // Leading zeros come from the precision, or else from the flag `0` with the width.
    let wanted = match (flags.precision, flags.width) {
        (Some(0), _) if value == 0 => {
            out.fill(b' ', flags.width.unwrap_or(0));
            return;
        }
        (Some(precision), _) => precision,
        (None, Some(width)) if flags.zero && !flags.minus => width.saturating_sub(sign.len()),
        _ => 0,
    };
    let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
    digits.insert_str(0, &zeros);
    let prefix = match verb {
        'O' if flags.sharp && !digits.starts_with('0') => "0o0",
        'O' => "0o",
        'b' if flags.sharp => "0b",
        'o' if flags.sharp && !digits.starts_with('0') => "0",
        'x' if flags.sharp => "0x",
        'X' if flags.sharp => "0X",
        _ => "",
    };
    pad(out, format!("{sign}{prefix}{digits}").as_bytes(), &flags.without_zero());
}
