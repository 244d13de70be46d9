//! The rights that the manifests give, and the page that explains each of them.

use std::collections::BTreeSet;
use std::fs;

use slo_testkit::kubernetes::crds;
use slo_testkit::repo;

use crate::program::{self, Program};
use crate::support::{DASHBOARDS, NAMESPACE, VALUES, arguments, objects, render};

/// API group, resource and verb.
type Right = (String, String, String);

#[test]
fn every_right_is_explained_and_given() {
    let rendered: Option<Vec<String>> = VALUES.iter().map(|(_, values)| render(values)).collect();
    let Some(rendered) = rendered else { return };
    let given: BTreeSet<Right> = rendered.iter().flat_map(|rendered| rights(rendered)).collect();
    assert_eq!(explained(), given);
}

#[test]
fn nothing_is_given_for_what_is_not_made() {
    let Some(rendered) = render("checkSelection: false\nreplicas: 1\nleaderElection: {enabled: false}")
    else {
        return;
    };
    let resources: BTreeSet<String> =
        rights(&rendered).into_iter().map(|(_, resource, _)| resource).collect();
    let expected = ["events", "prometheusrules", "prometheusservicelevels", "prometheusservicelevels/status"];
    assert!(resources.iter().eq(expected), "{resources:?}");
}

/// The program runs with the rights and the arguments of the manifests, in a cluster of its own: it is refused nothing, and
/// there is nothing that it may do and does not.
#[test]
fn the_rights_are_enough_and_none_is_left_over() {
    run_with_the_rights_of("");
}

#[test]
fn the_rights_for_dashboards_are_enough_and_none_is_left_over() {
    run_with_the_rights_of(DASHBOARDS);
}

fn run_with_the_rights_of(values: &str) {
    let (Some(rendered), Some(cluster)) = (render(values), program::cluster()) else { return };
    cluster.install(&[crds::PROMETHEUS]);
    let _ = cluster.kubectl(&["create", "namespace", NAMESPACE]);
    cluster.apply_yaml(&rendered);
    let arguments = arguments(&objects(&rendered));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let token = cluster.service_account(NAMESPACE, "slo-controller");
    let mut program = Program::start(&cluster, &token, &arguments);

    let good = program::object("shop", "99");
    cluster.apply_yaml(&good);
    let is_there = |object: &str| cluster.try_kubectl(&["get", object]).is_ok();
    program.eventually("the rules are written", || is_there("prometheusrule/shop"));
    if values == DASHBOARDS {
        // Without its label it is no object of the watch, and its name is taken.
        program.eventually("the dashboard is written", || is_there("configmap/shop-slo-dashboard"));
        let map = "configmap/shop-slo-dashboard";
        let _ = cluster.kubectl(&["label", map, "slo-compiler.dev/managed-by-"]);
        let label = ["get", map, "--output=jsonpath={.metadata.labels}"];
        program.eventually("the label is back", || cluster.kubectl(&label).contains("slo-compiler.dev"));
    }
    cluster.apply_yaml(&good.replace("[{{.window}}]))", "[{{.window}}])"));
    let events = ["get", "events.events.k8s.io", "--output=jsonpath={.items[*].note}"];
    program.eventually("an event says what is wrong", || cluster.kubectl(&events).contains("errorQuery"));
    let _ = cluster.kubectl(&["delete", "prometheusservicelevel", "shop"]);
    program.eventually("the rules are removed", || !is_there("prometheusrule/shop"));
    program.signal("TERM");
    assert!(program.ends_well(), "it gives the lease back");

    let of_controller = format!("system:serviceaccount:{NAMESPACE}:slo-controller");
    let requests = cluster.requests().into_iter().filter(|request| request.user == of_controller);
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for request in requests {
        assert_ne!(request.status, 403, "{request:#?}");
        used.insert((request.resource, request.verb));
    }
    // An apply that creates is a patch in the log, and asks for both rights.
    used.extend(["prometheusrules", "configmaps"].map(|resource| (resource.to_owned(), "create".to_owned())));
    let given: BTreeSet<(String, String)> =
        rights(&rendered).into_iter().map(|(_, resource, verb)| (resource, verb)).collect();
    let unused: Vec<_> = given.difference(&used).collect();
    assert_eq!(unused, Vec::<&(String, String)>::new());
}

/// The rights in rendered manifests. None of them is a wildcard.
fn rights(rendered: &str) -> BTreeSet<Right> {
    let strings = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let mut rights = BTreeSet::new();
    for object in objects(rendered) {
        for rule in object["rules"].as_array().into_iter().flatten().filter(|rule| rule["verbs"].is_array()) {
            for group in strings(&rule["apiGroups"]) {
                for resource in strings(&rule["resources"]) {
                    for verb in strings(&rule["verbs"]) {
                        assert!(
                            ![&group, &resource, &verb].contains(&&"*".to_owned()),
                            "a wildcard in {rule}"
                        );
                        rights.insert((group.clone(), resource.clone(), verb));
                    }
                }
            }
        }
    }
    rights
}

/// The rights in the table of the page: group, resource, verbs, why.
fn explained() -> BTreeSet<Right> {
    let page = fs::read_to_string(repo::root().join("docs/reference/controller-rbac.md")).unwrap();
    let mut rights = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [group, resource, verbs, why] = cells[..] else { panic!("not four cells: {row}") };
        assert!(!why.is_empty(), "{row}");
        let group = if group == "`core`" { "" } else { group.trim_matches('`') };
        for verb in verbs.split(", ") {
            rights.insert((
                group.to_owned(),
                resource.trim_matches('`').to_owned(),
                verb.trim_matches('`').to_owned(),
            ));
        }
    }
    rights
}
