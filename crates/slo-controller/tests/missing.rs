//! The program where something that it needs is not there: it says so once, goes on, and stops when it is told to.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::process::Command;
use std::thread;
use std::time::Duration;

use program::many::{rules_with, several};
use program::{Program, cluster, object};
use slo_testkit::kubernetes::Cluster;

#[test]
fn it_stops_before_anything_was_listed() {
    let Some(mut cluster) = Cluster::start() else { return };
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.until("it waits", |program| program.words().contains("waiting for its CRD to be installed"));
    program.signal("TERM");
    assert!(program.ends_well());
    cluster.kill_api_server();
    let mut program = Program::start(&cluster, cluster.administrator(), &["run", "--lease=slo"]);
    program.until("it says that nobody answers", |program| program.words().contains("Connection refused"));
    program.signal("TERM");
    assert!(program.ends_well());
}

#[test]
fn what_the_api_keeps_waiting_is_given_up() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&several(60, |name| object(name, "99")));
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.eventually("it works", || rules_with(&cluster, "0.99") > 0);
    cluster.pause_api_server();
    program.signal("TERM");
    assert!(program.ends_well());
    cluster.resume_api_server();
}

/// As that of an operator which is down.
#[test]
fn a_webhook_of_others_that_does_not_answer_is_told() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(
        "apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: others}
webhooks:
- name: rules.example.com
  clientConfig: {url: 'https://127.0.0.1:1/'}
  rules:
  - {apiGroups: [monitoring.coreos.com], apiVersions: [v1], resources: [prometheusrules], operations: [CREATE]}
  admissionReviewVersions: [v1]
  sideEffects: None
  failurePolicy: Fail
",
    );
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    cluster.apply_yaml(&object("shop", "99"));
    let path = r#"--output=jsonpath={.status.conditions[?(@.type=="RulesApplied")]['reason','message']}"#;
    let told = || cluster.kubectl(&["get", "psl", "shop", path]);
    program.eventually("it says so", || {
        told().starts_with("Rejected") && told().contains("failed calling webhook \"rules.example.com\"")
    });
    let _ = cluster.kubectl(&["delete", "validatingwebhookconfiguration", "others"]);
    program.eventually("it goes on", || told().starts_with("Applied"));
}

#[test]
fn what_the_rights_lack_is_told_once() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(POOR);
    let token = cluster.service_account("default", "poor");
    let mut program = Program::start(&cluster, &token, &["run", "--lease=slo", "--lease-namespace=default"]);
    program.until("it says why it does nothing", |program| {
        program.words().contains("lease not acquired") && program.words().contains("cannot get resource")
    });
    program.kill();

    cluster.apply_yaml(&object("shop", "99"));
    let mut program = Program::start(&cluster, &token, &["run"]);
    program.eventually("it works all the same", || rules_with(&cluster, "0.99") == 1);
    let broken = |name| object(name, "99").replacen("[{{.window}}]))", "[{{.window}}])", 1);
    cluster.apply_yaml(&[broken("one"), broken("two")].join("---\n"));
    program.until("events are missed", |program| program.words().contains("events are not written"));
    thread::sleep(Duration::from_secs(4)); // meanwhile the lists are tried again
    let words = program.words();
    for once in ["prometheuses", "kind=\"namespaces\"", "events are not written"] {
        assert_eq!(words.matches(once).count(), 1, "{once}:\n{words}");
    }
    assert!(!words.contains("Status {") && !words.contains("kube_"), "{words}");
}

/// The rights without which nothing can be done at all.
const POOR: &str = "apiVersion: v1
kind: ServiceAccount
metadata: {name: poor, namespace: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: poor}
rules:
- {apiGroups: [sloth.slok.dev], resources: ['*'], verbs: ['*']}
- {apiGroups: [monitoring.coreos.com], resources: [prometheusrules], verbs: ['*']}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: poor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: poor}
subjects: [{kind: ServiceAccount, name: poor, namespace: default}]
";

#[test]
fn mistakes_on_the_command_line_are_told() {
    let cases: [(&[&str], &str); 4] = [
        (&["run", "--log=x=["], "error: cannot read the log filter `x=[`"),
        (&["run", "--namespace=No Such"], "`No Such` is no name of a namespace"),
        (&["run", "--kubeconfig=/nowhere"], "cannot read /nowhere: "),
        (&["kubernetes-controller", "--kube-local", "--kube-config=/nowhere"], "cannot read /nowhere: "),
    ];
    for (arguments, expected) in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_slo-controller")).args(arguments).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {words}");
        assert_eq!(words.matches(expected).count(), 1, "{arguments:?}: {words}");
        assert!(words.matches("No such file").count() <= 1, "{words}");
    }
}
