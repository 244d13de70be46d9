//! Every case of `specs/conformance`, run with the built binary and compared byte for byte.
//!
//! In: the cases, whose expectations the reference wrote. Out: one list of what differs. A case in which we differ on
//! purpose is in [`DEVIATIONS`], and differs only in the way that is named there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod run;

use run::{Files, Run, in_parallel};
use slo_testkit::conformance::{Case, cases};

/// A way to differ on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deviation {
    /// The reference writes what it has before a failure, or empties files. We write nothing.
    NoOutputAfterFailure,
}

/// The cases in which we differ, and why.
const DEVIATIONS: &[(&str, Deviation, &str)] = &[
    (
        "cli/019-disable-recordings-of-one-document-only-fails-that",
        Deviation::NoOutputAfterFailure,
        "half of a rules file on standard output looks like a whole one",
    ),
    (
        "directory/019-one-bad-file-truncates-the-rest",
        Deviation::NoOutputAfterFailure,
        "one typo must not take the rules of all other files away",
    ),
    (
        "io/005-output-truncated-on-failure",
        Deviation::NoOutputAfterFailure,
        "rules that are in use must not vanish because of a typo",
    ),
    (
        "io/006-output-partial-on-later-failure",
        Deviation::NoOutputAfterFailure,
        "half of a rules file looks like a whole one",
    ),
    (
        "multi-doc/004-four-dashes",
        Deviation::NoOutputAfterFailure,
        "half of a rules file on standard output looks like a whole one",
    ),
    (
        "multi-doc/009-second-document-foreign",
        Deviation::NoOutputAfterFailure,
        "half of a rules file on standard output looks like a whole one",
    ),
    (
        "multi-doc/010-second-document-invalid-keeps-first",
        Deviation::NoOutputAfterFailure,
        "half of a rules file on standard output looks like a whole one",
    ),
    (
        "multi-doc/011-indented-comment-only-document",
        Deviation::NoOutputAfterFailure,
        "half of a rules file on standard output looks like a whole one",
    ),
];

#[test]
fn every_case_gives_what_the_reference_gives() {
    let only = std::env::var("CASE").unwrap_or_default();
    let chosen: Vec<Case> = cases().filter(|case| case.name.contains(&only)).collect();
    assert!(!chosen.is_empty(), "no case has {only:?} in its name");
    let failures: Vec<String> = in_parallel(&chosen, check).into_iter().flatten().collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases differ:\n{}",
        failures.len(),
        chosen.len(),
        failures.join("\n")
    );
}

#[test]
fn every_deviation_names_a_case() {
    let names: Vec<String> = cases().map(|case| case.name).collect();
    let unknown = DEVIATIONS.iter().find(|(name, _, _)| !names.iter().any(|case| case == name));
    assert_eq!(unknown, None);
}

/// What is different, as a short text.
fn check(case: &Case) -> Option<String> {
    let (run, expected) = (Run::actual(case), Run::expected(case));
    let deviation =
        DEVIATIONS.iter().find(|(name, _, _)| *name == case.name).map(|(_, deviation, _)| *deviation);
    let mut differences = Vec::new();
    if case.crash {
        if run.exit == "0" || run.error.is_empty() {
            differences.push("expected an error".to_owned());
        }
    } else {
        if run.exit != expected.exit {
            differences.push(format!("exit code {}, expected {}", run.exit, expected.exit));
        }
        differences.extend(error_difference(case, &run.error, &expected.error));
    }
    // The records of a run that does not log JSON are not in the corpus.
    if case.args.iter().any(|arg| arg == "--logger=json") && run.log != expected.log {
        differences.push(format!("log      {:?}\n    expected {:?}", run.log, expected.log));
    }
    match deviation {
        None => {
            differences.extend(text_difference("stdout", &run.stdout, &expected.stdout));
            differences.extend(files_difference(&run.files, &expected.files));
        }
        Some(Deviation::NoOutputAfterFailure) => {
            if run.exit == "0" || !run.stdout.is_empty() || !run.files.is_empty() {
                differences.push("expected a failure that writes nothing".to_owned());
            }
            if expected.stdout.is_empty() && expected.files.is_empty() {
                differences.push("the reference writes nothing either: no deviation".to_owned());
            }
        }
    }
    (!differences.is_empty()).then(|| format!("{}\n    {}", case.name, differences.join("\n    ")))
}

/// The error is exactly the reference's, or one of those that it picks at random, or begins with the part before a
/// library's own words.
fn error_difference(case: &Case, error: &str, expected: &str) -> Option<String> {
    let right = match &case.loose {
        Some(loose) => error.starts_with(loose),
        None if case.any_of.is_empty() => error == expected,
        None => case.any_of.iter().any(|any| any == error),
    };
    let expected = case.loose.as_deref().unwrap_or(expected);
    (!right).then(|| format!("error    {error}\n    expected {expected}{}", case.any_of.join(" or ")))
}

fn files_difference(found: &Files, expected: &Files) -> Vec<String> {
    if !found.keys().eq(expected.keys()) {
        return vec![format!("files {:?}, expected {:?}", found.keys(), expected.keys())];
    }
    let pairs = found.iter().zip(expected.values());
    pairs.filter_map(|((name, found), expected)| text_difference(name, found, expected)).collect()
}

/// The first line that differs.
fn text_difference(name: &str, found: &[u8], expected: &[u8]) -> Option<String> {
    if found == expected {
        return None;
    }
    let mut lines = (found.split(|byte| *byte == b'\n'), expected.split(|byte| *byte == b'\n'));
    let mut number = 1;
    loop {
        match (lines.0.next(), lines.1.next()) {
            (left, right) if left == right && left.is_some() => number += 1,
            (left, right) => {
                let shown = |line: Option<&[u8]>| {
                    line.map_or("(end)".to_owned(), |line| {
                        String::from_utf8_lossy(line).chars().take(200).collect()
                    })
                };
                return Some(format!("{name}:{number}: {}\n    expected {}", shown(left), shown(right)));
            }
        }
    }
}
