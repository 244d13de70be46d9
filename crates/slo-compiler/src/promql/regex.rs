//! Whether the regular expression of a label matcher matches a label that is empty or missing.
//!
//! In: a pattern that [`check`] has taken. Out: one answer, found by walking over the pattern once, without recursion; the
//! pattern is never compiled. Matchers are anchored at both ends, so an empty label is matched if every piece of one
//! alternative can match nothing.

use crate::go::regexp;

/// Whether Go takes the pattern, with the reason if not, in Go's words.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    if is_plain(pattern) { Ok(()) } else { regexp::check(pattern) }
}

/// Most patterns are names with `|`, `.`, groups and simple repetitions; of these one look tells that they are sound.
fn is_plain(pattern: &str) -> bool {
    let (mut open, mut repeatable) = (0_u32, false);
    for byte in pattern.bytes() {
        repeatable = match byte {
            b'(' if open < 100 => {
                open += 1;
                false
            }
            b')' if open > 0 => {
                open -= 1;
                true
            }
            b'*' | b'+' if repeatable => false,
            b'|' => false,
            b'*' | b'+' | b'?' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'\\' | b'^' | b'$' => {
                return false;
            }
            _ => true,
        };
    }
    open == 0
}

/// A group, or the pattern as a whole.
struct Level {
    /// Whether an alternative that was read can match nothing.
    matched: bool,
    /// Whether the pieces of the present alternative can, up to the last piece.
    before: bool,
    /// Whether its last piece can.
    last: bool,
}

impl Level {
    const NEW: Self = Self { matched: false, before: true, last: true };

    const fn push(&mut self, piece: bool) {
        self.before = self.before && self.last;
        self.last = piece;
    }

    const fn matches(&self) -> bool {
        self.matched || (self.before && self.last)
    }
}

/// Whether a sound pattern matches the empty text.
pub(super) fn matches_empty(pattern: &str) -> bool {
    let (mut outer, mut level, mut rest) = (Vec::new(), Level::NEW, pattern);
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        if let Some(behind) = repetition(&mut level, c, tail) {
            // A question mark behind a repetition makes it lazy, which changes nothing here.
            rest = behind.strip_prefix('?').unwrap_or(behind);
            continue;
        }
        rest = match c {
            '(' => {
                if let Some(behind) = flags_only(tail) {
                    level.push(true);
                    behind
                } else {
                    outer.push(std::mem::replace(&mut level, Level::NEW));
                    group_body(tail)
                }
            }
            ')' => {
                let inner = std::mem::replace(&mut level, outer.pop().unwrap_or(Level::NEW));
                level.push(inner.matches());
                tail
            }
            '|' => {
                level = Level { matched: level.matches(), ..Level::NEW };
                tail
            }
            '^' | '$' => {
                level.push(true);
                tail
            }
            '[' => {
                level.push(false);
                class_end(tail)
            }
            '\\' => escape(&mut level, tail),
            _ => {
                level.push(false);
                tail
            }
        };
    }
    level.matches()
}

/// Reads a repetition and gives what follows it; nothing if there is none.
fn repetition<'p>(level: &mut Level, c: char, tail: &'p str) -> Option<&'p str> {
    let (least, behind) = match c {
        '*' | '?' => (0, tail),
        '+' => (1, tail),
        '{' => counts(tail)?,
        _ => return None,
    };
    level.last = level.last || least == 0;
    Some(behind)
}

/// What follows `(?i)` and the like, which match nothing themselves; nothing if the group has a body.
fn flags_only(tail: &str) -> Option<&str> {
    let flags = tail.strip_prefix('?')?;
    let end = flags.find(|c: char| !(c.is_ascii_alphabetic() || c == '-'))?;
    flags.get(end..)?.strip_prefix(')')
}

/// The inside of a group, behind `?:`, `?i:`, `?P<name>` or `?<name>`.
fn group_body(tail: &str) -> &str {
    let body =
        tail.strip_prefix('?').and_then(|head| head.find([':', '>']).and_then(|end| head.get(end + 1..)));
    body.unwrap_or(tail)
}

/// The smallest count of `{2}`, `{2,}` or `{2,3}`, and what follows; nothing if the brace is a plain character.
fn counts(tail: &str) -> Option<(u32, &str)> {
    let end = tail.find(|c: char| !(c.is_ascii_digit() || c == ','))?;
    let (inside, behind) = (tail.get(..end)?, tail.get(end..)?.strip_prefix('}')?);
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    if least.is_empty() || most.contains(',') {
        return None;
    }
    Some((least.parse().unwrap_or(u32::MAX), behind))
}

/// What follows a class such as `[^]a-z[:alpha:]\]]`, whose opening bracket was read.
fn class_end(tail: &str) -> &str {
    let mut rest = tail.strip_prefix('^').unwrap_or(tail);
    let mut first = true;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            ']' if !first => return behind,
            '\\' => behind.get(behind.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
            '[' => behind
                .strip_prefix(':')
                .and_then(|rest| {
                    rest.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '^').strip_prefix(":]")
                })
                .unwrap_or(behind),
            _ => behind,
        };
        first = false;
    }
    rest
}

/// Reads what follows a backslash.
fn escape<'p>(level: &mut Level, tail: &'p str) -> &'p str {
    let Some(c) = tail.chars().next() else { return tail };
    let behind = tail.get(c.len_utf8()..).unwrap_or_default();
    match c {
        // Between no characters there is no border of a word, but there is the beginning and the end.
        'B' | 'A' | 'z' => level.push(true),
        'Q' => {
            let (quoted, after) = behind.split_once("\\E").unwrap_or((behind, ""));
            for _ in quoted.chars().take(2) {
                level.push(false);
            }
            return after;
        }
        'E' => {}
        'x' | 'p' | 'P' if behind.starts_with('{') => {
            level.push(false);
            return behind.split_once('}').map_or("", |(_, after)| after);
        }
        'p' | 'P' => {
            level.push(false);
            return behind.get(behind.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
        }
        _ => level.push(false),
    }
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_patterns_are_sound() {
        for pattern in ["", "a", "5..", "(5..|429)", "a.*b+", "((a|b)*c)+", "|", "()", "a b-c/d:é"] {
            assert!(is_plain(pattern), "{pattern}");
            assert_eq!(regexp::check(pattern), Ok(()), "{pattern}");
        }
        for pattern in ["*", "a**", "a+*", "(", ")", ")(", "(a", "[a]", "a?", "(?i)a", "(*a)", "a|*"] {
            assert!(!is_plain(pattern), "{pattern}");
        }
    }

    #[test]
    fn empty_texts() {
        let empty = [
            "",
            ".*",
            "a*",
            "a?",
            "a{0}",
            "a{0,5}",
            "(a|)",
            "()",
            "^$",
            "\\B",
            "\\A\\z",
            "(?i)",
            "(?i)a*",
            "(?:a)*",
            "(?P<n>a*)",
            "a|",
            "|a",
            "[a]*",
            "[]a]?",
            "[[:alpha:]]*",
            "\\d*",
            "\\pL*",
            "\\p{L}*",
            "\\x{41}*",
            "\\Qab\\E|",
            "((a*)(b?))",
            "(a+)?",
            "[\\]]*",
            "a*{2}",
            "\\Qa\\E*",
            "a*?",
            "a??",
        ];
        for pattern in empty {
            assert!(matches_empty(pattern), "{pattern}");
        }
        let other = [
            ".+",
            "a",
            "a+",
            "a{1,}",
            "(a|b)",
            "\\b",
            "[a]",
            "a*b",
            "b{",
            "{id}",
            "a{,3}",
            "\\Qab\\E*",
            "\\x41",
            "(?i)a",
            "(a*)b",
            "^a$",
            "\\pL",
            "[^a]",
            "(|a)b",
            "a+?",
        ];
        for pattern in other {
            assert!(!matches_empty(pattern), "{pattern}");
        }
    }
}
