//! What was made once: how it is kept while a spec is broken, and removed when its kind is not made any more.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use program::case::{Case, Place};
use program::{Program, cluster, object};
use slo_testkit::kubernetes::Cluster;

fn start(cluster: &Cluster) -> Program {
    Program::start(cluster, cluster.administrator(), &["run"])
}

const EDIT: &str = r#"[{"op":"replace","path":"/spec/groups/0/rules/0/expr","value":"vector(7)"}]"#;

fn broken(spec: &str) -> String {
    spec.replacen("[{{.window}}]))", "[{{.window}}])", 1)
}

#[test]
fn rules_come_back_while_their_spec_is_broken() {
    let Some(cluster) = cluster() else { return };
    let mut program = start(&cluster);
    let mut case = Case { place: Place::new(&cluster, "kept"), program: &mut program };
    let good = object("shop", "99.9");
    case.apply(&good);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let spec = case.rule("shop")["spec"].clone();
    let is_back = |case: &Place<'_>| case.rule("shop")["spec"] == spec;
    let is_kept = |case: &Place<'_>| case.condition("shop", "RulesApplied")["reason"] == "LastGoodKept";

    case.apply(&broken(&good));
    case.eventually("the last good one stays", is_kept);
    assert!(is_back(&case));
    case.patch("prometheusrule", "shop", EDIT);
    case.eventually("an edited rule is back", is_back);
    let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
    case.eventually("a deleted rule is back", is_back);

    // Another process knows it from the status.
    program.kill();
    let _ = cluster.kubectl(&["delete", "prometheusrule", "shop", "--namespace=kept"]);
    let mut program = start(&cluster);
    let mut case = Case { place: Place::new(&cluster, "kept"), program: &mut program };
    case.eventually("it is back after a restart", is_back);
    case.patch("prometheusrule", "shop", EDIT);
    case.eventually("an edited rule too", is_back);
    assert!(is_kept(&case));

    case.apply(&good);
    case.eventually("it is ready again", |case| case.is_ready("shop"));
    assert!(case.get("psl", "shop")["status"]["lastGood"].is_null(), "what is not needed is not repeated");
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/profile=best"]);
    case.eventually("a mistake in an annotation", |case| {
        case.condition("shop", "Ready")["reason"] == "InvalidAnnotation"
    });
    let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
    case.eventually("it is like one in the spec", is_back);
}

#[test]
fn what_cannot_be_brought_back_is_told() {
    let Some(cluster) = cluster() else { return };
    let good = object("shop", "99.9");
    let mut program = start(&cluster);
    let mut case = Case { place: Place::new(&cluster, "lost"), program: &mut program };
    case.apply(&good);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    program.kill();
    let place = Place::new(&cluster, "lost");
    place.apply(&broken(&good)); // nobody sees the good spec any more
    place.patch("prometheusrule", "shop", EDIT);
    let mut program = start(&cluster);
    let mut case = Case { place, program: &mut program };
    let reason = |case: &Place<'_>| case.condition("shop", "RulesApplied")["reason"].clone();
    case.eventually("it says that they are changed", |case| reason(case) == "LastGoodLost");
    let message = case.condition("shop", "RulesApplied")["message"].to_string();
    assert!(message.contains("PrometheusRule/shop was changed"), "{message}");
    assert_eq!(case.rule("shop")["spec"]["groups"][0]["rules"][0]["expr"], "vector(7)");
    let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
    case.eventually("it says that they are gone", |case| {
        case.condition("shop", "RulesApplied")["message"].to_string().contains("PrometheusRule/shop is gone")
    });
    case.apply(&good);
    case.eventually("it is ready again", |case| case.is_ready("shop") && !case.rule("shop").is_null());
}

/// The spec was broken while no controller ran, and nobody touched the rules: they are what was good.
#[test]
fn what_is_as_it_was_written_is_held_without_a_good_spec() {
    let Some(cluster) = cluster() else { return };
    let good = object("shop", "99.9");
    let place = || Place::new(&cluster, "held");
    let mut program = start(&cluster);
    let mut case = Case { place: place(), program: &mut program };
    case.apply(&good);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    program.kill();
    let _ = place().kubectl(&["label", "prometheusrule", "shop", "theirs=x"]);
    let before = place().rule("shop");
    place().apply(&broken(&good)); // nobody sees the good spec any more

    let is_back = |case: &Place<'_>| {
        let now = case.rule("shop");
        let of = |rule: &serde_json::Value, field: &str| rule["metadata"][field].clone();
        now["spec"] == before["spec"]
            && of(&now, "annotations") == of(&before, "annotations")
            && of(&now, "ownerReferences") == of(&before, "ownerReferences")
            && of(&now, "labels")["slo-compiler.dev/managed-by"] == "slo-controller"
    };
    let is_kept = |case: &Place<'_>| case.condition("shop", "RulesApplied")["reason"] == "LastGoodKept";
    for _ in 0..2 {
        // The second process knows from the status what the first one wrote.
        let mut program = Program::start(&cluster, &account(&cluster, "shipped", "[]"), &["run"]);
        let mut case = Case { place: place(), program: &mut program };
        case.eventually("the rules stay", is_kept);
        case.patch("prometheusrule", "shop", EDIT);
        case.eventually("an edited rule is back", is_back);
        assert_eq!(case.rule("shop")["metadata"]["labels"]["theirs"], "x");
        let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
        case.eventually("a deleted rule is back", is_back);
        assert!(is_kept(&case));
        let _ = case.kubectl(&["label", "prometheusrule", "shop", "theirs=x"]);
        let revision = case.rule("shop")["metadata"]["generation"].to_string();
        case.eventually("it is told", |case| {
            case.get("psl", "shop")["status"]["objects"][0]["revision"] == *revision
        });
        program.kill();
    }
    let is_get = |request: &&slo_testkit::kubernetes::Request| {
        request.user == "system:serviceaccount:default:shipped"
            && (request.verb.as_str(), request.resource.as_str()) == ("get", "prometheusrules")
    };
    assert_eq!(cluster.requests().iter().find(is_get), None, "there is no such right");
    let mut program = start(&cluster);
    let mut case = Case { place: place(), program: &mut program };
    case.apply(&object("shop", "99"));
    case.eventually("a mended spec counts", |case| case.is_ready("shop") && !is_back(case));
}

#[test]
fn what_was_made_of_a_kind_that_is_off_now_is_deleted() {
    let Some(cluster) = cluster() else { return };
    let both = ["run", "--output=prometheus-rule", "--output=dashboard-config-map"];
    let mut program = Program::start(&cluster, cluster.administrator(), &both);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    assert!(!case.get("configmap", "shop-slo-dashboard").is_null());
    program.kill();

    let token = account(&cluster, "rules", "[]");
    let mut program = Program::start(&cluster, &token, &["run"]);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    let message = |case: &Place<'_>| case.condition("shop", "RulesApplied")["message"].to_string();
    case.eventually("it says what it may not delete", |case| message(case).contains("is still there"));
    assert!(message(&case).contains("ConfigMap/shop-slo-dashboard"), "{}", message(&case));
    assert!(case.is_ready("shop"), "the rules are as they should be");
    assert!(!case.get("configmap", "shop-slo-dashboard").is_null());
    program.kill();

    let token = account(&cluster, "retired", "[get, delete]");
    let mut program = Program::start(&cluster, &token, &["run"]);
    let mut case = Case { place: Place::new(&cluster, "default"), program: &mut program };
    case.eventually("it is gone", |case| case.get("configmap", "shop-slo-dashboard").is_null());
    case.eventually("and told no more", |case| {
        let objects = case.get("psl", "shop")["status"]["objects"].take();
        objects.as_array().is_some_and(|objects| objects.len() == 1)
    });
    assert!(!case.rule("shop").is_null());
}

/// The token of an account with the rights that rules need, and these on `ConfigMap` objects.
fn account(cluster: &Cluster, name: &str, verbs: &str) -> String {
    let config_maps = match verbs {
        "[]" => String::new(),
        verbs => format!("- {{apiGroups: [''], resources: [configmaps], verbs: {verbs}}}\n"),
    };
    cluster.apply_yaml(&format!(
        "apiVersion: v1
kind: ServiceAccount
metadata: {{name: {name}, namespace: default}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {{name: {name}}}
rules:
- {{apiGroups: [sloth.slok.dev], resources: ['*'], verbs: ['*']}}
- {{apiGroups: [monitoring.coreos.com], resources: [prometheusrules], verbs: ['*']}}
{config_maps}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: {name}}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {name}}}
subjects: [{{kind: ServiceAccount, name: {name}, namespace: default}}]
"
    ));
    cluster.service_account("default", name)
}
