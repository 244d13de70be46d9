//! The cluster that tests of the controller run in: what it promises them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a panic is how a test fails; one test tells another where its cluster was"
)]

use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use slo_testkit::kubernetes::{Cluster, Request, crds};
use slo_testkit::tools;

const RULE: &str = "
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop, namespace: default}
spec: {groups: [{name: shop, rules: [{record: one, expr: vector(1)}]}]}
";

fn name_of_rule(cluster: &Cluster) -> String {
    cluster.kubectl(&["get", "prometheusrule", "shop", "--output=jsonpath={.metadata.name}"])
}

#[test]
fn objects_survive_the_api_server() {
    let Some(mut cluster) = Cluster::start() else { return };
    cluster.install(&[crds::PROMETHEUS_RULE]);
    cluster.apply_yaml(RULE);
    assert_eq!(name_of_rule(&cluster), "shop");
    let token = cluster.kubeconfig(cluster.administrator());

    cluster.kill_api_server();
    assert!(cluster.try_kubectl(&["get", "prometheusrule", "shop"]).is_err(), "it is gone");
    cluster.start_api_server();
    assert_eq!(name_of_rule(&cluster), "shop");
    assert_eq!(cluster.kubeconfig(cluster.administrator()), token, "same address, same certificate");

    cluster.stop_api_server();
    cluster.start_api_server();
    let slow = cluster.slow_etcd(Duration::from_millis(50));
    assert_eq!(name_of_rule(&cluster), "shop");
    drop(slow);

    cluster.pause_etcd();
    let written = cluster.try_kubectl(&["create", "namespace", "late", "--request-timeout=1s"]);
    assert!(written.is_err(), "nothing can be stored while etcd stands still");
    cluster.resume_etcd();
    assert_eq!(name_of_rule(&cluster), "shop");
}

#[test]
fn a_service_account_has_its_roles_rights_and_no_more() {
    let Some(cluster) = Cluster::start() else { return };
    let accounts = "
apiVersion: v1
kind: ServiceAccount
metadata: {name: reader, namespace: default}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: default}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: default}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
";
    cluster.apply_yaml(accounts);
    let kubeconfig = cluster.kubeconfig_file(&cluster.service_account("default", "reader"));
    let as_reader = |arguments: &[&str]| {
        let kubectl = tools::binary("kubectl").unwrap();
        let output = Command::new(kubectl).arg("--kubeconfig").arg(&kubeconfig).args(arguments).output();
        output.unwrap()
    };
    assert!(as_reader(&["get", "configmaps"]).status.success());
    let refused = as_reader(&["create", "configmap", "mine"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("cannot create resource \"configmaps\""), "{words}");

    let requests = cluster.requests();
    let of_reader = |request: &&Request| request.user == "system:serviceaccount:default:reader";
    let asked: Vec<_> = requests.iter().filter(of_reader).filter(|r| r.resource == "configmaps").collect();
    assert_eq!(asked.len(), 2, "{asked:#?}");
    assert_eq!((asked[0].verb.as_str(), asked[0].status, asked[0].is_write()), ("list", 200, false));
    assert_eq!((asked[1].verb.as_str(), asked[1].status, asked[1].is_write()), ("create", 403, true));
}

#[test]
fn a_dry_run_finds_what_would_be_refused_and_stores_nothing() {
    let Some(cluster) = Cluster::start() else { return };
    let good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\ndata: {a: b}\n";
    cluster.dry_run_yaml(good).unwrap();
    assert!(cluster.try_kubectl(&["get", "configmap", "a"]).is_err(), "nothing was stored");
    assert!(cluster.requests().iter().any(|request| request.dry_run && request.verb == "patch"));
    let misspelt = good.replace("\ndata:", "\ndatum:");
    let words = cluster.dry_run_yaml(&misspelt).unwrap_err();
    assert!(words.contains("datum"), "{words}");
}

#[test]
fn nothing_outlives_a_panic() {
    let Some(cluster) = Cluster::start() else { return };
    let address = address(&cluster);
    let _ = catch_unwind(AssertUnwindSafe(move || {
        let _moved = cluster;
        panic!("a test fails");
    }));
    assert!(TcpStream::connect(address).is_err(), "the API server is gone");
}

/// A cluster that all tests of a program share lies in a `static`, whose value is never dropped.
#[test]
fn nothing_outlives_the_program() {
    if tools::binary("kube-apiserver").is_none() {
        return;
    }
    let itself = std::env::current_exe().unwrap();
    let arguments = ["--exact", "forgets_its_cluster", "--ignored", "--nocapture"];
    let output = Command::new(itself).args(arguments).output().unwrap();
    let output = String::from_utf8_lossy(&output.stdout);
    let said = output.lines().find_map(|line| line.split_once("forgotten: ")).expect("it had a cluster");
    let (address, folder) = said.1.split_once(' ').unwrap();
    let deadline = Instant::now() + Duration::from_mins(1);
    while TcpStream::connect(address).is_ok() || Path::new(folder).exists() {
        assert!(Instant::now() < deadline, "the cluster at {address} or its folder {folder} is still there");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
#[ignore = "run by `nothing_outlives_the_program`"]
fn forgets_its_cluster() {
    let Some(cluster) = Cluster::start() else { return };
    println!("forgotten: {} {}", address(&cluster), cluster.folder().display());
    std::mem::forget(cluster);
}

fn address(cluster: &Cluster) -> String {
    cluster.url().strip_prefix("https://").unwrap().to_owned()
}
