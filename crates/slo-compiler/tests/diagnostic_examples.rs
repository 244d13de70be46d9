//! The pages tell the truth: the example of each has the problem, the correct one has none. Those of lints are excerpts,
//! and `lint` has specs for each of them.
#![allow(clippy::expect_used, reason = "a test may panic")]

use std::path::Path;

use slo_compiler::diagnostic::{Code, Severity};
use slo_compiler::lint::is_lint;
use slo_compiler::rules::Profile;
use slo_compiler::{Options, Source, compile};

/// What the examples leave out, so that they show only what matters: the rest of an SLO, and of a spec.
const SLO: [(&str, &str); 4] = [
    ("name", "name: availability\n"),
    ("objective", "objective: 99.9\n"),
    (
        "sli",
        "sli:\n  events:\n    error_query: sum(rate(requests_total{code=~\"5..\"}[{{.window}}]))\n    \
         total_query: sum(rate(requests_total[{{.window}}]))\n",
    ),
    ("alerting", "alerting:\n  name: ShopAvailability\n"),
];

/// Pages whose problem is not in a spec alone.
const ELSEWHERE: [(Code, &str); 9] = [
    (Code::SpecExtension, "only where fields of ours are ignored"),
    (Code::PeriodRetention, "needs to know how long samples are kept"),
    (Code::PluginGoSource, "needs a directory of plugins"),
    (Code::WindowsInvalid, "a file of alert windows, no spec"),
    (Code::WindowsDuplicate, "the same"),
    (Code::PluginTransform, "needs another transformation"),
    (Code::ProjectInvalid, "a project file, no spec"),
    (Code::FileRead, "a file that is not there"),
    (Code::InternalCrossCheck, "needs another parser"),
];

/// The first block of code below `heading`, and its language.
fn block<'a>(page: &'a str, heading: &str) -> (&'a str, &'a str) {
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).expect(heading);
    let (_, below) = below.split_once("```").expect("there is a block");
    let (language, below) = below.split_once('\n').expect("the block has lines");
    (language, below.split_once("```").expect("the block ends").0)
}

fn has(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
}

/// The whole spec of which `excerpt` is a part: of a spec, or of one of its SLOs.
fn complete(excerpt: &str) -> String {
    if has(excerpt, "apiVersion") {
        return excerpt.to_owned();
    }
    let of_spec = has(excerpt, "version") || has(excerpt, "slos");
    let slo = if of_spec { "" } else { excerpt };
    let mut spec = if of_spec { excerpt.to_owned() } else { String::new() };
    for (key, text) in [("version", "version: prometheus/v1\n"), ("service", "service: shop\n")] {
        if !has(&spec, key) {
            spec += text;
        }
    }
    if !has(&spec, "slos") {
        let rest = SLO.iter().filter(|(key, _)| !has(slo, key)).map(|(_, text)| *text);
        let slo: String = rest.chain([slo]).collect();
        spec += "slos:\n  -\n";
        spec.extend(slo.lines().map(|line| format!("    {line}\n")));
    }
    spec
}

/// The codes of what is wrong with the spec, in the profile that can have the problem.
fn problems(code: Code, excerpt: &str) -> Vec<Code> {
    let mut options = Options::default();
    let of_sloth = matches!(code, Code::SpecUnused | Code::PeriodUnknown | Code::PluginRequires);
    options.profile = if of_sloth { Profile::Sloth } else { Profile::Native };
    let outcome = compile(&Source::new("example.yml", complete(excerpt).into_bytes()), &options);
    outcome.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn examples_have_the_problem_and_corrected_they_have_none() {
    for code in Code::ALL.iter().filter(|code| !is_lint(**code)) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(code.doc_page());
        let page = std::fs::read_to_string(path).unwrap();
        if !ELSEWHERE.iter().any(|(elsewhere, _)| elsewhere == code) {
            let found = problems(*code, block(&page, "Example").1);
            assert!(found.contains(code), "{code}: the example has {found:?}");
        }
        let (language, correct) = block(&page, "Correct");
        if language == "yaml" && !matches!(code, Code::WindowsInvalid | Code::WindowsDuplicate) {
            let mut found = problems(*code, correct);
            // What is only worth knowing of the example is not what the page is about.
            found.retain(|other| other == code || other.severity() != Severity::Info);
            assert_eq!(found, [], "{code}: corrected");
        }
    }
}

/// So that the list gets shorter when the library can do more.
#[test]
fn examples_that_have_their_problem_are_tested() {
    for (code, reason) in ELSEWHERE {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(code.doc_page());
        let found = problems(code, block(&std::fs::read_to_string(path).unwrap(), "Example").1);
        assert!(!found.contains(&code), "{code} is no exception any more: {reason}");
    }
}
