//! Lints on specs that are known to be good: the examples, and what the reference compiles.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::Severity;
use slo_testkit::repo;

use crate::support::{diagnostics, entries, options};

fn specs_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            specs_below(&path, found);
        } else if matches!(extension, Some("yml" | "yaml")) {
            found.push(path);
        }
    }
}

/// File, code, and how often it is found, above info.
fn findings(paths: Vec<PathBuf>) -> BTreeMap<(String, String), usize> {
    let mut findings = BTreeMap::new();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let name = path.strip_prefix(repo::root()).unwrap().to_string_lossy().replace('\\', "/");
        for found in diagnostics(&name, &text, &options("")) {
            if slo_compiler::lint::is_lint(found.code) && found.severity != Severity::Info {
                *findings.entry((name.clone(), found.code.to_string())).or_default() += 1;
            }
        }
    }
    findings
}

#[test]
fn examples_have_no_finding_above_info() {
    let mut paths = Vec::new();
    specs_below(&repo::root().join("examples"), &mut paths);
    assert!(paths.len() > 10);
    assert_eq!(findings(paths), BTreeMap::new());
}
