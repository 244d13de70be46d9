//! The program beside a real API server: the dashboards of objects, as `ConfigMap` and as `GrafanaDashboard`.
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
use serde_json::Value;
use slo_testkit::kubernetes::crds;

const ARGUMENTS: &[&str] = &[
    "run",
    "--output=prometheus-rule",
    "--output=dashboard-config-map",
    "--output=grafana-dashboard",
    "--dashboard-folder=SLOs",
    "--dashboard-external-label=cluster",
];

#[test]
fn dashboards_of_objects() {
    let Some(cluster) = cluster() else { return };
    cluster.install(&[crds::GRAFANA_DASHBOARD]);
    let mut program = Program::start(&cluster, cluster.administrator(), ARGUMENTS);
    let cases: [(&'static str, Check); 6] = [
        ("made", an_object_has_a_dashboard),
        ("edited", what_others_change_comes_back),
        ("foreign", a_config_map_of_somebody_else_is_never_touched),
        ("unwanted", what_is_not_wanted_any_more_is_deleted),
        ("together", objects_of_one_service_have_dashboards_of_their_own),
        ("pages", many_slos_have_several_pages),
    ];
    for (namespace, case) in cases {
        case(&mut Case { place: Place::new(&cluster, namespace), program: &mut program });
    }
}

const NAME: &str = "shop-slo-dashboard";

/// The dashboard in the `ConfigMap` of this name.
fn dashboard(case: &Place<'_>, name: &str) -> Value {
    let map = case.get("configmap", name);
    let Some(files) = map["data"].as_object() else { return Value::Null };
    assert_eq!(files.len(), 1, "{files:?}");
    let (file, text) = files.iter().next().unwrap();
    let dashboard: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    assert_eq!(*file, format!("{}.json", dashboard["uid"].as_str().unwrap()));
    dashboard
}

fn an_object_has_a_dashboard(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let level = case.get("psl", "shop");
    for kind in ["configmap", "grafanadashboard"] {
        let metadata = case.get(kind, NAME)["metadata"].take();
        assert_eq!(metadata["labels"]["slo-compiler.dev/managed-by"], "slo-controller", "{kind}");
        assert_eq!(metadata["annotations"]["kustomize.toolkit.fluxcd.io/substitute"], "disabled", "{kind}");
        assert_eq!(metadata["ownerReferences"][0]["uid"], level["metadata"]["uid"], "{kind}");
    }
    let metadata = case.get("configmap", NAME)["metadata"].take();
    assert_eq!(metadata["labels"]["grafana_dashboard"], "1");
    assert_eq!(metadata["annotations"]["grafana_folder"], "SLOs");
    let dashboard = dashboard(case, NAME);
    assert_eq!(dashboard["title"], "SLO / shop (made/shop)");
    assert!(dashboard["tags"].as_array().unwrap().contains(&"service:shop".into()));
    assert!(dashboard.to_string().contains("cluster=~\\\"$cluster\\\""), "the external label is a variable");

    let spec = case.get("grafanadashboard", NAME)["spec"].take();
    assert_eq!((&spec["uid"], &spec["folder"]), (&dashboard["uid"], &"SLOs".into()));
    assert_eq!(spec["allowCrossNamespaceImport"], true);
    assert_eq!(spec["instanceSelector"]["matchLabels"]["dashboards"], "grafana");
    assert_eq!(serde_json::from_str::<Value>(spec["json"].as_str().unwrap()).unwrap(), dashboard);

    let told = level["status"]["objects"].as_array().unwrap();
    let kinds: Vec<&str> = told.iter().map(|object| object["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["PrometheusRule", "ConfigMap", "GrafanaDashboard"]);
}

fn what_others_change_comes_back(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let ours = case.get("configmap", NAME)["data"].take();
    let is_back = |case: &Place<'_>| case.get("configmap", NAME)["data"] == ours;
    case.patch("configmap", NAME, r#"[{"op":"replace","path":"/data","value":{"other.json":"{}"}}]"#);
    case.eventually("a replaced dashboard is back", is_back);
    case.patch("configmap", NAME, r#"[{"op":"add","path":"/data/other.json","value":"{}"}]"#);
    case.eventually("an added file is gone", is_back);
    let _ = case.kubectl(&["delete", "configmap", NAME]);
    case.eventually("a deleted dashboard is back", is_back);
    // Without it, the object is not in the watch any more.
    let _ = case.kubectl(&["label", "configmap", NAME, "slo-compiler.dev/managed-by-"]);
    case.eventually("the label is back", |case| {
        !case.get("configmap", NAME)["metadata"]["labels"]["slo-compiler.dev/managed-by"].is_null()
    });
    let spec = case.get("grafanadashboard", NAME)["spec"].take();
    case.patch("grafanadashboard", NAME, r#"[{"op":"replace","path":"/spec/json","value":"{}"}]"#);
    case.eventually("the other one too", |case| case.get("grafanadashboard", NAME)["spec"] == spec);
}

fn a_config_map_of_somebody_else_is_never_touched(case: &mut Case<'_>) {
    case.apply(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {NAME}, namespace: default}}\ndata: {{mine: '1'}}"
    ));
    let before = case.get("configmap", NAME);
    case.apply(&object("shop", "99.9"));
    case.eventually("it says so", |case| case.condition("shop", "RulesApplied")["reason"] == "NameTaken");
    assert_eq!(case.get("configmap", NAME), before);
    assert!(!case.rule("shop").is_null(), "everything else is there");
    assert!(!case.get("grafanadashboard", NAME).is_null(), "everything else is there");
    let _ = case.kubectl(&["delete", "configmap", NAME]);
    let _ = case.kubectl(&["annotate", "psl", "shop", "looked-at=again"]);
    case.eventually("the name is free", |case| case.is_ready("shop"));
}

fn what_is_not_wanted_any_more_is_deleted(case: &mut Case<'_>) {
    case.apply(&object("shop", "99.9"));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/outputs=prometheus-rule"]);
    case.eventually("dashboards are gone", |case| {
        case.get("configmap", NAME).is_null() && case.get("grafanadashboard", NAME).is_null()
    });
    assert!(!case.rule("shop").is_null());
    let _ = case.kubectl(&["annotate", "psl", "shop", "slo-compiler.dev/outputs-"]);
    case.eventually("they are back", |case| !case.get("configmap", NAME).is_null());
    let _ = case.kubectl(&["delete", "psl", "shop"]);
    case.eventually("they go with their owner", |case| case.get("configmap", NAME).is_null());
}

fn objects_of_one_service_have_dashboards_of_their_own(case: &mut Case<'_>) {
    case.apply(&[object("one", "99"), object("two", "99")].join("---\n"));
    case.eventually("both are ready", |case| case.is_ready("one") && case.is_ready("two"));
    let [one, two] = ["one", "two"].map(|name| dashboard(case, &format!("{name}-slo-dashboard")));
    assert_ne!(one["uid"], two["uid"]);
    assert_ne!(one["title"], two["title"]);
    assert_eq!(one["tags"], two["tags"], "both are found by the service");
}

fn many_slos_have_several_pages(case: &mut Case<'_>) {
    let spec = object("shop", "99.9");
    let (head, slo) = spec.split_at(spec.find("  - name").unwrap());
    let slos = |count: usize| -> String {
        let slos = (0..count).map(|number| slo.replace("- name: shop", &format!("- name: slo-{number}")));
        [head.to_owned()].into_iter().chain(slos).collect()
    };
    case.apply(&slos(9));
    case.eventually("it is ready", |case| case.is_ready("shop"));
    let second = format!("{NAME}-2");
    let titles = [NAME, &second].map(|name| dashboard(case, name)["title"].take());
    assert_eq!(titles, ["SLO / shop (1 of 2) (pages/shop)", "SLO / shop (2 of 2) (pages/shop)"]);
    case.apply(&slos(8));
    case.eventually("the second page is gone", |case| case.get("configmap", &second).is_null());
    case.eventually("the first one is the only one", |case| {
        dashboard(case, NAME)["title"] == "SLO / shop (pages/shop)"
    });
}

/// The Grafana operator never lets a dashboard change the instances that it is given to.
#[test]
fn dashboards_go_to_other_instances() {
    let Some(cluster) = cluster() else { return };
    cluster.install(&[crds::GRAFANA_DASHBOARD]);
    let start = |instance: &str| {
        let instance = format!("--dashboard-instance=team={instance}");
        Program::start(&cluster, cluster.administrator(), &["run", "--output=grafana-dashboard", &instance])
    };
    let place = || Place::new(&cluster, "instances");
    let is_for = |case: &Place<'_>, name: &str, team: &str| {
        let found = case.get("grafanadashboard", &format!("{name}-slo-dashboard"));
        found["spec"]["instanceSelector"]["matchLabels"]["team"] == team
            && found["metadata"]["deletionTimestamp"].is_null()
    };
    let reason = |case: &Place<'_>, name: &str| case.condition(name, "RulesApplied")["reason"].clone();

    let mut program = start("a");
    let mut case = Case { place: place(), program: &mut program };
    case.apply(&[object("shop", "99"), object("held", "99")].join("---\n"));
    case.eventually("both are ready", |case| case.is_ready("shop") && case.is_ready("held"));
    assert!(is_for(&case, "shop", "a") && is_for(&case, "held", "a"));
    let finalizers = r#"[{"op":"add","path":"/metadata/finalizers","value":["test.example/held"]}]"#;
    case.patch("grafanadashboard", "held-slo-dashboard", finalizers);
    // One that belongs to an object, and was not made by us.
    let unmade = object("theirs", "99")
        .replace("metadata: {", "metadata: {annotations: {slo-compiler.dev/outputs: ''}, ");
    case.apply(&unmade);
    case.eventually("it wants nothing", |case| case.is_ready("theirs"));
    let owner = case.get("psl", "theirs")["metadata"]["uid"].take();
    case.apply(&format!(
        "apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata:
  name: theirs-slo-dashboard
  namespace: default
  ownerReferences: [{{apiVersion: sloth.slok.dev/v1, kind: PrometheusServiceLevel, name: theirs, uid: {owner}}}]
spec: {{json: '{{}}', instanceSelector: {{matchLabels: {{team: theirs}}}}}}
"
    ));
    program.kill();

    let mut program = start("b");
    let mut case = Case { place: place(), program: &mut program };
    case.eventually("it is made anew", |case| is_for(case, "shop", "b") && case.is_ready("shop"));
    case.eventually("one is waited for", |case| reason(case, "held") == "BeingDeleted");
    case.patch(
        "grafanadashboard",
        "held-slo-dashboard",
        r#"[{"op":"remove","path":"/metadata/finalizers"}]"#,
    );
    case.eventually("it follows", |case| is_for(case, "held", "b") && case.is_ready("held"));
    let _ = case.kubectl(&["annotate", "psl", "theirs", "slo-compiler.dev/outputs-"]);
    case.eventually("theirs is refused", |case| reason(case, "theirs") == "Rejected");
    assert!(is_for(&case, "theirs", "theirs"));
}
