//! Every rules file and object that the reference wrote, read into rules and written again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::prometheus_operator::{Form, ObjectMeta};
use super::{header, prometheus, prometheus_operator};
use crate::model::{Labels, Window};
use crate::rules::{AlertRule, Rule, RuleGroup, RuleKind};

/// Either kind of document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    groups: Option<Vec<Group>>,
    #[serde(rename = "apiVersion")]
    _api_version: Option<String>,
    #[serde(rename = "kind")]
    _kind: Option<String>,
    metadata: Option<Meta>,
    spec: Option<Spec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meta {
    #[serde(default)]
    name: String,
    namespace: Option<String>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    interval: Option<Window>,
    rules: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    record: Option<String>,
    alert: Option<String>,
    expr: String,
    r#for: Option<Window>,
    keep_firing_for: Option<Window>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

fn group(text: Group) -> RuleGroup {
    RuleGroup {
        name: text.name,
        interval: text.interval,
        query_offset: None,
        rules: text.rules.into_iter().map(rule).collect(),
    }
}

fn rule(text: RuleText) -> Rule {
    let kind = match (text.record, text.alert) {
        (Some(name), None) => RuleKind::Record(name.into()),
        (None, Some(name)) => RuleKind::Alert(AlertRule {
            name: name.into(),
            hold: text.r#for,
            keep_firing: text.keep_firing_for,
            annotations: Labels::from_iter(text.annotations),
        }),
        other => panic!("neither record nor alert: {other:?}"),
    };
    Rule { kind, expr: text.expr, labels: Labels::from_iter(text.labels) }
}

fn write_again(document: Document, out: &mut String) {
    match (document.groups, document.metadata, document.spec) {
        (Some(groups), None, None) => {
            let groups: Vec<_> = groups.into_iter().map(group).collect();
            prometheus::write_rules(groups.iter(), out);
        }
        (None, Some(meta), Some(spec)) => {
            let groups: Vec<_> = spec.groups.into_iter().map(group).collect();
            let meta = ObjectMeta {
                name: meta.name,
                namespace: meta.namespace,
                labels: Labels::from_iter(meta.labels),
                annotations: Labels::from_iter(meta.annotations),
            };
            prometheus_operator::write_object(&meta, groups.iter(), Form::Compat, out);
        }
        _ => panic!("neither a rules file nor an object"),
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// `expect/stdout` and `expect/files/…` of every case.
fn expected_outputs() -> Vec<PathBuf> {
    let mut files = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/conformance/cases"), &mut files);
    let is_output = |path: &PathBuf| {
        let mut parts = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .skip_while(|part| part != "expect");
        parts.next().is_some() && parts.next().is_some_and(|part| part == "stdout" || part == "files")
    };
    files.retain(is_output);
    files
}

#[test]
fn every_output_of_the_reference_is_written_byte_for_byte() {
    let mut start = String::new();
    header::write("v0.16.0", &mut start);
    let (mut outputs, mut documents) = (0, 0);
    for path in expected_outputs() {
        let Ok(expected) = fs::read_to_string(&path) else { panic!("{}: not UTF-8", path.display()) };
        if !expected.contains("groups:") {
            continue;
        }
        let mut again = String::new();
        for text in expected.strip_prefix(&start).expect("a header at the start").split(&start) {
            header::write("v0.16.0", &mut again);
            let document =
                serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            write_again(document, &mut again);
            documents += 1;
        }
        assert!(again == expected, "{}:\n{}", path.display(), first_difference(&again, &expected));
        outputs += 1;
    }
    println!("{outputs} outputs, {documents} documents");
    assert!(outputs >= 300, "only {outputs} outputs were found");
}

fn first_difference(ours: &str, theirs: &str) -> String {
    let pair = ours.lines().zip(theirs.lines()).enumerate().find(|(_, (ours, theirs))| ours != theirs);
    pair.map_or("one is longer".to_owned(), |(at, (ours, theirs))| {
        format!("line {}\n-{theirs}\n+{ours}", at + 1)
    })
}

fn held_alert() -> RuleGroup {
    let alert = AlertRule {
        name: "Burning".into(),
        hold: Some(Window::minutes(5)),
        keep_firing: Some(Window::minutes(90)),
        annotations: [("summary", "it burns: fast")].into_iter().collect(),
    };
    let labels = [("severity", "page")].into_iter().collect();
    let rule = Rule { kind: RuleKind::Alert(alert), expr: "a > 1".to_owned(), labels };
    RuleGroup {
        name: "alerts".to_owned(),
        interval: Some(Window::minutes(1)),
        query_offset: Some(Window::minutes(2)),
        rules: vec![rule],
    }
}

#[test]
fn a_rules_file_has_the_keys_in_prometheus_order() {
    let mut out = String::new();
    prometheus::write_rules([held_alert()].iter(), &mut out);
    insta::assert_snapshot!(out, @r"
    groups:
    - name: alerts
      interval: 1m
      query_offset: 2m
      rules:
      - alert: Burning
        expr: a > 1
        for: 5m
        keep_firing_for: 1h30m
        labels:
          severity: page
        annotations:
          summary: 'it burns: fast'
    ");
}

#[test]
fn a_full_object_keeps_how_long_an_alert_holds() {
    let meta =
        ObjectMeta { name: "shop".to_owned(), namespace: Some("slo".to_owned()), ..ObjectMeta::default() };
    let (mut full, mut compat) = (String::new(), String::new());
    prometheus_operator::write_object(&meta, [held_alert()].iter(), Form::Full, &mut full);
    prometheus_operator::write_object(&meta, [held_alert()].iter(), Form::Compat, &mut compat);
    insta::assert_snapshot!(full, @r"
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata:
      labels:
        app.kubernetes.io/component: SLO
        app.kubernetes.io/managed-by: slo
      name: shop
      namespace: slo
    spec:
      groups:
      - interval: 1m
        name: alerts
        query_offset: 2m
        rules:
        - alert: Burning
          annotations:
            summary: 'it burns: fast'
          expr: a > 1
          for: 5m
          keep_firing_for: 1h30m
          labels:
            severity: page
    ");
    assert!(!compat.contains("for:"));
    assert!(compat.contains("managed-by: sloth\n"));
}

#[test]
fn nothing_is_a_list_of_nothing() {
    let mut out = String::new();
    prometheus::write_rules([].iter(), &mut out);
    prometheus::write_rules(
        [RuleGroup { name: "empty".to_owned(), ..RuleGroup::default() }].iter(),
        &mut out,
    );
    assert_eq!(out, "groups: []\ngroups:\n- name: empty\n  rules: []\n");
}
