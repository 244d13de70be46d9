//! Every code has a page, every page has a code, and the index lists them.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::{Code, pages};

/// The parts of a page, in order.
const HEADINGS: [&str; 5] =
    ["## What it means", "## Why it matters", "## Example", "## Correct", "## How to fix it"];

/// A page is read in a terminal, by someone who wants to go on.
const MOST_LINES: usize = 45;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let expected: BTreeSet<PathBuf> = Code::ALL.iter().map(|code| root().join(code.doc_page())).collect();
    let families = fs::read_dir(root().join(pages::DIRECTORY)).unwrap().map(|entry| entry.unwrap().path());
    let families = families.filter(|path| path.is_dir());
    let found: BTreeSet<PathBuf> =
        families.flat_map(|path| fs::read_dir(path).unwrap()).map(|entry| entry.unwrap().path()).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_page_begins_with_code_and_summary_and_has_all_parts() {
    for code in Code::ALL {
        let page = read(&code.doc_page());
        let opening = format!("# {code}\n\n{}\n", code.summary());
        assert!(page.starts_with(&opening), "{} has to begin with\n{opening}", code.doc_page());
        let headings: Vec<_> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", code.doc_page());
        let lines = page.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", code.doc_page());
    }
}

/// `UPDATE_DOCS=1 cargo test -p slo-compiler --test diagnostic_pages` writes the index.
#[test]
fn the_index_lists_all_codes() {
    let path = format!("{}/README.md", pages::DIRECTORY);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(root().join(&path), pages::index()).unwrap();
    }
    assert_eq!(read(&path), pages::index(), "run with UPDATE_DOCS=1 to write {path}");
}
