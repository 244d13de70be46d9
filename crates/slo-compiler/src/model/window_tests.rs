use proptest::prelude::*;

use super::{LONGEST, Window, WindowError};
use crate::go::tests::rows;

/// Each row: the text, then the milliseconds, Prometheus' text, Go's text, and the bits of Go's hours; or the error.
#[test]
fn durations_are_read_and_printed_as_prometheus_does() {
    let rows = rows("durations.tsv");
    assert!(rows.len() >= 200);
    for row in rows {
        let read = Window::parse(&row[0]);
        if row[1] == "error" {
            assert_eq!(read.map_err(|error| error.to_string()), Err(row[2].clone()), "{}", row[0]);
            continue;
        }
        let window = read.unwrap();
        assert_eq!(window.as_millis().to_string(), row[1]);
        assert_eq!(window.to_string(), row[2]);
        assert_eq!(window.go_clock(), row[3]);
        assert_eq!(format!("{:016x}", window.as_hours().to_bits()), row[4]);
    }
}

#[test]
fn constructors_agree_with_texts() {
    assert_eq!(Window::parse("1h30m"), Ok(Window::minutes(90)));
    assert_eq!(Window::parse("1d12h"), Ok(Window::hours(36)));
    assert_eq!(Window::parse("4w"), Ok(Window::days(28)));
    assert_eq!(Window::ZERO.to_string(), "0s");
}

#[test]
fn serde_reads_and_writes_texts() {
    assert_eq!(serde_json::to_string(&Window::days(30)).unwrap(), r#""30d""#);
    assert_eq!(serde_json::from_str::<Window>(r#""4w""#).unwrap(), Window::days(28));
    let error = serde_json::from_str::<Window>(r#""5 minutes""#).unwrap_err().to_string();
    assert!(error.starts_with(r#"unknown unit " minutes" in duration "5 minutes""#), "{error}");
}

proptest! {
    #[test]
    fn a_printed_window_reads_back(millis in prop_oneof![0..=LONGEST, 0..10_000_000_000_u64]) {
        let window = Window::from_millis(millis);
        prop_assert_eq!(Window::parse(&window.to_string()), Ok(window));
    }

    #[test]
    fn any_window_prints(millis: u64) {
        let window = Window::from_millis(millis);
        prop_assert!(window.to_string().len() > 1);
        prop_assert!(window.go_clock().ends_with('s'));
    }

    #[test]
    fn any_text_reads_or_fails(text in "[0-9ywdhms .x-]{0,12}") {
        match Window::parse(&text) {
            Ok(window) => prop_assert!(window.as_millis() <= LONGEST),
            Err(error) => prop_assert_eq!(error == WindowError::Empty, text.is_empty()),
        }
    }
}
