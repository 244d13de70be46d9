//! Label matchers as an option holds them: `{job="api",env="prod"}`, with or without the braces.
//!
//! In: the text of an option. Out: the matchers alone, and whether the strict plugins take them.

/// `matchers` without braces and commas at either end. White space there stays, and keeps a brace behind it.
pub(super) fn without_braces(matchers: &str) -> &str {
    matchers.trim_matches(['{', '}', ','])
}

/// Whether the Go regular expression `(?m)^{?([^=]+="[^=,"]+",)*([^=]+="[^=,"]+")$` finds a match in `text`.
///
/// A name is anything without `=`, line breaks too, so every `=` ends the name before it, and a match is a run of pieces
/// between `=`: the first ends in a name that starts where a line starts, each further one is a quoted value, a comma
/// and a name, and the last is a quoted value at the end of a line. One good line is thus enough for a whole text.
pub(super) fn are_plain(text: &str) -> bool {
    let mut after_name = false; // whether the `=` before the piece has a name that can be part of a match
    let mut pieces = text.split('=').enumerate().peekable();
    while let Some((number, piece)) = pieces.next() {
        let is_name = |name: &str| !name.is_empty();
        let mut has_name = number == 0 && is_name(piece);
        has_name |= piece.split_once('\n').is_some_and(|(_, line)| is_name(line));
        if after_name && let Some(rest) = after_quoted_value(piece) {
            let ends_text = rest.is_empty() && pieces.peek().is_none();
            if ends_text || rest.starts_with('\n') {
                return true;
            }
            has_name |= rest.strip_prefix(',').is_some_and(is_name);
        }
        after_name = has_name;
    }
    false
}

/// What follows a value in quotes that is not empty and holds no comma.
fn after_quoted_value(piece: &str) -> Option<&str> {
    let (value, rest) = piece.strip_prefix('"')?.split_once('"')?;
    (!value.is_empty() && !value.contains(',')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What Go 1.26 says, asked with `regexp.MatchString`.
    #[rustfmt::skip] // a table
    const TAKEN: &[&str] = &[
        "a=\"b\"", "{a=\"b\"", "a!=\"b\"", "a=\"b\",c=\"d\"", "a=\"b\",,c=\"d\"", " a =\"b\"",
        "é=\"é\"", "a=\"b\"\nc", "c\na=\"b\"", "a=~\"b\",\nc=\"d\"", "a=\"x\",\"y\"\nb=\"c\"",
        "a=\"b\nc\"", "\na=\"b\"", "a=\"b\",\n\nc=\"d\"",
    ];

    #[rustfmt::skip] // a table
    const REFUSED: &[&str] = &[
        "", "{", "a", "a=", "a=\"\"", "a=\"b", "=\"b\"", "a=~\"b\"", "a!~\"b\"", "a=\"b\"}", "a=\"b\",",
        "a=\"b\" ", "a=\"b,c\"", "a=\"b=c\"", "a=\"b\"\"", "a=\"b\"c=\"d\"", "a=\"b\",=\"c\"",
        "a=~\"b\"\n", "a\n=\"b\"c", "x=\na=\"b",
    ];

    #[test]
    fn takes_what_the_regular_expression_matches() {
        assert_eq!(TAKEN.iter().find(|text| !are_plain(text)), None);
        assert_eq!(REFUSED.iter().find(|text| are_plain(text)), None);
    }
}
