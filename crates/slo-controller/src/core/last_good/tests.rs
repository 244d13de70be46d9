//! What is remembered of a spec.

use super::*;
use crate::core::labels::MANAGED_BY;
use crate::core::sample::{annotated, broken, object, spec, wish};
use crate::resource::status::ObjectStatus;

#[test]
fn a_status_gives_back_what_was_put_into_it() {
    let good = annotated(annotated(object("a", &spec(2)), PROFILE, "native"), "note", "then");
    let told = LastGood::of(&good).told().unwrap();
    let status = Status { last_good: Some(told), ..Status::default() };
    let status: Status = serde_json::from_str(&serde_json::to_string(&status).unwrap()).unwrap();
    let bad = annotated(annotated(object("a", &broken(2)), OUTPUTS, "nothing"), "note", "now");
    assert!(wish(&bad).wanted.is_err());
    let again = LastGood::read(&status).unwrap().within(&bad);
    assert_eq!(again.spec(), good.spec());
    assert_eq!((again.annotation(PROFILE), again.annotation(OUTPUTS)), (Some("native"), None));
    assert_eq!(again.annotation("note"), Some("now"), "everything else is as it is now");
    assert!(wish(&again).wanted.is_ok());
}

#[test]
fn a_long_spec_is_not_repeated_in_the_status() {
    let mut long = spec(1);
    long["slos"][0]["description"] = "x".repeat(MAX_SPEC).into();
    assert!(LastGood::of(&object("a", &long)).told().is_none());
    assert!(LastGood::of(&object("a", &spec(1))).told().is_some());
}

#[test]
fn a_status_that_cannot_be_read_is_none() {
    for spec in ["", "{", "a: b"] {
        let told = LastGoodStatus { spec: spec.into(), ..LastGoodStatus::default() };
        assert!(LastGood::read(&Status { last_good: Some(told), ..Status::default() }).is_none(), "{spec:?}");
    }
    assert!(LastGood::read(&Status::default()).is_none());
}

#[test]
fn what_others_did_is_said_of_known_kinds() {
    let told = |kind: Kind, name: &str| ObjectStatus {
        api_version: kind.api_version().into(),
        kind: kind.kind().into(),
        name: name.into(),
        revision: "1".into(),
        ..ObjectStatus::default()
    };
    let rule = Kind::PrometheusRule;
    let named = [(rule, "same"), (rule, "edited"), (rule, "gone"), (rule, "held"), (Kind::VmRule, "off")];
    let objects = named.map(|(kind, name)| told(kind, name)).into();
    let status = Status { objects, ..Status::default() };
    let live = |revision: &str| Live {
        revision: revision.into(),
        labels: [(MANAGED_BY.into(), "slo-controller".into())].into(),
        ..Live::default()
    };
    let live = [((rule, "same".into()), live("1")), ((rule, "edited".into()), live("2"))].into();
    let words = lost(Some(&status), &live, |kind, name| kind == rule && name != "held");
    assert_eq!(words, ["PrometheusRule/edited was changed", "PrometheusRule/gone is gone"]);
}
