//! `query/regex-anchor`: Prometheus compares a regular expression with the whole value of a label. `^` and `$` add nothing,
//! and whoever writes `^5` for "begins with 5" gets a matcher that only `5` fulfils.

use super::regex;
use crate::lint::{Findings, Subject};

pub(in crate::lint) fn check(subject: &Subject<'_>, found: &mut Findings) {
    for view in subject.queries() {
        for matcher in view.matchers().filter(|matcher| matcher.op.is_regex()) {
            let value = matcher.value.value();
            let Anchors { start, end, inside } = Anchors::of(&value);
            if regex::is_half_a_status(matcher) {
                let label = matcher.label.as_ref().map_or("", |label| label.raw());
                let message =
                    format!("`{value}` matches no status: it is compared with the whole value of `{label}`");
                found
                    .push(view.at(matcher.span), message)
                    .help(format!("write `{inside}..` for every status that begins like this"));
                continue;
            }
            let help = match (start, end) {
                (false, false) => continue,
                (true, true) => format!("`{inside}` means the same"),
                (true, false) => format!("write `{inside}.*` if more may follow, `{inside}` if not"),
                (false, true) => {
                    format!("write `.*{inside}` if something may come before, `{inside}` if not")
                }
            };
            // With one anchor, the other end was probably meant to be open: a choice that is the user's.
            let edits = (start && end).then(|| view.edit_value(matcher, inside)).flatten();
            found
                .push(view.at(matcher.span), "the whole value is compared anyway, with or without anchors")
                .help(help)
                .fix("take the anchors away", edits.map(|edit| vec![edit]));
        }
    }
}

/// A pattern and the anchors around it.
struct Anchors<'p> {
    start: bool,
    end: bool,
    inside: &'p str,
}

impl<'p> Anchors<'p> {
    fn of(pattern: &'p str) -> Self {
        let behind = pattern.strip_prefix('^');
        let rest = behind.unwrap_or(pattern);
        let before = rest.strip_suffix('$').filter(|before| {
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            backslashes % 2 == 0
        });
        let inside = before.unwrap_or(rest);
        // `^a|b$` anchors one alternative each, and is not `a|b` to a reader.
        let whole = !inside.contains('|') || (behind.is_some() == before.is_some());
        let (start, end) = (behind.is_some() && whole, before.is_some() && whole);
        Self { start, end, inside }
    }
}
