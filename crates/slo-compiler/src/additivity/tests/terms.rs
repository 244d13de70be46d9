//! Sums and differences, and their terms.

use super::{short, with_window};
use crate::additivity::{Sign, part};

/// Query, and its terms with their signs.
#[rustfmt::skip] // a table
const TERMS: &[(&str, &[(Sign, &str)])] = &[
    ("sum(rate(e[W]))",                              &[(P, "sum(rate(e[W]))")]),
    ("(sum(rate(t[W])) - sum(rate(g[W])))",          &[(P, "sum(rate(t[W]))"), (M, "sum(rate(g[W]))")]),
    ("sum(rate(a[W])) + (sum(rate(b[W])))",          &[(P, "sum(rate(a[W]))"), (P, "sum(rate(b[W]))")]),
    // A sign is that of all in its parentheses.
    ("sum(rate(a[W])) - (sum(rate(b[W])) - sum(rate(c[W])) + sum(rate(d[W])))",
     &[(P, "sum(rate(a[W]))"), (M, "sum(rate(b[W]))"), (P, "sum(rate(c[W]))"), (M, "sum(rate(d[W]))")]),
    ("2 * sum(rate(a[W])) - sum(rate(b[W])) / 3",    &[(P, "2 * sum(rate(a[W]))"), (M, "sum(rate(b[W])) / 3")]),
    // Ways to write that series of equal labels belong together.
    ("sum(rate(a[W])) - on () sum(rate(b[W]))",      &[(P, "sum(rate(a[W]))"), (M, "sum(rate(b[W]))")]),
    ("sum by (x) (rate(a[W])) - on (x) sum by (x) (rate(b[W]))",
     &[(P, "sum by (x) (rate(a[W]))"), (M, "sum by (x) (rate(b[W]))")]),
    ("sum(rate(a[W])) - ignoring (x) sum(rate(b[W]))", &[(P, "sum(rate(a[W]))"), (M, "sum(rate(b[W]))")]),
    // Not where a group of the result is not one of each term.
    ("rate(a[W]) - rate(b[W])",                      &[(P, "rate(a[W]) - rate(b[W])")]),
    ("sum(rate(a[W])) - 1",                          &[(P, "sum(rate(a[W])) - 1")]),
    ("sum by (x) (rate(a[W])) - ignoring (x) group_left sum(rate(b[W]))",
     &[(P, "sum by (x) (rate(a[W])) - ignoring (x) group_left sum(rate(b[W]))")]),
    ("sum by (x, y) (rate(a[W])) - on (x) sum by (x, y) (rate(b[W]))",
     &[(P, "sum by (x, y) (rate(a[W])) - on (x) sum by (x, y) (rate(b[W]))")]),
    ("sum(rate(a[W])) or sum(rate(b[W]))",           &[(P, "sum(rate(a[W])) or sum(rate(b[W]))")]),
    // comments
    ("sum(rate(a[W])) # all\n- sum(rate(b[W])) # good", &[(P, "sum(rate(a[W]))"), (M, "sum(rate(b[W]))")]),
];

const P: Sign = Sign::Plus;
const M: Sign = Sign::Minus;

#[test]
fn sums_and_differences_are_taken_apart() {
    for (text, expected) in TERMS {
        let found: Vec<_> = part(&short(text)).terms.into_iter().map(|term| (term.sign, term.text)).collect();
        let expected: Vec<_> = expected.iter().map(|(sign, text)| (*sign, with_window(text))).collect();
        assert_eq!(found, expected, "{text}");
    }
}
