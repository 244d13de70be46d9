//! The query of bad events, with 0 in the place of series that are missing.
//!
//! In: the terms of the query, the labels of its result, and an expression that is 0 wherever there are events at all. Out:
//! one expression. Keeps: each term is filled by itself. A difference whose second term is missing is its first term: a
//! service that never had a good request has only bad ones. A sum of which one term is missing is the other.

use crate::additivity::{Sign, Term};

/// The bad events of all groups of which `zero` has a series. A term that is `total` itself always has one.
pub(super) fn filled(terms: &[Term], total: &str, groups: &str, zero: &str) -> String {
    let mut text = String::new();
    for (position, Term { sign, text: term }) in terms.iter().enumerate() {
        let is_alone = terms.len() == 1;
        if position > 0 {
            text.extend([sign.operator(), "on", groups, " "]);
        }
        if term == total && *sign == Sign::Plus && !is_alone {
            text.extend(["(", term, ")"]);
        } else if is_alone {
            text.extend(["(", term, ") or on", groups, " ", zero]);
        } else {
            text.extend(["((", term, ") or on", groups, " ", zero, ")"]);
        }
    }
    text
}
