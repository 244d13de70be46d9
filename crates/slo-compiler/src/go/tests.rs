//! Compares with what Go wrote (`specs/go`), and checks that what is written reads back.

use proptest::prelude::*;

use super::number::{format_decimal, format_g, format_g32};
use super::quote::quoted;

/// Rows of one table of `specs/go`.
pub(crate) fn rows(table: &str) -> Vec<Vec<String>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/go");
    let text = std::fs::read_to_string(format!("{folder}/{table}")).unwrap();
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn text(append: impl Fn(&mut String)) -> String {
    let mut out = String::from("e"); // must append, and not be confused by what was there
    append(&mut out);
    out.split_off(1)
}

#[test]
fn numbers_are_printed_as_go_prints_them() {
    let rows = rows("floats.tsv");
    assert!(rows.len() >= 200);
    for row in rows {
        let [bits, g, decimal, g32] = row.as_slice() else { panic!("{row:?}") };
        let value = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        assert_eq!(&text(|out| format_g(value, out)), g);
        if !decimal.is_empty() {
            assert_eq!(&text(|out| format_decimal(value, out)), decimal);
        }
        #[allow(clippy::cast_possible_truncation, reason = "Go's float32(value) is the same cast")]
        let small = value as f32;
        assert_eq!(&text(|out| format_g32(small, out)), g32);
    }
}

#[test]
fn texts_are_quoted_as_go_quotes_them() {
    let decode = |hex: &str| -> String {
        let bytes = hex.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
        String::from_utf8(bytes.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()).unwrap()
    };
    let rows = rows("quotes.tsv");
    assert!(rows.len() >= 200);
    let different: Vec<_> = rows.iter().filter(|row| quoted(&decode(&row[0])) != decode(&row[1])).collect();
    assert!(different.is_empty(), "{} rows, such as {:?}", different.len(), different[0]);
}

proptest! {
    #[test]
    fn every_number_reads_back(bits: u64) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        prop_assert_eq!(text(|out| format_g(value, out)).parse(), Ok(value));
        prop_assert_eq!(text(|out| format_decimal(value, out)).parse(), Ok(value));
    }

    #[test]
    fn every_short_number_reads_back(bits: u32) {
        let value = f32::from_bits(bits);
        prop_assume!(value.is_finite());
        prop_assert_eq!(text(|out| format_g32(value, out)).parse(), Ok(value));
    }

    #[test]
    fn quotes_hide_every_character_that_would_not_show(value: String) {
        let quoted = quoted(&value);
        prop_assert!(quoted.len() >= value.len() + 2);
        prop_assert!(!quoted.chars().any(char::is_control));
        let inside = &quoted[1..quoted.len() - 1];
        prop_assert_eq!(inside.contains('\\') || inside.contains('"'), inside != value);
    }
}
