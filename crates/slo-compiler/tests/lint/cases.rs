//! The cases of each lint.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use slo_compiler::diagnostic::{Code, Severity, fix};

use crate::support::{diagnostics, entries, folder, lints, options, show};

fn is_spec(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml")
}

#[test]
fn every_lint_has_a_bad_and_a_good_case_and_a_page() {
    let mut missing = Vec::new();
    for code in lints() {
        let names: Vec<String> = match fs::metadata(folder().join(code.as_str())) {
            Ok(_) => entries(&folder().join(code.as_str()))
                .iter()
                .filter(|path| is_spec(path))
                .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
                .collect(),
            Err(_) => Vec::new(),
        };
        for start in ["bad", "good"] {
            if !names.iter().any(|name| name.starts_with(start)) {
                missing.push(format!("{code}: no {start} case"));
            }
        }
        let page = format!("docs/reference/diagnostics/{code}.md");
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(page));
        if !text.is_ok_and(|text| text.starts_with(&format!("# {code}\n\n{}\n", code.summary()))) {
            missing.push(format!("{code}: no page that begins with its code and summary"));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_folder_is_a_lint() {
    let known: BTreeSet<&str> = lints().map(Code::as_str).collect();
    for family in entries(&folder()).into_iter().filter(|path| path.is_dir()) {
        for case in entries(&family) {
            let name = case.strip_prefix(folder()).unwrap().to_string_lossy().replace('\\', "/");
            assert!(known.contains(name.as_str()), "{name} is no lint");
        }
    }
}

#[test]
fn bad_cases_have_findings_and_good_ones_have_none() {
    let mut wrong = Vec::new();
    for code in lints().filter(|code| folder().join(code.as_str()).is_dir()) {
        let folder = folder().join(code.as_str());
        for path in entries(&folder).into_iter().filter(|path| is_spec(path)) {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let all = diagnostics(&name, &text, &options(&text));
            let errors = all.iter().filter(|found| found.severity == Severity::Error && found.code != code);
            wrong.extend(errors.map(|found| format!("{}: {}", path.display(), found.message)));
            let found: Vec<_> = all.into_iter().filter(|found| found.code == code).collect();
            if name.starts_with("good") {
                wrong.extend(found.iter().map(|found| format!("{}: {}", path.display(), found.message)));
                continue;
            }
            if found.is_empty() {
                wrong.push(format!("{}: no finding", path.display()));
                continue;
            }
            insta::with_settings!({
                snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true,
            }, { insta::assert_snapshot!(name, show(&text, &found)); });
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A fix is worth offering only if the finding is gone when it has been made.
#[test]
fn fixes_solve_what_they_are_for() {
    let mut made = 0;
    for code in lints().filter(|code| folder().join(code.as_str()).is_dir()) {
        for path in entries(&folder().join(code.as_str())).into_iter().filter(|path| is_spec(path)) {
            let text = fs::read_to_string(&path).unwrap();
            let options = options(&text);
            let count = |text: &str| {
                let found = diagnostics("fixed", text, &options);
                let errors = found.iter().filter(|found| {
                    !slo_compiler::lint::is_lint(found.code) && found.severity == Severity::Error
                });
                assert_eq!(errors.map(|found| &found.message).next(), None, "{}", path.display());
                found.into_iter().filter(|found| found.code == code).collect::<Vec<_>>()
            };
            let before = count(&text);
            let fixes: Vec<_> = before.iter().filter_map(|found| found.fix.as_ref()).collect();
            if fixes.is_empty() {
                continue;
            }
            made += fixes.len();
            let after = count(&fix::apply(&text, &fix::compatible(fixes.iter().copied())));
            assert_eq!(after.len(), before.len() - fixes.len(), "{}", path.display());
        }
    }
    assert!(made > 5, "hardly any fix was tried: {made}");
}
