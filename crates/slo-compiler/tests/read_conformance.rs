//! Every input of the conformance corpus is read, and only those are refused that the reference refuses while it loads
//! specs, in its words.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has to fail")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use slo_compiler::diagnostic::Diagnostics;
use slo_compiler::source::Source;
use slo_compiler::spec;

/// Behind these words the reference names a problem of the specs it has loaded, or of something else.
const LATER: [&str; 3] =
    ["could not generate Prometheus SLO rules: ", "could not map to model: ", "could not store SLOs: "];

const LOADING: &str = "could not generate SLOs: ";

fn cases() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/conformance/cases");
    let areas = fs::read_dir(&corpus).unwrap().map(|area| area.unwrap().path());
    let mut cases: Vec<PathBuf> =
        areas.flat_map(|area| fs::read_dir(area).unwrap()).map(|case| case.unwrap().path()).collect();
    cases.sort();
    cases
}

/// What the reference says about loading `case`: nothing if it loads, and where to stop comparing.
fn refusal(case: &Path, about: &Value) -> Option<(String, bool)> {
    let error = fs::read_to_string(case.join("expect/error")).ok()?;
    let (text, loose) = match about["loose"].as_str() {
        Some(loose) => (loose.to_owned(), true),
        None => (error.trim_end_matches('\n').to_owned(), false),
    };
    let (_, rest) = text.split_once(LOADING)?;
    let text = format!("{LOADING}{rest}");
    (!LATER.iter().any(|later| rest.starts_with(later))).then_some((text, loose))
}

fn read(path: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    spec::read(&Source::new("spec.yml", fs::read(path).unwrap()), &mut diagnostics);
    diagnostics
}

#[test]
fn specs_are_refused_as_the_reference_refuses_them() {
    let mut seen = 0;
    let mut wrong = Vec::new();
    for case in cases() {
        let about: Value = serde_json::from_slice(&fs::read(case.join("case.json")).unwrap()).unwrap();
        let args: Vec<&str> = about["args"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        if args.first() != Some(&"generate") || !case.join("spec.yml").is_file() {
            continue;
        }
        seen += 1;
        let diagnostics = read(&case.join("spec.yml"));
        let found = diagnostics.errors().next().map(|error| error.reference.clone().unwrap_or_default());
        let expected = refusal(&case, &about);
        let same = match (&expected, &found) {
            (None, None) => true,
            (Some((text, true)), Some(found)) => found.starts_with(text.as_str()),
            (Some((text, false)), Some(found)) => found == text,
            _ => false,
        };
        if !same {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {found:?}", case.display()));
        }
    }
    assert!(seen > 400, "only {seen} cases have a spec.yml");
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Where the reference's words are those of its YAML library, ours are the same, although the corpus does not ask for it.
#[test]
fn yaml_errors_are_the_reference_s_to_the_letter() {
    for case in cases().iter().filter(|case| case.parent().is_some_and(|area| area.ends_with("yaml"))) {
        let Ok(error) = fs::read_to_string(case.join("expect/error")) else { continue };
        let Some((_, cause)) = error.trim_end_matches('\n').split_once(LOADING) else { continue };
        if LATER.iter().any(|later| cause.starts_with(later)) {
            continue;
        }
        let diagnostics = read(&case.join("spec.yml"));
        let found = diagnostics.errors().next().and_then(|error| error.reference.as_deref());
        assert_eq!(found, Some(format!("{LOADING}{cause}").as_str()), "{}", case.display());
    }
}

#[test]
fn alert_windows_are_refused_as_the_reference_refuses_them() {
    let mut seen = 0;
    for case in cases() {
        let error = fs::read_to_string(case.join("expect/error")).unwrap_or_default();
        let (name, expected) = match error.split_once("could not load \"") {
            None => (None, None),
            Some((_, rest)) => {
                let (name, text) = rest.split_once("\" alert windows: ").unwrap();
                (Some(name.to_owned()), Some(text.trim_end_matches('\n').to_owned()))
            }
        };
        for file in yaml_files(&case.join("windows")) {
            seen += 1;
            let source = Source::new(file.to_string_lossy(), fs::read(&file).unwrap());
            let found = spec::alert_windows::read(&source).map_err(|errors| {
                errors.errors().next().and_then(|error| error.reference.clone()).unwrap_or_default()
            });
            let refused = name.as_ref().is_some_and(|name| file.ends_with(name));
            assert_eq!(found.err().as_ref(), expected.as_ref().filter(|_| refused), "{}", file.display());
        }
    }
    assert!(seen > 20, "only {seen} files");
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { yaml_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml"))
        .collect()
}
