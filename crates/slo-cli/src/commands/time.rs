//! Points in time on the command line.

use jiff::Timestamp;

/// Reads `2026-01-31T08:00:00Z`, or seconds since 1970.
///
/// # Errors
/// What neither of them is.
pub(super) fn timestamp(text: &str) -> Result<Timestamp, String> {
    let seconds = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.or_else(|| text.parse().ok()).ok_or_else(|| {
        "neither a time with its offset, such as 2026-01-31T08:00:00Z, nor seconds since 1970".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_or_as_in_rfc_3339() {
        let seconds = |text| timestamp(text).map(Timestamp::as_second);
        assert_eq!(seconds("1700000000"), Ok(1_700_000_000));
        assert_eq!(seconds("2023-11-14T22:13:20Z"), Ok(1_700_000_000));
        assert_eq!(seconds("2023-11-14T23:13:20+01:00"), Ok(1_700_000_000));
        for text in ["yesterday", "2023-11-14", "", "99999999999999999999"] {
            assert!(seconds(text).unwrap_err().contains("such as 2026-01-31T08:00:00Z"), "{text}");
        }
    }
}
