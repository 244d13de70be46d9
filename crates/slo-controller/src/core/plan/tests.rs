//! What is done about objects that exist.

use super::*;
use crate::core::sample::{object, spec, wish};

fn desired(owner: &ServiceLevel) -> Desired {
    wish(owner).wanted.unwrap().objects.remove(0)
}

/// What `desired` is when it is as it should be.
fn written(owner: &ServiceLevel, desired: &Desired) -> Live {
    Live {
        uid: "made".into(),
        revision: "3".into(),
        labels: desired.labels.clone(),
        annotations: desired.annotations.clone(),
        owner: Some(Owner { name: owner.name().into(), uid: owner.uid().into() }),
        deleting: false,
        written: Some(Written { hash: desired.hash.clone(), revision: "3".into() }),
    }
}

fn word(step: &Step<'_>) -> &'static str {
    match step {
        Step::Create(_) => "create",
        Step::Update(..) => "update",
        Step::Keep(..) => "keep",
        Step::Refuse(_) => "refuse",
        Step::Wait(_) => "wait",
        Step::Delete(..) => "delete",
    }
}

fn steps(
    owner: &ServiceLevel,
    desired: &[Desired],
    live: &BTreeMap<(Kind, String), Live>,
) -> Vec<&'static str> {
    plan(owner, desired, live).iter().map(word).collect()
}

type Change<'c> = &'c dyn Fn(&mut Live);

#[test]
fn each_difference_has_its_step() {
    let owner = object("a", &spec(1));
    let desired = desired(&owner);
    let unlabel = |live: &mut Live| drop(live.labels.remove(MANAGED_BY));
    let own = |name: &str, uid: &str| Some(Owner { name: name.into(), uid: uid.into() });
    #[rustfmt::skip] // a table
    let cases: [(&str, Change<'_>, &str); 11] = [
        ("nothing",                         &|_| (),                                            "keep"),
        ("a label of others",               &|live| drop(live.labels.insert("x".into(), "y".into())), "keep"),
        ("its spec was edited",             &|live| live.revision = "4".into(),                 "update"),
        ("a label was edited",              &|live| drop(live.labels.insert("app.kubernetes.io/component".into(), "y".into())), "update"),
        ("an annotation was removed",       &|live| live.annotations.clear(),                   "update"),
        ("our label was removed",           &unlabel,                                           "update"),
        ("it lost its owner",               &|live| live.owner = None,                          "update"),
        ("of an earlier object, same name", &|live| live.owner = own("a", "earlier"),           "update"),
        ("of another object of ours",       &|live| live.owner = own("b", "b"),                 "refuse"),
        ("of somebody else",                &|live| { live.owner = None; unlabel(live); },      "refuse"),
        ("it is being deleted",             &|live| live.deleting = true,                       "wait"),
    ];
    for (name, change, expected) in cases {
        let mut live = written(&owner, &desired);
        change(&mut live);
        let live = [((desired.kind, desired.name.clone()), live)].into();
        assert_eq!(steps(&owner, std::slice::from_ref(&desired), &live), [expected], "{name}");
    }
    assert_eq!(steps(&owner, std::slice::from_ref(&desired), &BTreeMap::new()), ["create"]);
}

#[test]
fn what_an_earlier_process_wrote_is_known_from_the_status() {
    let mut owner = object("a", &spec(1));
    let desired = desired(&owner);
    let live = Live { written: None, ..written(&owner, &desired) };
    let live = [((desired.kind, desired.name.clone()), live)].into();
    assert_eq!(steps(&owner, std::slice::from_ref(&desired), &live), ["update"]);
    let told = |hash: &str, revision: &str| {
        let (kind, name) = (desired.kind.kind().to_owned(), desired.name.clone());
        let told = ObjectStatus {
            kind,
            name,
            hash: hash.into(),
            revision: revision.into(),
            ..ObjectStatus::default()
        };
        crate::resource::Status { objects: vec![told], ..crate::resource::Status::default() }
    };
    for (hash, revision, expected) in
        [(desired.hash.as_str(), "3", "keep"), (&desired.hash, "2", "update"), ("other", "3", "update")]
    {
        owner.status = Some(told(hash, revision));
        assert_eq!(steps(&owner, std::slice::from_ref(&desired), &live), [expected], "{hash} {revision}");
    }
}

#[test]
fn only_what_is_ours_and_of_this_object_is_deleted() {
    let owner = object("a", &spec(1));
    let desired = desired(&owner);
    let ours = written(&owner, &desired);
    let foreign = Live { labels: BTreeMap::new(), ..ours.clone() };
    let of_other = Live { owner: Some(Owner { name: "b".into(), uid: "b".into() }), ..ours.clone() };
    let going = Live { deleting: true, ..ours.clone() };
    for (live, expected) in [(ours, vec!["delete"]), (foreign, vec![]), (of_other, vec![]), (going, vec![])] {
        let live = [((Kind::VmRule, "a".to_owned()), live)].into();
        assert_eq!(steps(&owner, &[], &live), expected);
    }
}
