//! Regular expressions of label matchers: whether they are sound, and whether they match an empty label.

use std::ops::ControlFlow;

use regex_syntax::hir::{Hir, HirKind, Look};

/// Whether the pattern is a regular expression, with the reason if not.
pub(super) fn check(pattern: &str) -> Result<(), String> {
    if is_plain(pattern) { Ok(()) } else { parse(pattern).map(|_| ()) }
}

/// Whether the pattern, anchored at both ends, matches nothing at all.
pub(super) fn matches_empty(pattern: &str) -> bool {
    parse(pattern).is_ok_and(|hir| empty(&hir))
}

fn parse(pattern: &str) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .nest_limit(1000)
        .utf8(false)
        .build()
        .parse(pattern)
        .map_err(|error| match error {
            regex_syntax::Error::Parse(error) => error.kind().to_string(),
            regex_syntax::Error::Translate(error) => error.kind().to_string(),
            _ => "it cannot be read".to_owned(),
        })
}

/// Most patterns are names with `|`, `.`, groups and simple repetitions; they need no parser.
fn is_plain(pattern: &str) -> bool {
    // The open groups, and whether something stands before that can be repeated; nothing when it is not plain.
    let end = pattern.bytes().try_fold((0_usize, false), |(open, repeatable), byte| {
        ControlFlow::Continue(match byte {
            b'(' => (open + 1, false),
            b'|' => (open, false),
            b')' if open > 0 => (open - 1, true),
            b'*' | b'+' if repeatable => (open, false),
            b'*' | b'+' | b'?' | b')' | b'[' | b']' | b'{' | b'}' | b'\\' | b'^' | b'$' => {
                return ControlFlow::Break(());
            }
            _ => (open, true),
        })
    });
    matches!(end, ControlFlow::Continue((0, _)))
}

fn empty(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(_) | HirKind::Class(_) => false,
        HirKind::Look(look) => !matches!(
            look,
            Look::WordAscii | Look::WordUnicode | Look::WordStartAscii | Look::WordEndAscii
        ),
        HirKind::Repetition(repetition) => repetition.min == 0 || empty(&repetition.sub),
        HirKind::Capture(capture) => empty(&capture.sub),
        HirKind::Concat(parts) => parts.iter().all(empty),
        HirKind::Alternation(parts) => parts.iter().any(empty),
    }
}
