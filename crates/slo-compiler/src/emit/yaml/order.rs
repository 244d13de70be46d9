//! The order of the keys of a mapping: `_u, Z1, a-b, a_b, a1, ab, z9, z10`.
//!
//! Keys are compared at their first difference: other characters stand before letters, and runs of digits compare as the
//! numbers they are. The comparison is not transitive (`a11` < `a1b` < `a2` < `a11`), so it must not reach `slice::sort`,
//! which may panic on such an order; [`each_sorted`] sorts without that danger.

use std::cmp::Ordering;

/// So many entries are sorted without an allocation; rules rarely have more labels.
const FEW: usize = 16;

/// Calls `write` for each of the `count` entries in natural order of the keys.
pub(super) fn each_sorted<'l>(
    entries: impl Iterator<Item = (&'l str, &'l str)>,
    count: usize,
    write: impl FnMut((&'l str, &'l str)),
) {
    let mut few = [("", ""); FEW];
    match few.get_mut(..count) {
        Some(few) => {
            let mut filled = 0;
            for (slot, entry) in few.iter_mut().zip(entries) {
                *slot = entry;
                filled += 1;
            }
            insertion_sort(few);
            few.iter().take(filled).copied().for_each(write);
        }
        None => sorted(entries.collect()).into_iter().for_each(write),
    }
}

/// Each entry moves left past those that it stands before.
fn insertion_sort(entries: &mut [(&str, &str)]) {
    for end in 1..entries.len() {
        for at in (1..=end).rev() {
            match entries.get(at - 1..=at) {
                Some([left, right]) if natural(left.0, right.0) == Ordering::Greater => {
                    entries.swap(at - 1, at);
                }
                _ => break,
            }
        }
    }
}

/// Merge sort, bottom up.
fn sorted<'l>(mut entries: Vec<(&'l str, &'l str)>) -> Vec<(&'l str, &'l str)> {
    let in_order = |a: &(&str, &str), b: &(&str, &str)| natural(a.0, b.0) != Ordering::Greater;
    let mut width = 1;
    while width < entries.len() && !entries.is_sorted_by(in_order) {
        let mut merged = Vec::with_capacity(entries.len());
        for pair in entries.chunks(2 * width) {
            let (left, right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
                let smaller = if in_order(a, b) { left.next() } else { right.next() };
                merged.extend(smaller);
            }
            merged.extend(left.chain(right));
        }
        entries = merged;
        width *= 2;
    }
    entries
}

/// Compares two keys.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let at = a.floor_char_boundary(same); // characters may differ in their last byte
    let (Some((shared, rest_a)), Some((_, rest_b))) = (a.split_at_checked(at), b.split_at_checked(at)) else {
        return a.cmp(b); // not reached: up to `at` both have the same bytes
    };
    if rest_a.is_empty() || rest_b.is_empty() {
        return a.len().cmp(&b.len()); // one is the start of the other
    }
    let (x, y) = (rest_a.chars().next(), rest_b.chars().next());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match (is_letter(x), is_letter(y)) {
        (true, true) => x.cmp(&y),
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => {
            let continued = (x == Some('0') || y == Some('0')) && ends_in_number(shared);
            number(digits(rest_a), digits(rest_b), continued).then(x.cmp(&y))
        }
    }
}

/// Compares two runs of digits as numbers, then the shorter run first. Runs that go on a number which both keys share
/// have no leading zeros: in `10` and `12` the zero is a digit as any other. Too large numbers wrap, as they do in Go.
fn number(a: &str, b: &str, continued: bool) -> Ordering {
    let value = |run: &str| {
        let digits = run.bytes().map(|digit| i64::from(digit - b'0'));
        digits.fold(i64::from(continued), |value, digit| value.wrapping_mul(10).wrapping_add(digit))
    };
    value(a).cmp(&value(b)).then(a.len().cmp(&b.len()))
}

/// The ASCII digits with which `text` begins.
fn digits(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether `text` ends in digits that are not all zero.
fn ends_in_number(text: &str) -> bool {
    text.bytes().rev().take_while(u8::is_ascii_digit).any(|b| b != b'0')
}
