//! The Helm chart: its values, and what the API server says about what it renders to.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use slo_testkit::repo;

use crate::support::{
    EVERYTHING, NAMESPACE, VALUES, arguments, chart, cluster, helm, objects, only, render, run, try_render,
};

#[test]
fn helm_finds_nothing_to_complain_about() {
    let Some(mut helm) = helm() else { return };
    let words = run(helm.args(["lint", "--strict", "--kube-version", "1.36.3"]).arg(chart()));
    assert_eq!(words.map(|_| ()), Ok(()));
}

#[test]
fn the_api_server_takes_what_the_chart_renders() {
    let Some(cluster) = cluster() else { return };
    for (name, values) in VALUES {
        let Some(rendered) = try_render(values, &["--include-crds"]) else { return };
        let rendered = rendered.unwrap_or_else(|error| panic!("{name}: {error}"));
        let answer = cluster.dry_run_yaml(&rendered);
        assert!(answer.is_ok(), "{name}: {}\n{rendered}", answer.unwrap_err());
    }
}

/// A Deployment whose pods would be refused is accepted, so the pod itself is asked about.
#[test]
fn pods_meet_the_restricted_standard() {
    let Some(cluster) = cluster() else { return };
    for (name, values) in VALUES {
        let Some(rendered) = render(values) else { return };
        let objects = objects(&rendered);
        let template = &only(&objects, "Deployment")["spec"]["template"];
        let mut pod = json!({ "apiVersion": "v1", "kind": "Pod", "spec": template["spec"] });
        pod["metadata"] =
            json!({ "name": "probe", "namespace": NAMESPACE, "labels": template["metadata"]["labels"] });
        let answer = cluster.dry_run_yaml(&serde_yaml::to_string(&pod).unwrap());
        assert!(answer.is_ok(), "{name}: {}", answer.unwrap_err());
    }
    let careless = "
apiVersion: v1
kind: Pod
metadata: {name: probe, namespace: monitoring}
spec: {containers: [{name: a, image: a}]}
";
    let words = cluster.dry_run_yaml(careless).expect_err("the namespace enforces the standard");
    assert!(words.contains("violates PodSecurity"), "{words}");
}

#[test]
fn values_become_flags() {
    let Some(rendered) = render(EVERYTHING) else { return };
    insta::assert_snapshot!(arguments(&objects(&rendered)).join("\n"));
}

#[test]
fn the_program_knows_every_flag_of_the_chart() {
    let Some(rendered) = render(EVERYTHING) else { return };
    let help = run(Command::new(env!("CARGO_BIN_EXE_slo-controller")).args(["run", "--help"])).unwrap();
    let known: Vec<&str> = help.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
    for argument in arguments(&objects(&rendered)).iter().skip(1) {
        let flag = argument.split('=').next().unwrap();
        assert!(known.contains(&flag), "`slo-controller run` has no {flag}:\n{help}");
    }
}

#[test]
fn mistakes_in_values_are_told() {
    #[rustfmt::skip] // a table
    let mistakes = [
        ("sloth: {nammespace: shop}",                   "additional properties 'nammespace' not allowed"),
        ("outputs: [prometheusrule]",                   "/outputs/0"),
        ("sloth: {resyncInterval: soon}",               "/sloth/resyncInterval"),
        ("leaderElection: {enabled: false}",            "/leaderElection/enabled"),
        ("webhook: {enabled: true}",                    "needs webhook.certManager.enabled, or"),
        ("webhook: {enabled: true, secretName: mine}",  "needs webhook.certManager.enabled, or"),
    ];
    for (values, words) in mistakes {
        let Some(rendered) = try_render(values, &[]) else { return };
        let complaint = rendered.expect_err(values);
        assert!(complaint.contains(words), "{values}: {complaint}");
    }
}

/// helm checks values against the schema; nothing checks that the schema has no values that do not exist.
#[test]
fn the_schema_knows_the_values_and_no_others() {
    let schema = fs::read_to_string(chart().join("values.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let values = fs::read_to_string(chart().join("values.yaml")).unwrap();
    let values: Value = serde_yaml::from_str(&values).unwrap();
    compare(&schema, &values, "");
}

fn compare(schema: &Value, values: &Value, path: &str) {
    let Some(properties) = schema["properties"].as_object() else { return };
    for (name, schema) in properties.iter().filter(|(name, _)| !path.is_empty() || *name != "global") {
        let path = format!("{path}.{name}");
        if path == ".webhook.certManager.issuerRef" {
            continue; // empty on purpose: its fields show in a comment
        }
        let value = values.get(name).unwrap_or_else(|| panic!("values.yaml does not show {path}"));
        compare(schema, value, &path);
    }
    for name in values.as_object().into_iter().flat_map(|values| values.keys()) {
        assert!(properties.contains_key(name), "the schema does not know {path}.{name}");
    }
}

#[test]
fn every_copy_of_the_crd_is_the_generated_one() {
    const NAME: &str = "sloth.slok.dev_prometheusservicelevels.yaml";
    let generated = fs::read_to_string(repo::root().join("specs/crds").join(NAME)).unwrap();
    for folder in ["deploy/helm/slo-controller/crds", "deploy/kustomize/base"] {
        crate::support::check_file(&repo::root().join(folder).join(NAME), &generated);
    }
}

#[test]
fn chart_and_program_have_one_version() {
    let chart = fs::read_to_string(chart().join("Chart.yaml")).unwrap();
    let chart: Value = serde_yaml::from_str(&chart).unwrap();
    assert_eq!(chart["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(chart["appVersion"], env!("CARGO_PKG_VERSION"));
}

/// The image cannot be built here; what can be known of its recipe is.
#[test]
fn the_image_is_built_by_the_pinned_compiler() {
    let read = |file: &str| fs::read_to_string(repo::root().join(file)).unwrap();
    let toolchain = read("rust-toolchain.toml");
    let version =
        toolchain.lines().find_map(|line| line.strip_prefix("channel = ")).unwrap().trim_matches('"');
    let recipe = read("deploy/Dockerfile");
    for words in [format!("FROM rust:{version}-alpine"), format!("RUSTUP_TOOLCHAIN={version}")] {
        assert!(recipe.contains(&words), "no `{words}` in deploy/Dockerfile");
    }
}
