//! Labels that would make rules fail while they run are errors, wherever they come from.

use std::fmt::Write as _;

use slo_compiler::diagnostic::Code;
use slo_compiler::rules::Profile;
use slo_compiler::{LintOptions, Source, compile};

use super::{ALERT, EVENTS, GROUPED, options};

/// What is said of the SLO about clashes, with the text that each is about.
fn clashes(fields: &str, change: impl Fn(&mut slo_compiler::Options)) -> Vec<String> {
    let mut spec =
        "version: prometheus/v1\nservice: shop\nslos:\n  - name: web\n    objective: 99\n".to_owned();
    for line in fields.lines() {
        writeln!(spec, "    {line}").unwrap();
    }
    let mut options = options();
    change(&mut options);
    let outcome = compile(&Source::new("spec.yml", spec.as_bytes()), &options);
    let clashes = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::LabelClash);
    let clashes: Vec<String> = clashes.map(|clash| spec[clash.span.unwrap().range()].to_owned()).collect();
    assert_eq!(outcome.compiled.is_none(), !clashes.is_empty(), "{:?}", outcome.diagnostics);
    clashes
}

#[test]
fn a_label_by_which_the_sli_is_grouped_is_refused() {
    let none: [&str; 0] = [];
    assert_eq!(clashes(&format!("{GROUPED}{ALERT}labels: {{z: a}}\n"), |_| {}), ["z"]);
    assert_eq!(clashes(&format!("{GROUPED}{ALERT}labels: {{y: a}}\n"), |_| {}), none);
    assert_eq!(clashes(&format!("{EVENTS}{ALERT}labels: {{z: a}}\n"), |_| {}), none);
    let of_run = |options: &mut slo_compiler::Options| options.extra_labels.set("z", "a");
    assert_eq!(clashes(&format!("{GROUPED}{ALERT}"), of_run).len(), 1);
    // What an alert sets counts for the alert.
    assert_eq!(clashes(&format!("{GROUPED}alerting: {{name: A, labels: {{z: a}}}}\n"), |_| {}), ["z"]);
    let by_two = GROUPED.replace("by (z)", "by (y, z)");
    assert_eq!(clashes(&format!("{by_two}alerting: {{name: A, labels: {{z: a}}}}\n"), |_| {}), none);
    assert_eq!(clashes(&format!("{by_two}{ALERT}labels: {{z: a}}\n"), |_| {}), ["z"]);
    // Nothing is lost where all series have the same value, or where a plugin takes the label away.
    let pinned = GROUPED.replace("bad[", "bad{z=\"a\"}[").replace("all[", "all{z=\"a\"}[");
    assert_eq!(clashes(&format!("{pinned}{ALERT}labels: {{z: a}}\n"), |_| {}), none);
    assert_eq!(clashes(&format!("{pinned}{ALERT}labels: {{z: b}}\n"), |_| {}), ["z"]);
    let removed = "plugins: {chain: [{id: sloth.dev/contrib/remove_labels/v1, priority: 100}]}\n";
    assert_eq!(clashes(&format!("{GROUPED}{ALERT}{removed}labels: {{z: a}}\n"), |_| {}), none);
}

#[test]
fn a_label_by_which_rules_find_each_other_is_refused() {
    for (name, value) in
        [("sloth_id", "a"), ("sloth_service", "a"), ("sloth_slo", "a"), ("sloth_window", "5m")]
    {
        let fields = format!("{EVENTS}{ALERT}labels: {{{name}: {value}}}\n");
        assert_eq!(clashes(&fields, |_| {}), [name]);
        let of_run = |options: &mut slo_compiler::Options| options.extra_labels.set(name, value);
        assert_eq!(clashes(&format!("{EVENTS}{ALERT}"), of_run).len(), 1, "{name}");
    }
    assert!(clashes(&format!("{EVENTS}{ALERT}labels: {{sloth_service: shop}}\n"), |_| {}).is_empty());
}

#[test]
fn a_drop_in_for_sloth_takes_them_as_sloth_does() {
    let fields = format!("{GROUPED}{ALERT}labels: {{z: a, sloth_id: b}}\n");
    let sloth = |options: &mut slo_compiler::Options| options.profile = Profile::Sloth;
    assert!(clashes(&fields, sloth).is_empty());
    let linted = |options: &mut slo_compiler::Options| {
        options.profile = Profile::Sloth;
        options.lints = LintOptions::default();
    };
    assert_eq!(clashes(&fields, linted).len(), 2);
}
