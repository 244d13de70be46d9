//! What the cluster and the program do to each other when one of them fails: nothing is lost, and nothing is written twice
//! without need.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use program::many::{are_converged, ready, rules_with, several};
use program::{Program, cluster, object};
use slo_testkit::kubernetes::{Cluster, Request};

const COUNT: usize = 60;

fn objects(objective: &str) -> String {
    several(COUNT, |name| object(name, objective))
}

fn start(cluster: &Cluster) -> Program {
    Program::start(cluster, cluster.administrator(), &["run"])
}

/// The program's writes that were accepted, by object.
fn writes(cluster: &Cluster, resource: &str) -> BTreeMap<String, usize> {
    let is_it = |request: &Request| {
        let is_program = !request.user_agent.starts_with("kubectl");
        is_program && request.is_write() && request.status < 300 && request.resource == resource
    };
    let mut writes = BTreeMap::new();
    for request in cluster.requests().into_iter().filter(is_it) {
        *writes.entry(request.name).or_default() += 1;
    }
    writes
}

fn is_converged(cluster: &Cluster, objective: &str) -> bool {
    are_converged(cluster, COUNT, objective)
}

#[test]
fn an_api_server_that_dies_in_the_middle() {
    let Some(mut cluster) = cluster() else { return };
    cluster.apply_yaml(&objects("99"));
    let mut program = start(&cluster);
    program.eventually("the first rules", || rules_with(&cluster, "0.99") > 0 || ready(&cluster) > 0);
    cluster.kill_api_server();
    thread::sleep(Duration::from_secs(2)); // it finds that nobody answers
    cluster.start_api_server();
    program.eventually("everything is there", || is_converged(&cluster, "0.99"));
}

#[test]
fn a_program_that_dies_in_the_middle() {
    let Some(cluster) = cluster() else { return };
    cluster.apply_yaml(&objects("99"));
    let mut program = start(&cluster);
    program.eventually("the first rules", || !writes(&cluster, "prometheusrules").is_empty());
    program.kill();
    let mut program = start(&cluster);
    program.eventually("everything is there", || is_converged(&cluster, "0.99"));
    // What was written and not yet told in a status has to be written again; everything else has not.
    let again = writes(&cluster, "prometheusrules").values().filter(|count| **count > 1).count();
    assert!(again <= 8, "{again} objects were written more than once, and 8 are worked on at once");

    let before = (writes(&cluster, "prometheusrules"), writes(&cluster, "prometheusservicelevels/status"));
    program.signal("TERM");
    assert!(program.ends_well());
    let mut program = start(&cluster);
    let lists = |cluster: &Cluster| {
        let all = cluster.requests().into_iter();
        all.filter(|request| request.verb == "watch" && request.resource == "prometheusrules").count()
    };
    program.eventually("it watches", || lists(&cluster) >= 3);
    thread::sleep(Duration::from_secs(3));
    let after = (writes(&cluster, "prometheusrules"), writes(&cluster, "prometheusservicelevels/status"));
    assert_eq!(before, after, "a start with nothing to do writes nothing");
}

#[test]
fn a_watch_that_expired_while_nobody_looked() {
    let Some(mut cluster) = cluster() else { return };
    cluster.apply_yaml(&objects("99"));
    let mut program = start(&cluster);
    program.eventually("everything is there", || is_converged(&cluster, "0.99"));
    program.signal("STOP");
    cluster.kill_api_server();
    cluster.start_api_server(); // what happened before its start is not in its memory
    cluster.apply_yaml(&objects("98"));
    let _ = cluster.kubectl(&["delete", "prometheusrule", "shop-0"]);
    program.signal("CONT");
    program.eventually("what was missed is there", || is_converged(&cluster, "0.98"));
    // The API server answers 200 and says inside the watch that it is too old, so what shows is the new list.
    let is_list = |request: &&Request| request.verb == "list" && !request.user_agent.starts_with("kubectl");
    let lists = |resource| {
        cluster.requests().iter().filter(is_list).filter(|request| request.resource == resource).count()
    };
    assert_eq!((lists("prometheusservicelevels"), lists("prometheusrules")), (2, 2), "no watch expired");
}

#[test]
fn a_slow_etcd() {
    let Some(cluster) = cluster() else { return };
    let slow = cluster.slow_etcd(Duration::from_millis(100));
    cluster.apply_yaml(&objects("99"));
    let mut program = start(&cluster);
    program.eventually("everything is there", || is_converged(&cluster, "0.99"));
    drop(slow);
    let most = writes(&cluster, "prometheusrules").into_values().max();
    assert_eq!(most, Some(1), "slowness is no reason to write again");
}
