//! Which objects are made of a spec, and what they look like.

use proptest::prelude::*;
use slo_compiler::{Options, compile as run_compiler};

use super::*;
use crate::core::labels::{HASH, LAST_APPLIED, PROFILE};
use crate::core::sample::{annotated, object, read, spec};
use crate::core::source::source;

fn outputs_of(object: &ServiceLevel, settings: &Outputs) -> Result<Wanted, String> {
    let compiled = run_compiler(&source(object), &Options::default()).compiled.unwrap();
    outputs(object, &compiled, settings)
}

fn settings(kinds: &[Kind]) -> Outputs {
    Outputs { kinds: kinds.to_vec(), ..Outputs::default() }
}

#[test]
fn an_annotation_chooses_among_the_kinds_of_the_run() {
    use Kind::{DashboardConfigMap, PrometheusRule, VmRule};
    let run = settings(&[PrometheusRule, DashboardConfigMap]);
    #[rustfmt::skip] // a table
    let cases: [(&str, Option<&[Kind]>); 6] = [
        ("",                                        Some(&[])),
        (" , ",                                     Some(&[])),
        ("prometheus-rule",                         Some(&[PrometheusRule])),
        ("dashboard-config-map , prometheus-rule",  Some(&[DashboardConfigMap, PrometheusRule])),
        ("prometheus-rule,prometheus-rule",         Some(&[PrometheusRule])),
        ("vm-rule",                                 None),
    ];
    for (annotation, expected) in cases {
        let wanted = outputs_of(&annotated(object("a", &spec(1)), OUTPUTS, annotation), &run);
        let kinds = wanted.map(|wanted| wanted.objects.iter().map(|object| object.kind).collect::<Vec<_>>());
        assert_eq!(kinds.ok().as_deref(), expected, "{annotation}");
    }
    let why = outputs_of(&annotated(object("a", &spec(1)), OUTPUTS, VmRule.name()), &run).unwrap_err();
    assert!(why.contains("`vm-rule`") && why.contains("dashboard-config-map"), "{why}");
}

#[test]
fn every_kind_is_found_by_its_name_and_by_what_a_status_says() {
    for kind in Kind::ALL {
        assert_eq!(Kind::named(kind.name()), Some(kind));
        assert_eq!(Kind::of(kind.api_version(), kind.kind()), Some(kind));
        let api_version = [kind.group(), kind.version()].join("/");
        assert_eq!(api_version.trim_start_matches('/'), kind.api_version());
    }
}

#[test]
fn labels_and_annotations_are_those_of_the_original_less_what_is_about_the_original() {
    let mut original = object("a", &spec(1));
    original.metadata.labels = Some([("team".into(), "x".into()), (MANAGED.into(), "helm".into())].into());
    for (name, value) in [("note", "y"), (LAST_APPLIED, "{}"), (PROFILE, "native")] {
        original = annotated(original, name, value);
    }
    let mut run = Outputs::default();
    run.labels.insert("release".into(), "r".into());
    run.annotations.insert("note".into(), "of the run".into());
    let made = outputs_of(&original, &run).unwrap().objects.remove(0);
    let labels: Vec<(&str, &str)> = made.labels.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        labels,
        [
            ("app.kubernetes.io/component", "SLO"),
            (MANAGED, "sloth"),
            ("release", "r"),
            ("slo-compiler.dev/managed-by", "slo-controller"),
            ("team", "x"),
        ]
    );
    let annotations: Vec<&str> = made.annotations.keys().map(String::as_str).collect();
    assert_eq!(annotations, ["note", HASH]);
    assert_eq!(made.annotations["note"], "of the run");
}

const MANAGED: &str = "app.kubernetes.io/managed-by";

#[test]
fn a_hash_tells_whatever_is_sent() {
    let hash =
        |object: &ServiceLevel| outputs_of(object, &Outputs::default()).unwrap().objects.remove(0).hash;
    let plain = object("a", &spec(1));
    assert_eq!(hash(&plain), hash(&plain.clone()));
    let mut labelled = plain.clone();
    labelled.metadata.labels = Some([("team".into(), "x".into())].into());
    let mut another = plain.clone();
    another.metadata.uid = Some("another".into());
    let others = [
        labelled,
        another,
        annotated(plain.clone(), "note", "y"),
        object("b", &spec(1)),
        object("a", &spec(2)),
    ];
    for other in &others {
        assert_ne!(hash(&plain), hash(other), "{:?}", other.metadata);
    }
    // What kubectl keeps for itself is no reason to write.
    assert_eq!(hash(&plain), hash(&annotated(plain.clone(), LAST_APPLIED, "{}")));
}

#[test]
fn a_dashboard_that_is_too_large_keeps_nothing_else_from_being_made() {
    let mut large = spec(1);
    large["slos"][0]["description"] = "x".repeat(1_100_000).into();
    let run = settings(&[Kind::PrometheusRule, Kind::DashboardConfigMap, Kind::GrafanaDashboard]);
    let Wanted { objects, problems } = outputs_of(&object("a", &large), &run).unwrap();
    let kinds: Vec<Kind> = objects.iter().map(|object| object.kind).collect();
    assert_eq!(kinds, [Kind::PrometheusRule, Kind::GrafanaDashboard], "the operator takes it compressed");
    assert!(objects[1].content.get().contains("\"gzipJson\":"));
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(problem.reason, "DashboardTooLarge");
    assert!(problem.message.contains("bytes"), "{}", problem.message);
}

#[test]
fn content_stands_where_the_kind_has_it() {
    let original = read(&serde_json::json!({
        "metadata": { "name": "a", "namespace": "shop", "uid": "u" }, "spec": spec(1),
    }));
    for kind in Kind::ALL {
        let made = outputs_of(&original, &settings(&[kind])).unwrap().objects.remove(0);
        let sent = serde_json::to_value(made.sent(&original, None)).unwrap();
        let fields: Vec<&str> = sent.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = ["apiVersion", "kind", "metadata", kind.content()];
        expected.sort_unstable();
        assert_eq!(fields, expected, "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))] // each compiles a spec and draws its pages

    #[test]
    fn a_dashboard_leads_back_to_its_object(name in "[a-z]([a-z0-9-]{0,100}[a-z0-9])?", slos in 1..20_usize) {
        let run = settings(&[Kind::GrafanaDashboard]);
        let wanted = outputs_of(&object(&name, &spec(slos)), &run).unwrap();
        let mut names: Vec<&str> = wanted.objects.iter().map(|object| object.name.as_str()).collect();
        for made in &names {
            prop_assert_eq!(owner_name(made), &name);
        }
        names.dedup();
        prop_assert_eq!(names.len(), slos.div_ceil(8));
    }

    #[test]
    fn names_are_never_too_long(length in 230..=253_usize) {
        let run = settings(&[Kind::GrafanaDashboard]);
        let wanted = outputs_of(&object(&"a".repeat(length), &spec(9)), &run).unwrap();
        prop_assert!(wanted.objects.iter().all(|object| object.name.len() <= 253));
        prop_assert_ne!(&wanted.objects[0].name, &wanted.objects[1].name);
    }
}

#[test]
fn an_object_is_made_only_where_there_is_none_and_changed_only_if_it_is_the_same() {
    let owner = object("a", &spec(1));
    let wanted = outputs_of(&owner, &settings(&[Kind::PrometheusRule])).unwrap();
    let desired = wanted.objects.first().unwrap();
    let metadata = |uid| serde_json::to_value(desired.sent(&owner, uid)).unwrap()["metadata"].clone();
    let (made, changed) = (metadata(None), metadata(Some("1-2")));
    assert_eq!((&made["resourceVersion"], &made["uid"]), (&"1".into(), &serde_json::Value::Null));
    assert_eq!((&changed["resourceVersion"], &changed["uid"]), (&serde_json::Value::Null, &"1-2".into()));
}
