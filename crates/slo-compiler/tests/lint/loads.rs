//! The severity of a lint against Prometheus itself: what is an error it refuses to load, and nothing else.

use std::fs;

use slo_compiler::diagnostic::Severity;
use slo_compiler::{Options, Source, compile};
use slo_testkit::tools;

use crate::support::{diagnostics, entries, folder, lints, options};

#[test]
fn prometheus_refuses_what_is_an_error_and_loads_the_rest() {
    let Some(promtool) = tools::promtool() else { return };
    let (mut files, mut expected) = (Vec::new(), Vec::new());
    for code in lints() {
        for path in entries(&folder().join(code.as_str())) {
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(folder()).unwrap().to_string_lossy().into_owned();
            let errors = diagnostics(&name, &text, &options(&text));
            if errors.iter().any(|found| found.severity == Severity::Error) {
                expected.push(name.clone());
            }
            let compiled =
                compile(&Source::new(name.as_str(), text.into_bytes()), &Options::default()).compiled;
            files.push((name, compiled.unwrap().to_prometheus()));
        }
    }
    // promtool also looks for rules of one name and the same labels, which alerts of several SLOs in one case are.
    let refused =
        promtool.check_all(files).into_iter().filter(|refused| !refused.message.contains("duplicate rule"));
    let refused: Vec<String> = refused.map(|refused| refused.name).collect();
    assert!(expected.len() >= 3, "{expected:?}");
    assert_eq!(refused, expected);
}
