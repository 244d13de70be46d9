//! What the index knows, in whatever order it hears of it.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;

use super::*;
use crate::core::sample::{object, spec};

const RULE: Kind = Kind::PrometheusRule;

/// The metadata of a rule that was made for the object of this name.
fn made(name: &str, version: u64, generation: i64) -> ObjectMeta {
    let owner = OwnerReference {
        api_version: API_VERSION.into(),
        kind: KIND.into(),
        name: name.into(),
        uid: format!("uid-{name}"),
        ..OwnerReference::default()
    };
    ObjectMeta {
        name: Some(name.into()),
        namespace: Some("shop".into()),
        uid: Some(format!("made-{name}")),
        resource_version: Some(version.to_string()),
        generation: Some(generation),
        labels: Some([(MANAGED_BY.into(), MANAGER.into())].into()),
        owner_references: Some(vec![owner]),
        ..ObjectMeta::default()
    }
}

fn index(known: &[ObjectMeta]) -> Index {
    let index = Index::new(&[RULE]);
    let _ = index.take(RULE, Event::Init);
    for meta in known {
        let _ = index.take(RULE, Event::InitApply(meta.clone()));
    }
    let _ = index.take(RULE, Event::InitDone);
    index
}

fn live(index: &Index, name: &str) -> Option<Live> {
    index.around(&object(name, &spec(1)), [(RULE, name)]).into_values().next()
}

fn names(concerned: Vec<Name>) -> Vec<String> {
    concerned.into_iter().map(|(namespace, name)| format!("{namespace}/{name}")).collect()
}

#[test]
fn an_event_concerns_the_owner_and_whoever_waits_for_the_name() {
    let index = index(&[]);
    assert_eq!(names(index.take(RULE, Event::Apply(made("a", 5, 1)))), ["shop/a"]);
    let of_other = ObjectMeta { name: Some("b".into()), ..made("a", 6, 1) };
    assert_eq!(names(index.take(RULE, Event::Apply(of_other))), ["shop/b", "shop/a"]);
    let page =
        ObjectMeta { name: Some("a-slo-dashboard-2".into()), owner_references: None, ..made("a", 7, 1) };
    assert_eq!(names(index.take(Kind::DashboardConfigMap, Event::Delete(page.clone()))), [""; 0], "unknown");
    let _ = index.take(Kind::DashboardConfigMap, Event::Apply(page.clone()));
    assert_eq!(names(index.take(Kind::DashboardConfigMap, Event::Delete(page))), ["shop/a"]);
}

#[test]
fn our_own_writes_cause_no_work_and_an_edit_does() {
    let index = index(&[]);
    index.wrote(RULE, made("a", 5, 1), "hash");
    assert_eq!(live(&index, "a").unwrap().written.unwrap().revision, "1");
    assert!(index.take(RULE, Event::Apply(made("a", 5, 1))).is_empty(), "the echo");
    assert!(index.take(RULE, Event::Apply(made("a", 4, 1))).is_empty(), "a watch that lags behind");
    assert_eq!(names(index.take(RULE, Event::Apply(made("a", 6, 2)))), ["shop/a"], "an edit");
    let edited = live(&index, "a").unwrap();
    assert_eq!((edited.revision.as_str(), edited.written.unwrap().revision.as_str()), ("2", "1"));
}

#[test]
fn another_object_of_the_same_name_is_another_object() {
    let index = index(&[]);
    index.wrote(RULE, made("a", 5, 1), "hash");
    let another = ObjectMeta { uid: Some("another".into()), ..made("a", 9, 1) };
    assert_eq!(names(index.take(RULE, Event::Apply(another))), ["shop/a"]);
    assert_eq!(live(&index, "a").unwrap().written, None, "we did not write it");
    assert!(
        index.take(RULE, Event::Delete(made("a", 8, 1))).is_empty(),
        "the one before is gone, not this one"
    );
    assert!(live(&index, "a").is_some());
}

#[test]
fn what_a_new_list_lacks_is_gone() {
    let index = index(&[made("a", 5, 1), made("b", 5, 1)]);
    let _ = index.take(RULE, Event::Init);
    let _ = index.take(RULE, Event::InitApply(made("b", 5, 1)));
    assert!(live(&index, "a").is_some(), "the list is not complete");
    assert_eq!(names(index.take(RULE, Event::InitDone)), ["shop/a"]);
    assert!(live(&index, "a").is_none() && live(&index, "b").is_some());
    assert_eq!(index.made(Some("uid-a")).len(), 0);
    assert_eq!(index.made(None).len(), 1);
}

#[test]
fn a_deletion_of_ours_counts_at_once() {
    let index = index(&[made("a", 5, 1)]);
    index.deleted(RULE, "shop", "a", "another");
    assert!(live(&index, "a").is_some(), "that was another one");
    index.deleted(RULE, "shop", "a", "made-a");
    assert!(live(&index, "a").is_none() && index.made(None).is_empty());
}

#[test]
fn an_object_is_found_by_owner_and_by_name() {
    let renamed = ObjectMeta { name: Some("old-name".into()), ..made("a", 5, 1) };
    let foreign = ObjectMeta { labels: None, owner_references: None, ..made("a", 6, 1) };
    let index = index(&[renamed, foreign]);
    let around = index.around(&object("a", &spec(1)), [(RULE, "a"), (Kind::VmRule, "a")]);
    let found: Vec<&str> = around.keys().map(|(_, name)| name.as_str()).collect();
    assert_eq!(found, ["a", "old-name"]);
    let foreign = &around[&(RULE, "a".to_owned())];
    assert!(foreign.owner.is_none() && !foreign.is_ours());
}

#[test]
fn what_cannot_be_listed_is_news_once() {
    let index = Index::new(&[RULE]);
    assert!(index.set_unavailable(RULE, "no right"));
    assert!(!index.set_unavailable(RULE, "no right"));
    assert!(index.set_unavailable(RULE, "no kind"));
}
