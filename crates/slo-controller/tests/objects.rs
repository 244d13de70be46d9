//! The program beside a real API server: what becomes of objects, and of what others do to what is made of them. One cluster
//! serves all of it; each case has a namespace of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use program::case::{Case, Check, Place};
use program::{Program, cluster, object};
use slo_testkit::kubernetes::{Cluster, crds};

#[test]
fn objects_and_what_is_made_of_them() {
    let Some(cluster) = cluster() else { return };
    cluster.install(&[crds::PROMETHEUS]);
    let mut program =
        Program::start(&cluster, cluster.administrator(), &["run", "--extra-label=cluster=test"]);
    let cases: [(&'static str, Check); 9] = [
        ("native", an_object_can_have_rules_of_our_own),
        ("made", an_object_becomes_rules_and_a_status),
        ("edited", what_others_change_comes_back),
        ("broken", a_broken_spec_keeps_the_last_good_rules),
        ("foreign", an_object_of_somebody_else_is_never_touched),
        ("unwanted", what_is_not_wanted_any_more_is_deleted),
        ("predecessor", what_sloth_made_is_taken_over),
        ("deleted", what_was_made_goes_with_its_owner),
        ("unselected", rules_that_nobody_loads_are_told),
    ];
    for (namespace, case) in cases {
        let _ = cluster.kubectl(&["create", "namespace", namespace]);
        case(&mut Case { place: Place { cluster: &cluster, namespace }, program: &mut program });
    }
}

fn an_object_becomes_rules_and_a_status(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9").replace("metadata: {", "metadata: {labels: {team: a}, "));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let (rule, level) = (case.rule("shop"), case.get("psl", "shop"));
    let owner = &rule["metadata"]["ownerReferences"][0];
    assert_eq!(owner["uid"], level["metadata"]["uid"]);
    assert_eq!(
        (owner["kind"].as_str(), owner["name"].as_str()),
        (Some("PrometheusServiceLevel"), Some("shop"))
    );
    let labels = &rule["metadata"]["labels"];
    for (label, value) in [
        ("team", "a"),
        ("app.kubernetes.io/managed-by", "sloth"),
        ("slo-compiler.dev/managed-by", "slo-controller"),
    ] {
        assert_eq!(labels[label], value, "{label}");
    }
    let managers = rule["metadata"]["managedFields"].as_array().unwrap();
    assert_eq!(managers.len(), 1);
    assert_eq!(
        (&managers[0]["manager"], &managers[0]["operation"]),
        (&"slo-controller".into(), &"Apply".into())
    );
    let groups = rule["spec"]["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 3);
    assert_eq!(
        groups[0]["rules"][0]["labels"]["cluster"], "test",
        "the run's labels are on every recording rule"
    );
    let status = &level["status"];
    assert_eq!((&status["processedSLOs"], &status["promOpRulesGeneratedSLOs"]), (&1.into(), &1.into()));
    assert_eq!((&status["promOpRulesGenerated"], &status["observedGeneration"]), (&true.into(), &1.into()));
    assert!(status["lastPromOpRulesSuccessfulGenerated"].is_string());
    assert_eq!((&status["slos"][0]["name"], &status["slos"][0]["rules"]), (&"shop".into(), &17.into()));

    case.apply(&object("shop", "99").replace("metadata: {", "metadata: {labels: {team: b}, "));
    case.eventually("a change arrives", |case| case.rule("shop").to_string().contains("vector(0.99)"));
    case.eventually("the label too", |case| case.rule("shop")["metadata"]["labels"]["team"] == "b");
}

fn an_object_can_have_rules_of_our_own(case: &mut Case<'_>) {
    // Fields that Sloth does not have pass the schema, a switch of either form among them.
    let native = object("shop", "99.9").replace(
        "  service: shop",
        "  service: shop\n  defaults: {period: 28d, health: {idle: true, vanished: {for: 10m}}}",
    );
    case.apply(&native);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let before = case.rule("shop")["spec"].clone();
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/profile=native"]);
    case.eventually("other rules", |case| case.rule("shop")["spec"] != before);
    assert!(case.is_ready("shop"));
    let _ = case.kubectl(&["annotate", "--overwrite", "psl", "shop", "slo-compiler.dev/profile=best"]);
    case.eventually("it says so", |case| case.condition("shop", "Ready")["reason"] == "InvalidAnnotation");
}

fn what_others_change_comes_back(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let spec = case.rule("shop")["spec"].clone();
    let is_back = |case: &Place<'_>| case.rule("shop")["spec"] == spec;

    case.patch(
        "prometheusrule",
        "shop",
        r#"[{"op":"replace","path":"/spec/groups/0/rules/0/expr","value":"vector(7)"}]"#,
    );
    case.eventually("an edited expression is back", is_back);
    case.patch("prometheusrule", "shop", r#"[{"op":"remove","path":"/spec/groups/1"}]"#);
    case.eventually("a removed group is back", is_back);
    let group = r#"[{"op":"add","path":"/spec/groups/-","value":{"name":"mine","rules":[{"record":"x","expr":"vector(1)"}]}}]"#;
    case.patch("prometheusrule", "shop", group);
    case.eventually("an added group is gone", is_back);
    let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
    case.eventually("a deleted object is back", is_back);
    let _ =
        case.kubectl(&["label", "prometheusrule", "shop", "app.kubernetes.io/managed-by=me", "--overwrite"]);
    let _ = case.kubectl(&["label", "prometheusrule", "shop", "mine=yes"]);
    case.eventually("a changed label is back", |case| {
        case.rule("shop")["metadata"]["labels"]["app.kubernetes.io/managed-by"] == "sloth"
    });
    assert_eq!(case.rule("shop")["metadata"]["labels"]["mine"], "yes", "a label of others stays");
}

fn a_broken_spec_keeps_the_last_good_rules(case: &mut Case<'_>) {
    let good = object("shop", "99.9");
    case.apply(&good);
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let before = case.rule("shop");
    case.apply(&good.replacen("[{{.window}}]))", "[{{.window}}])", 1));
    case.eventually("it is not ready", |case| case.condition("shop", "Ready")["status"] == "False");
    let compiled = case.condition("shop", "Compiled");
    let message = compiled["message"].as_str().unwrap();
    assert!(message.starts_with("spec.slos[0].sli.events.errorQuery, 1:"), "{message}");
    assert_eq!(compiled["observedGeneration"], 2);
    assert_eq!(case.condition("shop", "RulesApplied")["reason"], "LastGoodKept");
    let status = case.get("psl", "shop")["status"].clone();
    assert_eq!(
        (&status["promOpRulesGenerated"], &status["promOpRulesGeneratedSLOs"]),
        (&false.into(), &0.into())
    );
    let diagnostic = &status["slos"][0]["diagnostics"][0];
    assert_eq!((&diagnostic["code"], &diagnostic["severity"]), (&"promql/syntax".into(), &"error".into()));
    assert_eq!(case.rule("shop"), before, "the last good rules stay");
    let _ = case.kubectl(&["annotate", "psl", "shop", "touched=yes"]); // it is looked at again
    let events = |case: &Place<'_>| case.kubectl(&["get", "events", "--output=jsonpath={.items[*].message}"]);
    case.eventually("an event says it", |case| events(case).contains("errorQuery"));
    assert_eq!(events(case).matches("errorQuery").count(), 1, "one event, however often it is found");
    case.apply(&good);
    case.eventually("it is ready again", |case| case.is_ready("shop"));
}

fn an_object_of_somebody_else_is_never_touched(case: &mut Case<'_>) {
    case.apply(
        "apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop, namespace: default}
spec: {groups: [{name: mine, rules: [{record: x, expr: vector(1)}]}]}
",
    );
    let before = case.rule("shop");
    case.apply(&object("shop", "99.9"));
    case.eventually("it says so", |case| case.condition("shop", "RulesApplied")["reason"] == "NameTaken");
    assert_eq!(case.rule("shop"), before);
    // One that was made a moment before ours is not even known, so what is sent must be refused by the API server.
    let ours = "apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop, namespace: foreign, resourceVersion: '1'}
spec: {groups: [{name: ours, rules: [{record: z, expr: vector(1)}]}]}
";
    let refused = case.place.cluster.try_apply_yaml(ours).unwrap_err();
    assert!(refused.contains("has been modified"), "{refused}");
    assert_eq!(case.rule("shop"), before);
    let _ = case.kubectl(&["delete", "prometheusrule", "shop"]);
    case.eventually("the name is free", |case| case.is_ready("shop"));
}

fn what_is_not_wanted_any_more_is_deleted(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/outputs="]);
    case.eventually("the rules are gone", |case| case.rule("shop").is_null());
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/outputs=vm-rule", "--overwrite"]);
    case.eventually("it says what it can make", |case| {
        case.condition("shop", "Ready")["reason"] == "InvalidAnnotation"
    });
}

fn what_sloth_made_is_taken_over(case: &mut Case<'_>) {
    let _ = case.kubectl(&["annotate", "--overwrite", "namespace", "predecessor", "x=y"]);
    // The object without rules, until Sloth's are there.
    case.apply(
        &object("shop", "99.9")
            .replace("metadata: {", "metadata: {annotations: {slo-compiler.dev/outputs: ''}, "),
    );
    case.eventually("it is looked at", |case| case.is_ready("shop"));
    let uid = case.get("psl", "shop")["metadata"]["uid"].as_str().unwrap().to_owned();
    let theirs = format!(
        "apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
  namespace: {}
  labels: {{app.kubernetes.io/component: SLO, app.kubernetes.io/managed-by: sloth}}
  ownerReferences: [{{apiVersion: sloth.slok.dev/v1, kind: PrometheusServiceLevel, name: shop, uid: {uid}}}]
spec: {{groups: [{{name: not-wanted-any-more, rules: [{{record: x, expr: vector(1)}}]}}]}}
",
        case.namespace
    );
    let file = case.cluster.folder().join("theirs.yaml");
    std::fs::write(&file, theirs).unwrap();
    let file = format!("--filename={}", file.display());
    let _ = case.cluster.kubectl(&["create", &file, "--field-manager=sloth"]);
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/outputs-"]);
    case.eventually("the rules are ours", |case| {
        let rule = case.rule("shop");
        rule["metadata"]["labels"]["slo-compiler.dev/managed-by"] == "slo-controller"
            && rule["spec"]["groups"].as_array().is_some_and(|groups| groups.len() == 3)
    });
    assert!(!case.rule("shop").to_string().contains("not-wanted-any-more"));
    assert_eq!(case.rule("shop")["metadata"]["ownerReferences"].as_array().unwrap().len(), 1);
}

fn what_was_made_goes_with_its_owner(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let _ = case.kubectl(&["delete", "psl", "shop"]);
    case.eventually("the rules are gone", |case| case.rule("shop").is_null());
}

fn rules_that_nobody_loads_are_told(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    assert!(case.condition("shop", "RulesSelected").is_null(), "without a Prometheus nobody knows");
    let prometheus = |release: &str| {
        format!(
            "apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {{name: k8s, namespace: default}}
spec: {{ruleSelector: {{matchLabels: {{release: {release}}}}}, ruleNamespaceSelector: {{}}}}
"
        )
    };
    case.apply(&prometheus("x"));
    case.eventually("a warning", |case| case.condition("shop", "RulesSelected")["status"] == "False");
    let message = case.condition("shop", "RulesSelected")["message"].to_string();
    assert!(message.contains("wants release=x"), "{message}");
    assert!(case.is_ready("shop"), "it is a warning");
    let _ = case.kubectl(&["label", "psl", "shop", "release=x"]);
    case.eventually("no warning", |case| case.condition("shop", "RulesSelected")["status"] == "True");
}

#[test]
fn a_run_minds_its_own_objects_only() {
    let Some(cluster) = cluster() else { return };
    let _ = cluster.kubectl(&["create", "namespace", "elsewhere"]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("7d.yaml"),
        "apiVersion: sloth.slok.dev/v1
kind: AlertWindows
spec:
  sloPeriod: 7d
  page:
    quick: {errorBudgetPercent: 8, shortWindow: 5m, longWindow: 1h}
    slow: {errorBudgetPercent: 12.5, shortWindow: 30m, longWindow: 6h}
  ticket:
    quick: {errorBudgetPercent: 20, shortWindow: 2h, longWindow: 1d}
    slow: {errorBudgetPercent: 42, shortWindow: 6h, longWindow: 3d}
",
    )
    .unwrap();
    let windows = format!("--windows={}", folder.path().display());
    let arguments =
        ["run", "--namespace=default", "--label-selector=shard=a", &windows, "--default-period=7d"];
    let mut program = Program::start(&cluster, cluster.administrator(), &arguments);
    let labelled = |name: &str| object(name, "99").replace("metadata: {", "metadata: {labels: {shard: a}, ");
    cluster.apply_yaml(&[object("other-shard", "99"), labelled("mine")].join("---\n"));
    cluster.apply_yaml(&labelled("other-place").replace("namespace: default", "namespace: elsewhere"));
    let names = || cluster.kubectl(&["get", "prometheusrules", "--all-namespaces", "--output=name"]);
    program.eventually("rules are made", || !names().is_empty());
    assert_eq!(names().trim(), "prometheusrule.monitoring.coreos.com/mine");
    let rule = cluster.kubectl(&["get", "prometheusrule", "mine", "--output=yaml"]);
    assert!(rule.contains("slo:sli_error:ratio_rate1w"), "the period is that of the run: {rule}");

    // It is not in the selection any more, and still there.
    let _ = cluster.kubectl(&["label", "psl", "mine", "shard=b", "--overwrite"]);
    cluster.apply_yaml(&labelled("next"));
    program.eventually("it goes on", || names().contains("next"));
    assert!(names().contains("mine"), "what was made of an object that exists stays");
}

#[test]
fn a_program_that_starts_before_everything_else() {
    let Some(cluster) = Cluster::start() else { return };
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.eventually("it waits for the definition", || {
        cluster.requests().iter().any(|request| request.status == 404 && request.verb == "list")
    });
    program::install_definition(&cluster);
    cluster.apply_yaml(&object("shop", "99"));
    let reason = "--output=jsonpath={.status.conditions[?(@.type==\"RulesApplied\")].reason}";
    program.eventually("it says what is missing", || {
        cluster.kubectl(&["get", "psl", "shop", reason]) == "KindUnavailable"
    });
    cluster.install(&[crds::PROMETHEUS_RULE]);
    program.eventually("it goes on", || cluster.kubectl(&["get", "psl", "shop", reason]) == "Applied");
}

#[test]
fn what_is_left_of_objects_that_went_while_nobody_looked() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&[object("gone", "99"), object("here", "99")].join("---\n"));
    let rules = || cluster.kubectl(&["get", "prometheusrules", "--output=name"]).lines().count();
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.eventually("both are there", || rules() == 2);
    program.kill();
    let _ = cluster.kubectl(&["delete", "psl", "gone"]);
    let mut program = Program::start(&cluster, cluster.administrator(), &["run"]);
    program.eventually("one is removed", || rules() == 1);
    assert!(cluster.try_kubectl(&["get", "prometheusrule", "here"]).is_ok());
}
