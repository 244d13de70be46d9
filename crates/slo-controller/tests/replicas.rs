//! Two replicas and one lease: one works, and the other takes over.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use program::{Program, cluster, object};
use slo_testkit::kubernetes::Cluster;

/// Long enough that a busy machine renews in time.
const LEASE: &str = "6s";

fn start(cluster: &Cluster) -> Program {
    let duration = format!("--lease-duration={LEASE}");
    Program::start(cluster, cluster.administrator(), &["run", "--lease=slo-controller", &duration])
}

fn holder(cluster: &Cluster) -> String {
    let path = "--output=jsonpath={.spec.holderIdentity}";
    cluster
        .try_kubectl(&["get", "lease", "slo-controller", "--namespace=monitoring", path])
        .unwrap_or_default()
}

fn rules(cluster: &Cluster) -> usize {
    cluster.kubectl(&["get", "prometheusrules", "--output=name"]).lines().count()
}

/// How often each object was applied.
fn applied(cluster: &Cluster) -> BTreeMap<String, usize> {
    let mut applied = BTreeMap::new();
    for request in cluster.requests() {
        if request.resource == "prometheusrules" && request.is_write() && request.status < 300 {
            *applied.entry(request.name).or_default() += 1;
        }
    }
    applied
}

#[test]
fn another_replica_takes_over() {
    let Some(cluster) = cluster() else { return };
    let _ = cluster.kubectl(&["create", "namespace", "monitoring"]);
    let mut first = start(&cluster);
    first.eventually("it holds the lease", || !holder(&cluster).is_empty());
    let name = holder(&cluster);
    let mut second = start(&cluster);
    let several: Vec<String> = (0..20).map(|number| object(&format!("shop-{number}"), "99")).collect();
    cluster.apply_yaml(&several.join("---\n"));
    first.eventually("the rules are there", || rules(&cluster) == 20);

    first.kill();
    let killed = Instant::now();
    cluster.apply_yaml(&object("next", "99"));
    second.eventually("the other one works", || rules(&cluster) == 21);
    // It may not be sooner: the first one could have been slow only. How much later it is, the machine decides.
    assert!(killed.elapsed() > Duration::from_secs(2), "taken over from a replica that could be alive");
    assert_ne!(holder(&cluster), name);
    let twice: Vec<_> = applied(&cluster).into_iter().filter(|(_, count)| *count > 1).collect();
    assert!(twice.is_empty(), "written by both: {twice:?}");

    second.signal("TERM");
    assert!(second.ends_well());
    assert_eq!(holder(&cluster), "", "it gives the lease back");
    let mut third = start(&cluster);
    cluster.apply_yaml(&object("last", "99"));
    third.eventually("the third one works", || rules(&cluster) == 22);
}
