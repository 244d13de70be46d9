//! The words for everything that can be wrong, one function a problem, in our words and in those of Prometheus.
//!
//! Ours say what stands there and what would fit, and help with the slips that are common. Those of Prometheus are what
//! scripts look for; they were found by asking it, not by reading it.

pub(super) mod context;
mod hint;
pub(super) mod lexical;
pub(super) mod modifier;
pub(super) mod syntax;
pub(super) mod types;

/// A character as Go quotes it, approximately: printable ones as they are.
fn go_char(c: char) -> String {
    match c {
        '\'' => "'\\''".to_owned(),
        '\\' => "'\\\\'".to_owned(),
        '\u{7}' => "'\\a'".to_owned(),
        '\u{8}' => "'\\b'".to_owned(),
        '\u{c}' => "'\\f'".to_owned(),
        '\n' => "'\\n'".to_owned(),
        '\r' => "'\\r'".to_owned(),
        '\t' => "'\\t'".to_owned(),
        '\u{b}' => "'\\v'".to_owned(),
        c if c.is_ascii_control() => format!("'\\x{:02x}'", u32::from(c)),
        ' ' => "' '".to_owned(),
        c if c.is_control() || c.is_whitespace() || is_invisible(c) => format!("'\\u{:04x}'", u32::from(c)),
        c => format!("'{c}'"),
    }
}

/// Characters that look like nothing, or like a space, and come from copied text.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A character for our own messages: by its code where it cannot be seen.
fn shown(c: char) -> String {
    if c.is_control() || c.is_whitespace() || is_invisible(c) {
        format!("character U+{:04X}", u32::from(c))
    } else {
        format!("`{c}`")
    }
}

/// A character by its code, and as it is if it can be seen.
fn go_code_point(c: char) -> String {
    if c.is_control() { format!("U+{:04X}", u32::from(c)) } else { format!("U+{:04X} '{c}'", u32::from(c)) }
}

/// The longest piece of a query that a message repeats, in characters.
const LONGEST_PIECE: usize = 40;

/// A piece of a query for our own messages, cut if it is long.
fn piece(text: &str) -> String {
    let text = text.trim();
    let text = text.split_once('\n').map_or(text, |(line, _)| line.trim_end());
    match text.char_indices().nth(LONGEST_PIECE) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
