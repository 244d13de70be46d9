//! What holds for every text: compiling ends without a panic, and every problem has a place inside the text.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;

use proptest::prelude::*;
use slo_compiler::{Options, Source, compile};
use slo_testkit::repo;

/// Specs to change at random: one of each kind.
fn seeds() -> Vec<String> {
    let names = ["slo-plugin-chain.yml", "kubernetes.yml", "openslo.yml", "sli-plugin.yml", "latency.yml"];
    names
        .iter()
        .map(|name| fs::read_to_string(repo::root().join("examples/features").join(name)).unwrap())
        .collect()
}

/// A few pieces of a spec are replaced by pieces that mean something to one of the readers.
fn changed() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "",
        "\n",
        "  ",
        "\t",
        ":",
        ": ",
        "- ",
        "|",
        ">-",
        "\"",
        "'",
        "&a ",
        "*a",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        "{{",
        "}}",
        "{{.window}}",
        "{{if}}",
        "#",
        "---\n",
        "\u{feff}",
        "é",
        "(",
        ")",
        "sum(",
        "1e400",
        "yes",
        "null",
        "!!int ",
        "0x",
    ]);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, pieces), 1..6);
    (prop::sample::select(seeds()), edits).prop_map(|(seed, edits)| {
        let mut chars: Vec<char> = seed.chars().collect();
        for (at, removed, piece) in edits {
            let start = at.index(chars.len().max(1)).min(chars.len());
            let end = (start + removed).min(chars.len());
            chars.splice(start..end, piece.chars());
        }
        chars.into_iter().collect()
    })
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let outcome = compile(&Source::new("spec.yml", bytes), &Options::default());
    prop_assert_eq!(outcome.compiled.is_none(), outcome.diagnostics.has_errors());
    for diagnostic in &outcome.diagnostics {
        let span = diagnostic.span.unwrap();
        prop_assert!(span.start <= span.end && span.end <= bytes.len(), "{:?}", diagnostic);
    }
    if let Some(compiled) = outcome.compiled {
        prop_assert!(serde_yaml::from_str::<serde_yaml::Value>(&compiled.to_prometheus()).is_ok());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn changed_specs_compile_or_tell_why(text in changed()) {
        check(text.as_bytes())?;
    }

    #[test]
    fn any_bytes_compile_or_tell_why(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&[b"version: prometheus/v1\n", bytes.as_slice()].concat())?;
    }
}
