//! Lints on specs that are known to be good: the examples, and what the reference compiles.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::Severity;
use slo_testkit::{conformance, repo};

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

/// The specs of the conformance corpus that have findings. They are written to show what the reference does, not to be good,
/// and each of these findings is right.
#[rustfmt::skip] // a table
const KNOWN: &[(&str, &str, usize)] = &[
    ("directory/005-multi-document-file/in/a.yml",            "identity/duplicate",     1), // `shop-web` in two documents
    ("events/007-trailing-comment-without-newline/spec.yml",  "query/trailing-comment", 2), // what the case is about
    ("events/011-offset-and-at-modifier/spec.yml",            "query/time-shift",       2), // what the case is about
    ("events/014-emoji-and-accents/spec.yml",                 "query/not-a-subset",     1), // bad and all events of different regions
    ("events/016-same-query-with-other-spacing/spec.yml",     "query/same-meaning",     1), // what the case is about
    ("format/011-raw-accents-count-as-one-column/spec.yml",   "query/not-a-subset",     1), // bad and all events of different regions
    ("objective/001-valid-100/spec.yml",                      "objective/hundred",      1), // what the case is about
    ("objective/006-valid-66.66666666666667/spec.yml",        "objective/never-alerts", 2), // a threshold of 4.8
    ("objective/007-valid-33.3333/spec.yml",                  "objective/never-alerts", 2), // a threshold of 9.6
    ("objective/008-valid-0.1/spec.yml",                      "objective/never-alerts", 2), // a threshold of 14.4
    ("objective/009-valid-1e-7/spec.yml",                     "objective/never-alerts", 2), // the same
    ("objective/010-valid-1e-300/spec.yml",                   "objective/never-alerts", 2), // the same
    ("openslo/017-target-one/spec.yml",                       "objective/hundred",      1), // what the case is about
    ("raw/004-window-only-in-comment-tail/spec.yml",          "query/trailing-comment", 1), // what the case is about
    ("raw/005-range-vector-result-accepted/spec.yml",         "query/raw-counter",      1), // the samples of a counter as ratio
    ("sli-plugin/008-coredns-latency-hex-float-bucket/spec.yml",      "plugin/bucket",   1), // `0x1p-2` is stored as 0.25
    ("sli-plugin/009-coredns-latency-yaml-exponent-bucket/spec.yml",  "plugin/bucket",   1), // a whole number
    ("sli-plugin/019-istio-latency-exclude-errors/spec.yml",  "plugin/bucket",          1), // a whole number
    ("sli-plugin/019-istio-latency-exclude-errors/spec.yml",  "plugin/no-effect",       1), // what the case is about
    ("sli-plugin/028-kooper-latency/spec.yml",                "plugin/bucket",          1), // a whole number
    ("sli-plugin/033-prometheus-targets-default/spec.yml",    "plugin/not-a-ratio",     1), // what the case is about
    ("validation/040-promql-features-accepted/spec.yml",      "query/no-aggregation",   1), // a tour of the grammar
    ("validation/040-promql-features-accepted/spec.yml",      "query/phantom-events",   1), // the same
    ("validation/040-promql-features-accepted/spec.yml",      "query/time-shift",       2), // the same
];

#[test]
fn conformance_specs_have_only_findings_that_are_known() {
    let mut paths = Vec::new();
    for case in conformance::cases() {
        specs_below(&case.dir, &mut paths);
    }
    paths.retain(|path| !path.components().any(|part| part.as_os_str() == "expect"));
    let known = KNOWN
        .iter()
        .map(|(file, code, count)| ((format!("specs/conformance/cases/{file}"), (*code).to_owned()), *count));
    assert_eq!(findings(paths), known.collect());
}
