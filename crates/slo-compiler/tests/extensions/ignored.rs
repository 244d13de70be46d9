//! With Sloth's eyes a spec with our fields is the spec without them.

use std::path::{Path, PathBuf};

use slo_compiler::diagnostic::{Code, FieldPath, Part, Place};
use slo_compiler::spec::{self, Extensions, Spec, SpecKind};
use slo_compiler::{Options, Source, compile};
use slo_testkit::conformance;

/// A field that many specs have, and what is put before it; both in snake case.
#[rustfmt::skip] // a table
const INJECTED: &[(&[&str], &str)] = &[
    (&["name"],                           "period: 7d"),
    (&["name"],                           "no_traffic: [nonsense]"),
    (&["name"],                           "health: {exhausted: true, idle: {for: -1}}"),
    (&["name"],                           "min_events: many"),
    (&["name"],                           "disabled: true"),
    (&["alerting", "name"],               "keep_firing_for: 5m"),
    (&["alerting", "name"],               "windows: {page: 1}"),
    (&["sli", "events", "error_query"],   "good_query: 'up['"),
    (&["sli", "events"],                  "latency: {threshold: 5}"),
    (&["sli", "raw"],                     "probe: [1]"),
];

fn camel(text: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for letter in text.chars() {
        if letter == '_' {
            upper = true;
        } else {
            out.push(if upper { letter.to_ascii_uppercase() } else { letter });
            upper = false;
        }
    }
    out
}

fn options() -> Options {
    let mut options = Options::default();
    options.extensions = Extensions::Ignore;
    options
}

/// The rules as Sloth writes them, or the texts of its errors without what depends on lines.
fn outcome(bytes: &[u8]) -> Result<String, Vec<Code>> {
    let options = options();
    let outcome = compile(&Source::new("spec.yml", bytes), &options);
    match outcome.compiled {
        Some(compiled) => Ok(compiled.to_sloth(&options.version)),
        None => Err(outcome.diagnostics.errors().map(|error| error.code).collect()),
    }
}

/// The spec with `snippet` before the field that `keys` of the first SLO lead to; `None` where the layout has no room for it.
fn inject(bytes: &[u8], keys: &[&str], snippet: &str) -> Option<Vec<u8>> {
    let source = Source::new("spec.yml", bytes);
    let mut ignored = slo_compiler::diagnostic::Diagnostics::default();
    let document = spec::read(&source, &mut ignored).into_iter().next()?;
    let (root, spell): (FieldPath, fn(&str) -> String) = match (document.kind?, document.spec.as_ref()?) {
        (SpecKind::Sloth, Spec::Sloth(_)) => (FieldPath::root(), str::to_owned),
        (SpecKind::ServiceLevel, Spec::ServiceLevel(_)) => (FieldPath::root().key("spec"), camel),
        _ => return None,
    };
    let path = keys.iter().fold(root.key("slos").index(0), |path, key| path.key(spell(key)));
    let at = document.locate_exactly(&Place::Field(path, Part::Key))?.start;
    let (before, behind) = (&bytes[..at], &bytes[at..]);
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let in_block = before[line..].iter().all(|byte| b" -".contains(byte));
    let gap = if in_block { format!("\n{}", " ".repeat(at - line)) } else { ", ".to_owned() };
    Some([before, spell(snippet).as_bytes(), gap.as_bytes(), behind].concat())
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("expect") {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
}

#[test]
fn sloth_s_rules_are_the_same_with_our_fields() {
    let (mut injected, mut succeeded) = (0, 0);
    for case in conformance::cases() {
        let mut files = Vec::new();
        yaml_files(&case.dir, &mut files);
        for bytes in files.iter().map(|path| std::fs::read(path).unwrap()) {
            let expected = outcome(&bytes);
            for (keys, snippet) in INJECTED {
                let Some(changed) = inject(&bytes, keys, snippet) else { continue };
                injected += 1;
                succeeded += usize::from(expected.is_ok());
                let shown = String::from_utf8_lossy(&changed);
                assert_eq!(outcome(&changed), expected, "{}, {snippet}:\n{shown}", case.name);
            }
        }
    }
    assert!(injected > 2000 && succeeded > 1000, "{injected} injected, {succeeded} of them into good specs");
}

#[test]
fn a_field_of_ours_is_a_warning_to_sloth_s_commands() {
    let text = "version: prometheus/v1\nservice: shop\ndefaults: {period: 7d}\nslos:\n- name: web\n  objective: 99\n  \
                noTraffic: bad\n  NO_TRAFFIC: bad\n  sli: {raw: {error_ratio_query: 'a[{{.window}}]'}}\n  alerting: {name: A}\n";
    let outcome = compile(&Source::new("spec.yml", text.as_bytes()), &options());
    assert!(outcome.compiled.is_some());
    let found: Vec<_> =
        outcome.diagnostics.iter().map(|found| (found.code, &text[found.span.unwrap().range()])).collect();
    assert_eq!(
        found,
        [
            (Code::SpecExtension, "defaults"),
            (Code::SpecUnknownField, "noTraffic"),
            (Code::SpecExtension, "NO_TRAFFIC"),
        ]
    );
}
