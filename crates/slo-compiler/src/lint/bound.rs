//! Bucket bounds as Prometheus 3 stores them.

use crate::go::{number, parse};

/// How Prometheus 3 writes a bucket's bound that a target calls `text`; `None` if it is no number.
///
/// Since version 3 the labels `le` and `quantile` are brought into one form when samples are stored: the shortest digits,
/// with `.0` behind a whole number.
pub(super) fn stored(text: &str) -> Option<String> {
    let value = parse::parse_float(text).ok()?;
    let mut stored = String::new();
    number::format_g(value, &mut stored);
    if value.is_finite() && !stored.contains(['.', 'e']) {
        stored.push_str(".0");
    }
    Some(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_get_a_fraction() {
        let table = [
            ("1", "1.0"),
            ("0.5", "0.5"),
            ("0.50", "0.5"),
            ("1e3", "1000.0"),
            ("+Inf", "+Inf"),
            ("2.0", "2.0"),
        ];
        for (text, expected) in table {
            assert_eq!(stored(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(stored("fast"), None);
        assert_eq!(stored("1000000").as_deref(), Some("1e+06"));
    }
}
