//! Others who write what the program writes, a thousand objects of it. A program of its own, so that no other test runs beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::thread;
use std::time::Duration;

use program::many::{are_converged, several};
use program::{Program, cluster, object};

/// Others edit the rules of a thousand objects while their specs are changed and the program works, and delete them all.
#[test]
fn others_who_edit_what_is_made() {
    const MANY: usize = 1000;
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&several(MANY, |name| object(name, "99")));
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.eventually("everything is there", || slowly(|| are_converged(&cluster, MANY, "0.99")));
    let edited = several(MANY, |name| {
        format!(
            "apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{name: {name}, namespace: default}}
spec:
  groups:
  - {{name: sloth-slo-sli-recordings-shop-{name}, rules: [{{record: theirs, expr: vector(1)}}]}}
  - {{name: theirs, rules: [{{record: theirs, expr: vector(1)}}]}}
"
        )
    });
    let changed = several(MANY, |name| object(name, "98"));
    thread::scope(|scope| {
        scope.spawn(|| cluster.apply_yaml(&edited));
        scope.spawn(|| cluster.apply_yaml(&changed));
    });
    program.eventually("the rules are ours", || slowly(|| are_converged(&cluster, MANY, "0.98")));
    let rules = cluster.kubectl(&["get", "prometheusrules", "--output=json"]);
    assert!(!rules.contains("theirs"), "what others wrote is still there");
    let all = "--raw=/apis/monitoring.coreos.com/v1/namespaces/default/prometheusrules";
    let _ = cluster.kubectl(&["delete", all]); // at once, where `--all` would be a request each
    program.eventually("the rules are back", || slowly(|| are_converged(&cluster, MANY, "0.98")));
}

/// A question that costs the API server work, so it is not asked all the time.
fn slowly(question: impl Fn() -> bool) -> bool {
    thread::sleep(Duration::from_secs(3));
    question()
}
