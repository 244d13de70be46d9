//! Sums and differences, and their terms.

use super::short;
use crate::additivity::{Part, Piece, Sum, part};

/// Query, and its pieces: sums in brackets, with the sign of each term and the labels that all have.
#[rustfmt::skip] // a table
const PARTS: &[(&str, &str)] = &[
    ("sum(rate(e[W]))",                          "sum(rate(e[W]))"),
    ("(sum(rate(t[W])) - sum(rate(g[W])))",      "[+ sum(rate(t[W])) - sum(rate(g[W])) by ()]"),
    ("sum by (x) (rate(a[W])) + (sum by (x) (rate(b[W])))",
     "[+ sum by (x) (rate(a[W])) + sum by (x) (rate(b[W])) by (x)]"),
    // A sign is that of all in its parentheses.
    ("sum(rate(a[W])) - (sum(rate(b[W])) - sum(rate(c[W])) + sum(rate(d[W])))",
     "[+ sum(rate(a[W])) - sum(rate(b[W])) + sum(rate(c[W])) - sum(rate(d[W])) by ()]"),
    ("2 * sum(rate(a[W])) - sum(rate(b[W])) / 3", "[+ 2 * sum(rate(a[W])) - sum(rate(b[W])) / 3 by ()]"),
    // Ways to write that series of equal labels belong together.
    ("sum(rate(a[W])) - on () sum(rate(b[W]))",  "[+ sum(rate(a[W])) - sum(rate(b[W])) by ()]"),
    ("sum by (x) (rate(a[W])) - on (x) sum by (x) (rate(b[W]))",
     "[+ sum by (x) (rate(a[W])) - sum by (x) (rate(b[W])) by (x)]"),
    ("sum(rate(a[W])) - ignoring (x) sum(rate(b[W]))", "[+ sum(rate(a[W])) - sum(rate(b[W])) by ()]"),
    // Labels that depend on the data, but on the same in each term.
    ("rate(a[W]) - rate(b[W])",                  "[+ rate(a[W]) - rate(b[W]) by *]"),
    ("sum without (x) (rate(a[W])) + sum without (x) (rate(b[W]))",
     "[+ sum without (x) (rate(a[W])) + sum without (x) (rate(b[W])) by *]"),
    // What stands in for a missing term has no meaning in a sum, and would be there without a source.
    ("sum(rate(a[W])) + (sum(rate(b[W])) or vector(0))", "[+ sum(rate(a[W])) + sum(rate(b[W])) by ()]"),
    ("sum(rate(a[W])) - (sum(rate(b[W])) or 0 * sum(rate(a[W])))", "[+ sum(rate(a[W])) - sum(rate(b[W])) by ()]"),
    ("sum(rate(a[W])) + sum(rate(b[W])) + vector(0)", "[+ sum(rate(a[W])) + sum(rate(b[W])) by ()]"),
    ("sum(rate(a[W])) + vector(0)",              "sum(rate(a[W])) + vector(0)"),
    // Inside of what is missing as soon as its operand is.
    ("(sum(rate(t[W])) - sum(rate(g[W]))) * 60", "([+ sum(rate(t[W])) - sum(rate(g[W])) by ()]) * 60"),
    ("2 * (sum(rate(a[W])) + sum(rate(b[W])))",  "2 * ([+ sum(rate(a[W])) + sum(rate(b[W])) by ()])"),
    ("sum by (x) (rate(t[W]) - rate(g[W]))",     "sum by (x) (([+ rate(t[W]) - rate(g[W]) by *]))"),
    ("sum(rate(t[W]) - rate(g[W])) by (x)",      "sum(([+ rate(t[W]) - rate(g[W]) by *])) by (x)"),
    ("clamp_min(sum(rate(t[W])) - sum(rate(g[W])), 0)", "clamp_min(([+ sum(rate(t[W])) - sum(rate(g[W])) by ()]), 0)"),
    ("sum(rate(a[W])) + sum(rate(b[W]) + rate(c[W]))",
     "[+ sum(rate(a[W])) + sum(([+ rate(b[W]) + rate(c[W]) by *])) by ()]"),
    ("sum(rate(a[W])) or sum(rate(b[W]))",       "sum(rate(a[W])) or sum(rate(b[W]))"),
    ("sum(rate(a[W]) * on (x) group_left (y) b)", "sum(rate(a[W]) * on (x) group_left (y) b)"),
    // comments
    ("sum(rate(a[W])) # all\n- sum(rate(b[W])) # good", "[+ sum(rate(a[W])) - sum(rate(b[W])) by ()]"),
    ("2 * # twice\n(sum(rate(a[W])) # all\n- sum(rate(b[W])))", "2 * # twice\n([+ sum(rate(a[W])) - sum(rate(b[W])) by ()])"),
];

/// Queries in one piece, of which a part may be missing all the same.
#[rustfmt::skip] // a table
const IN_ONE_PIECE: &[&str] = &[
    "sum by (x) (rate(a[W])) - ignoring (x) group_left sum(rate(b[W]))",
    "sum by (x, y) (rate(a[W])) - on (x) sum by (x, y) (rate(b[W]))",
    "sum(rate(a[W]) - on (x) rate(b[W]))",
    "sum(rate(a[W])) - sum by (x) (rate(b[W]))",
    "max(rate(a[W]) - rate(b[W]))",
    "sum(rate(a[W])) * (sum(rate(b[W])) - sum(rate(c[W])))",
];

fn shown(part: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.replace("{{.window}}", "W"),
        Piece::Sum(Sum { grouping, terms }) => {
            let terms = terms
                .iter()
                .map(|term| [if term.is_negative { "- " } else { "+ " }, &shown(&term.pieces)].concat());
            let terms: Vec<_> = terms.collect();
            let labels = match grouping {
                crate::additivity::Grouping::By(labels) => format!("({})", labels.join(", ")),
                crate::additivity::Grouping::Unknown => "*".to_owned(),
            };
            format!("[{} by {labels}]", terms.join(" "))
        }
    };
    part.iter().map(piece).collect()
}

#[test]
fn sums_and_differences_are_taken_apart() {
    for (text, expected) in PARTS {
        let Part { pieces, is_whole, .. } = part(&short(text));
        assert_eq!(shown(&pieces), *expected, "{text}");
        assert!(is_whole, "{text}");
    }
}

#[test]
fn others_are_left_alone() {
    for text in IN_ONE_PIECE {
        let Part { pieces, is_whole, .. } = part(&short(text));
        assert_eq!(shown(&pieces), *text);
        assert!(!is_whole, "{text}");
    }
}

/// However deep or long.
#[test]
fn no_query_is_too_deep() {
    for text in [
        format!("{}rate(a[W]) - rate(b[W]){}", "sum(".repeat(200), ")".repeat(200)),
        format!("{}rate(a[W])", "sum(rate(a[W])) + ".repeat(900)),
        format!("{}sum(rate(a[W]))", "2 * ".repeat(900)),
        format!("sum(rate(a[W])){}", " * 2".repeat(900)),
    ] {
        assert!(!part(&short(&text)).pieces.is_empty());
    }
}
