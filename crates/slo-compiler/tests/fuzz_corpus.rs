//! A short run of the fuzz targets without a fuzzer: their corpus, and each of its inputs with small changes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test fails")]

#[path = "../../../fuzz/checks.rs"]
mod checks;

use std::fs;

use slo_testkit::repo;

/// Changes per input: enough to find what a careless edit breaks, few enough for every test run.
const CHANGES: u64 = 8;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = repo::root().join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 100, "the corpus of {target} is gone");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The input itself, then with bytes removed, repeated or replaced; the same ones in each run.
fn variants(input: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut state = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    let mut below = move |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound.max(1)
    };
    let changed = (0..CHANGES).map(move |_| {
        let mut bytes = input.to_vec();
        let start = below(bytes.len());
        let end = (start + below(9)).min(bytes.len());
        let piece = match below(3) {
            0 => Vec::new(),
            1 => {
                input.get(below(input.len())..).unwrap_or_default().iter().copied().take(below(20)).collect()
            }
            _ => b"{{(\"\\#:-|>&*[]1e9\xff\t\r\n"
                .get(below(20)..)
                .unwrap_or_default()
                .iter()
                .copied()
                .take(3)
                .collect(),
        };
        bytes.splice(start..end, piece);
        bytes
    });
    std::iter::once(input.to_vec()).chain(changed)
}

#[test]
fn queries() {
    for input in corpus("promql") {
        for bytes in variants(&input) {
            checks::promql(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn specs() {
    for input in corpus("compile") {
        for bytes in variants(&input) {
            checks::compile(&bytes);
        }
    }
}
