//! Every case of `specs/conformance`, run with the built binary and compared byte for byte.
//!
//! In: the cases, whose expectations the reference wrote. Out: one list of what differs. A case in which we differ on
//! purpose is in [`DEVIATIONS`], and differs only in the way that is named there.

mod cases;

use std::collections::BTreeMap;
use std::fmt::Write;

use cases::{Case, Run, cases, in_parallel};

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
    let cases = cases();
    let only = std::env::var("CASE").unwrap_or_default();
    let chosen: Vec<&Case> = cases.iter().filter(|case| case.name.contains(&only)).collect();
    assert!(!chosen.is_empty(), "no case has {only:?} in its name");
    let failures: Vec<String> = in_parallel(&chosen, |case| check(case)).into_iter().flatten().collect();
    let mut list = String::new();
    for failure in &failures {
        let _ = writeln!(list, "{failure}");
    }
    assert!(failures.is_empty(), "{} of {} cases differ:\n{list}", failures.len(), chosen.len());
}

#[test]
fn every_deviation_names_a_case() {
    let cases = cases();
    let unknown = DEVIATIONS.iter().find(|(name, _, _)| !cases.iter().any(|case| case.name == *name));
    assert_eq!(unknown, None);
}

/// What is different, as a short text.
fn check(case: &Case) -> Option<String> {
    let run = case.run();
    let deviation =
        DEVIATIONS.iter().find(|(name, _, _)| *name == case.name).map(|(_, deviation, _)| *deviation);
    let mut differences = Vec::new();
    if !case.crash && run.exit != case.exit {
        differences.push(format!("exit code {}, expected {}", run.exit, case.exit));
    }
    if case.crash && (run.exit == 0 || run.error().is_none()) {
        differences.push("expected an error".to_owned());
    }
    differences.extend(error_difference(case, &run));
    differences.extend(log_difference(case, &run));
    match deviation {
        None => {
            differences.extend(text_difference("stdout", &run.stdout, &case.stdout));
            differences.extend(files_difference(&run.files, &case.files));
        }
        Some(Deviation::NoOutputAfterFailure) => {
            if run.exit == 0 || !run.stdout.is_empty() || !run.files.is_empty() {
                differences.push("expected a failure that writes nothing".to_owned());
            }
            if case.stdout.is_empty() && case.files.is_empty() {
                differences.push("the reference writes nothing either: no deviation".to_owned());
            }
        }
    }
    (!differences.is_empty()).then(|| format!("{}\n    {}", case.name, differences.join("\n    ")))
}

/// The last `error: …` text: exactly the reference's, one of those that it picks at random, or the part before a
/// library's own words.
fn error_difference(case: &Case, run: &Run) -> Option<String> {
    let error = run.error().unwrap_or_default();
    let right = match (&case.loose, case.any_of.is_empty(), &case.error) {
        _ if case.crash => true,
        (_, false, _) => case.any_of.contains(&error),
        (Some(loose), ..) => error.starts_with(loose),
        (None, true, Some(expected)) => error == *expected,
        (None, true, None) => error.is_empty(),
    };
    let expected =
        || case.loose.clone().or(case.error.clone()).unwrap_or_else(|| format!("{:?}", case.any_of));
    (!right).then(|| format!("error    {error}\n    expected {}", expected()))
}

/// Only warnings, errors and the final good news are compared, and of those only the keys that `case.log` has.
fn log_difference(case: &Case, run: &Run) -> Option<String> {
    let expected = case.log.as_ref()?;
    let found = run.log();
    (found != *expected).then(|| format!("log      {found:?}\n    expected {expected:?}"))
}

fn files_difference(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    if names(found) != names(expected) {
        return vec![format!("files {:?}, expected {:?}", names(found), names(expected))];
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
