//! The custom resource definition, judged by a real API server: it takes what the reference compiles, it refuses what a
//! schema can know to be wrong and says so, and it can replace the reference's definition under objects that exist.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use serde_json::{Value, json};
use slo_testkit::conformance;
use slo_testkit::kubernetes::Cluster;
use slo_testkit::repo;

const REFERENCE: &str = include_str!("sloth-0.16.yaml");
const KIND: &str = "PrometheusServiceLevel";
const DEFINITION: &str = "crd/prometheusservicelevels.sloth.slok.dev";

fn ours() -> String {
    fs::read_to_string(repo::root().join("specs/crds/sloth.slok.dev_prometheusservicelevels.yaml")).unwrap()
}

fn install(cluster: &Cluster, definition: &str) {
    cluster.apply_yaml(definition);
    let _ = cluster.kubectl(&["wait", "--for=condition=Established", "--timeout=60s", DEFINITION]);
}

/// An object with a spec. Names and labels of the inputs are not the definition's business.
fn object(name: &str, spec: &Value) -> Value {
    json!({
        "apiVersion": "sloth.slok.dev/v1",
        "kind": KIND,
        "metadata": { "name": name, "namespace": "default" },
        "spec": spec,
    })
}

/// The specs of custom resources in the examples, and in those conformance cases that the reference compiles. Some of them are
/// for its command line only, which takes more than an API server does.
fn compiling() -> Vec<Value> {
    let mut files = Vec::new();
    for case in conformance::cases() {
        let succeeds = fs::read_to_string(case.dir.join("expect/exit")).is_ok_and(|code| code.trim() == "0");
        if succeeds {
            yaml_files(&case.dir, &mut files);
        }
    }
    yaml_files(&repo::root().join("examples"), &mut files);
    let mut specs = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap_or_default();
        // What only the reference's YAML library reads is no file that kubectl would take.
        for document in serde_yaml::Deserializer::from_str(&text).map_while(|it| Value::deserialize(it).ok())
        {
            if document["kind"] == KIND {
                specs.push(document["spec"].clone());
            }
        }
    }
    specs
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && !path.ends_with("expect") {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml") {
            found.push(path);
        }
    }
}

/// A spec that both compile, to be spoilt.
fn good() -> Value {
    json!({
        "service": "shop",
        "slos": [{
            "name": "requests",
            "objective": 99.9,
            "sli": { "events": { "errorQuery": "errors[{{.window}}]", "totalQuery": "all[{{.window}}]" } },
            "alerting": { "pageAlert": { "disable": true }, "ticketAlert": { "disable": true } },
        }],
    })
}

/// What a spec is spoilt by, and the words that tell its author.
#[rustfmt::skip] // a table
const SPOILT: &[(&str, &str, &str)] = &[
    ("/slos/0/objective", "0",                          "the objective is in percent: above 0 and at most 100"),
    ("/slos/0/objective", "100.1",                      "the objective is in percent: above 0 and at most 100"),
    ("/slos/0/sli",       "{}",                         "exactly one of: events, raw, plugin"),
    ("/slos/0/sli/raw",   r#"{"errorRatioQuery": "a"}"#, "exactly one of: events, raw, plugin"),
    ("/slos/0/name",      r#""-a""#,                    "the name has to begin and end with a letter or digit"),
    ("/service",          r#""a b""#,                   "the service has to begin and end with a letter or digit"),
];

fn spoilt(place: &str, value: &str) -> Value {
    let mut spec = good();
    let value: Value = serde_json::from_str(value).unwrap();
    let (parent, field) = place.rsplit_once('/').unwrap();
    spec.pointer_mut(parent).unwrap()[field] = value;
    spec
}

fn apply(cluster: &Cluster, name: &str, spec: &Value) -> Result<String, String> {
    cluster.try_apply_yaml(&serde_yaml::to_string(&object(name, spec)).unwrap())
}

#[test]
fn what_can_be_known_to_be_wrong_is_refused_with_a_reason() {
    let Some(cluster) = Cluster::start() else { return };
    install(&cluster, &ours());
    assert_eq!(apply(&cluster, "good", &good()).map(|_| ()), Ok(()));
    for (place, value, words) in SPOILT {
        let refused = apply(&cluster, "spoilt", &spoilt(place, value)).expect_err(place);
        assert!(refused.contains(words), "{place}: {value}: {refused}");
    }
}

#[test]
fn it_replaces_the_definition_of_the_reference_under_existing_objects() {
    let Some(cluster) = Cluster::start() else { return };
    install(&cluster, REFERENCE);
    let mut stored = Vec::new();
    for (number, spec) in compiling().into_iter().enumerate() {
        let name = format!("spec-{number}");
        if apply(&cluster, &name, &spec).is_ok() {
            stored.push((name, spec));
        }
    }
    assert!(stored.len() > 20, "only {} objects", stored.len());
    for (number, (place, value, _)) in SPOILT.iter().enumerate() {
        let name = format!("spoilt-{number}");
        apply(&cluster, &name, &spoilt(place, value)).unwrap();
        stored.push((name, spoilt(place, value)));
    }

    install(&cluster, &ours());
    assert!(cluster.kubectl(&["get", DEFINITION, "--output=yaml"]).contains("x-kubernetes-validations"));
    for (name, spec) in &stored {
        let found = cluster.kubectl(&["get", "psl", name, "--output=json"]);
        let found: Value = serde_json::from_str(&found).unwrap();
        assert_eq!(&found["spec"], spec, "{name}: the spec is another one");
        // What was taken stays changeable where nothing is wrong, so both controllers can write its status.
        let status = json!({ "status": {
            "observedGeneration": 1, "processedSLOs": 1, "promOpRulesGenerated": false, "promOpRulesGeneratedSLOs": 0,
        }});
        let status = format!("--patch={status}");
        let patched =
            cluster.try_kubectl(&["patch", "psl", name, "--subresource=status", "--type=merge", &status]);
        assert!(patched.is_ok(), "{name}: {}", patched.unwrap_err());
        let _ = cluster.kubectl(&["label", "psl", name, "seen=yes"]);
        if !name.starts_with("spoilt") {
            let again = apply(&cluster, &format!("{name}-again"), spec);
            assert!(again.is_ok(), "{name}: {}\n{spec:#}", again.unwrap_err());
        }
    }
}
