//! The conformance cases themselves: each can be read and staged, and Prometheus loads what the reference wrote.

use std::collections::BTreeSet;

use slo_testkit::{conformance, tools};

/// Cases whose expected output promtool refuses, and why. Byte-for-byte output includes these defects.
#[rustfmt::skip] // a table
const REFUSED: &[(&str, &str)] = &[
    ("events/007-trailing-comment-without-newline",                "a comment swallows the parenthesis that follows"),
    ("raw/004-window-only-in-comment-tail",                        "the same"),
    ("slo-plugins/026-budget-exhausted-odd-label-name",            "a label name in a selector is not quoted"),
    ("slo-plugins/032-victoria-metrics-alone-accepts-metricsql",   "MetricsQL"),
    ("slo-plugins/034-victoria-metrics-with-templates",            "MetricsQL"),
    ("slo-plugins/035-victoria-metrics-keep-metric-names",         "MetricsQL"),
    ("template/028-broken-only-in-one-window",                     "queries are checked for one window only"),
    ("windows/025-long-window-equals-period",                      "the same ratio is recorded twice"),
    ("windows/027-page-quick-short-equals-period-not-optimised",   "the same"),
];

#[test]
fn every_case_has_an_exit_code_and_its_files() {
    for case in conformance::cases() {
        assert!(case.expected("exit").is_some(), "{}: expect/exit", case.name);
        assert!(case.expected("stdout").is_some(), "{}: expect/stdout", case.name);
        for file in &case.files {
            assert!(case.expected(&format!("files/{file}")).is_some(), "{}: {file}", case.name);
        }
    }
}

#[test]
fn staging_copies_inputs_only() {
    let linked = conformance::cases().find(|case| !case.links.is_empty() && !case.dirs.is_empty()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    linked.stage(folder.path()).unwrap();
    for (path, target) in &linked.links {
        assert_eq!(folder.path().join(path).read_link().unwrap().to_str(), Some(target.as_str()));
    }
    assert!(linked.dirs.iter().all(|dir| folder.path().join(dir).is_dir()));
    assert!(!folder.path().join("case.json").exists() && !folder.path().join("expect").exists());
}

#[test]
fn prometheus_loads_what_the_reference_wrote() {
    let Some(promtool) = tools::promtool() else { return };
    let mut documents = Vec::new();
    for case in conformance::cases().filter(conformance::Case::succeeds) {
        let files = case.files.iter().map(|file| format!("files/{file}"));
        for file in files.chain(["stdout".into()]) {
            let text = String::from_utf8(case.expected(&file).unwrap()).unwrap();
            // Prometheus reads only the first document of a file, so each is one here.
            for document in text.split("\n---\n").filter(|document| document.contains("groups:\n")) {
                if !document.contains("kind: PrometheusRule") {
                    documents.push((case.name.clone(), document.to_owned()));
                }
            }
        }
    }
    let refused = promtool.check_all(documents);
    for refused in &refused {
        println!("{}: {}", refused.name, refused.message);
    }
    let refused: BTreeSet<&str> = refused.iter().map(|refused| refused.name.as_str()).collect();
    let known: BTreeSet<&str> = REFUSED.iter().map(|(name, _)| *name).collect();
    assert_eq!(refused, known);
}
