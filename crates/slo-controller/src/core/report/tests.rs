//! What a status says, and when it changes.

use super::*;
use crate::core::conditions::Problem;
use crate::core::labels::PROFILE;
use crate::core::sample::{annotated, broken, object, spec, wish};
use crate::resource::status::{LastGoodStatus, MAX_DIAGNOSTICS};

fn made(name: &str) -> ObjectStatus {
    ObjectStatus { kind: "PrometheusRule".into(), name: name.into(), ..ObjectStatus::default() }
}

fn applied(from: Origin) -> Applied {
    Applied { from, objects: vec![made("a")], ..Applied::default() }
}

fn reason(status: &Status, type_: &str) -> (String, String) {
    let condition = status.condition(type_).unwrap();
    (condition.status.clone(), condition.reason.clone())
}

#[test]
fn each_outcome_has_its_reason() {
    let (good, bad) = (object("a", &spec(1)), object("a", &broken(1)));
    let mistaken = annotated(good.clone(), PROFILE, "best");
    let had = |object: &ServiceLevel| {
        let status = Status { objects: vec![made("a")], ..Status::default() };
        ServiceLevel { status: Some(status), ..object.clone() }
    };
    let problem = Applied { problems: vec![Problem::new("Forbidden", "no")], ..applied(Origin::Now) };
    let (last, unknown) = (Origin::LastGood(None), Origin::Unknown(Vec::new()));
    let changed = Origin::Unknown(vec!["PrometheusRule/a is gone".into()]);
    #[rustfmt::skip] // a table
    let cases = [
        //  object          what became of it        Compiled  RulesApplied
        (good.clone(),      applied(Origin::Now),    "True",  ("True", "Applied")),
        (good,              problem.clone(),         "True",  ("False", "Forbidden")),
        (bad.clone(),       applied(unknown.clone()),"False", ("False", "Invalid")),
        (had(&bad),         applied(unknown.clone()),"False", ("False", "LastGoodKept")),
        (had(&bad),         applied(last.clone()),   "False", ("False", "LastGoodKept")),
        (had(&bad),         applied(changed.clone()),   "False", ("False", "LastGoodLost")),
        (had(&bad),         Applied { from: last.clone(), ..problem }, "False", ("False", "Forbidden")),
        (mistaken.clone(),  applied(unknown),        "True",  ("False", "InvalidAnnotation")),
        (had(&mistaken),    applied(last),           "True",  ("False", "InvalidAnnotation")),
        (had(&mistaken),    applied(changed),           "True",  ("False", "LastGoodLost")),
    ];
    for (object, applied, compiled, (holds, why)) in cases {
        let status = status(&object, &wish(&object), &applied, "now");
        assert_eq!(reason(&status, COMPILED).0, compiled, "{applied:?}");
        assert_eq!(reason(&status, RULES_APPLIED), (holds.into(), why.into()), "{applied:?}");
        let is_ready = compiled == "True" && holds == "True";
        assert_eq!(reason(&status, READY).0 == "True", is_ready, "{applied:?}");
        assert_eq!(status.prom_op_rules_generated, is_ready, "{applied:?}");
        assert_eq!(status.prom_op_rules_generated_slos, i64::from(is_ready), "{applied:?}");
        assert!(status.conditions.iter().all(|condition| !condition.message.is_empty()), "{status:?}");
    }
}

#[test]
fn nothing_changes_while_nothing_happens() {
    for spec in [spec(2), broken(2)] {
        let mut object = object("a", &spec);
        let intent = wish(&object);
        let from = if intent.wanted.is_ok() { Origin::Now } else { Origin::LastGood(None) };
        let first = status(&object, &intent, &applied(from.clone()), "2026-01-01T00:00:00Z");
        object.status = Some(first.clone());
        let second = status(&object, &intent, &applied(from), "2026-01-02T00:00:00Z");
        assert_eq!(first, second);
    }
}

#[test]
fn the_time_of_a_condition_is_that_of_its_status() {
    let (mut good, mut bad) = (object("a", &spec(1)), object("a", &broken(1)));
    let at =
        |object: &ServiceLevel, applied: &Applied, now: &str| status(object, &wish(object), applied, now);
    let time = |status: &Status, type_: &str| status.condition(type_).unwrap().last_transition_time.clone();
    let first = at(&good, &applied(Origin::Now), "1");
    bad.status = Some(first);
    bad.metadata.generation = Some(2);
    let second = at(&bad, &applied(Origin::LastGood(None)), "2");
    assert_eq!((time(&second, READY), time(&second, COMPILED)), ("2".into(), "2".into()));
    assert_eq!(second.last_prom_op_rules_successful_generated.as_deref(), Some("1"));
    assert!(second.conditions.iter().all(|condition| condition.observed_generation == 2));
    // Another reason for the same status is no other time.
    bad.status = Some(second);
    let third = at(&bad, &applied(Origin::Unknown(vec!["it is gone".into()])), "3");
    assert_eq!(time(&third, RULES_APPLIED), "2");
    assert_eq!(reason(&third, RULES_APPLIED).1, "LastGoodLost");
    good.status = Some(third);
    let last = at(&good, &applied(Origin::Now), "4");
    assert_eq!((time(&last, READY), time(&last, RULES_APPLIED)), ("4".into(), "4".into()));
}

#[test]
fn a_last_good_spec_is_told_only_while_it_is_needed() {
    let told = LastGoodStatus { observed_generation: 1, spec: "{}".into(), ..LastGoodStatus::default() };
    let mut bad = object("a", &broken(1));
    let first = status(&bad, &wish(&bad), &applied(Origin::LastGood(Some(told.clone()))), "1");
    assert_eq!(first.last_good, Some(told));
    bad.status = Some(first);
    let good = ServiceLevel { status: bad.status, ..object("a", &spec(1)) };
    assert_eq!(status(&good, &wish(&good), &applied(Origin::Now), "2").last_good, None);
}

#[test]
fn a_status_is_bounded() {
    let mut spec = broken(300);
    for slo in spec["slos"].as_array_mut().unwrap() {
        slo["sli"]["events"]["totalQuery"] = format!("{}(", "x".repeat(5000)).into();
        slo["labels"] = serde_json::json!({ "a-b": "1", "c-d": "2", "e-f": "3", "g-h": "4" });
    }
    let object = object("a", &spec);
    let objects = (0..300).map(|number| made(&format!("{}-{number}", "x".repeat(60)))).collect();
    let all = Applied { objects, ..applied(Origin::Unknown(vec!["x".repeat(9000)])) };
    let status = status(&object, &wish(&object), &all, "now");
    assert_eq!((status.processed_slos, status.slos.len()), (300, MAX_SLOS));
    assert!(status.slos.iter().all(|slo| slo.diagnostics.len() == MAX_DIAGNOSTICS), "each has four or more");
    let messages = status.conditions.iter().map(|condition| &condition.message);
    let told = status.slos.iter().flat_map(|slo| &slo.diagnostics).map(|diagnostic| &diagnostic.message);
    let longest = messages.chain(told).map(|message| message.chars().count()).max().unwrap();
    assert!(longest <= 700, "{longest}");
    assert!(serde_json::to_string(&status).unwrap().len() < 512 << 10, "an object has to fit into 1.5 MiB");
}

#[test]
fn what_could_not_be_removed_is_told_and_stays_in_the_status() {
    let object = object("a", &spec(1));
    let left = vec![(made("b"), "it is forbidden".to_owned())];
    let status = status(&object, &wish(&object), &Applied { left, ..applied(Origin::Now) }, "now");
    assert_eq!(reason(&status, READY).0, "True");
    assert_eq!(status.objects.len(), 2);
    let message = &status.condition(RULES_APPLIED).unwrap().message;
    assert_eq!(
        message,
        "PrometheusRule/a; PrometheusRule/b is not wanted any more and is still there: it is forbidden"
    );
}
