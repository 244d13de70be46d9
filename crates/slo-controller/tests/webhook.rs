//! The admission webhook, asked by a real API server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod program;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

use program::{Program, cluster, object};
use slo_testkit::kubernetes::Cluster;

/// The base64 of a file, as a configuration of a webhook wants it.
fn base64(file: &Path) -> String {
    let output = Command::new("base64").arg("--wrap=0").arg(file).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Tells the API server to ask `https://127.0.0.1:port`, whose certificate is the API server's own: it is for that address too.
fn register(cluster: &Cluster, port: u16, certificate: &Path) {
    cluster.apply_yaml(&format!(
        "apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {{name: slo-controller}}
webhooks:
- name: validate.sloth.slok.dev
  clientConfig: {{url: 'https://127.0.0.1:{port}/validate', caBundle: {}}}
  rules:
  - apiGroups: [sloth.slok.dev]
    apiVersions: [v1]
    resources: [prometheusservicelevels]
    operations: [CREATE, UPDATE]
  failurePolicy: Fail
  sideEffects: None
  admissionReviewVersions: [v1]
",
        base64(certificate)
    ));
}

/// The files of the webhook, and those of an API server.
const FILES: [(&str, &str); 2] = [("tls.crt", "apiserver.crt"), ("tls.key", "apiserver.key")];

#[test]
fn broken_objects_are_refused_and_questionable_ones_warned_about() {
    let Some(cluster) = cluster() else { return };
    let broken = object("shop", "99").replacen("[{{.window}}]))", "[{{.window}}])", 1);
    cluster.apply_yaml(&broken.replace("name: shop", "name: old")); // before anybody checks

    let certificates = cluster.folder().join("api-server/certificates");
    let folder = tempfile::tempdir().unwrap();
    // The certificate comes later than the program, as it does with cert-manager.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let address = format!("--webhook-address=127.0.0.1:{port}");
    let from = format!("--webhook-certificates={}", folder.path().display());
    let mut program = Program::start(&cluster, cluster.administrator(), &["run", &address, &from]);
    program.eventually("it does without a certificate", || {
        cluster.kubectl(&["get", "psl", "old", "--output=jsonpath={.status.processedSLOs}"]) == "1"
    });
    for (name, file) in FILES {
        fs::copy(certificates.join(file), folder.path().join(name)).unwrap();
    }
    register(&cluster, port, &certificates.join("apiserver.crt"));
    let good = object("shop", "99");
    program.eventually("it answers", || cluster.try_apply_yaml(&good).is_ok());

    let refusal = cluster.try_apply_yaml(&broken).unwrap_err();
    assert!(refusal.contains("spec.slos[0].sli.events.errorQuery, 1:"), "{refusal}");
    assert!(refusal.contains("[promql/syntax]"), "{refusal}");
    assert!(cluster.kubectl(&["get", "psl", "shop", "--output=yaml"]).contains("[{{.window}}]))"));

    // A range that is the same in each window.
    let questionable =
        good.replacen("errorQuery: 'sum(", "errorQuery: 'sum(rate(other_total[5m])) + sum(", 1);
    let file = folder.path().join("questionable.yaml");
    fs::write(&file, questionable).unwrap();
    let file = format!("--filename={}", file.display());
    let told =
        cluster.try_kubectl(&["apply", "--server-side", "--force-conflicts", "--warnings-as-errors", &file]);
    let told = told.expect_err("a warning");
    assert!(told.contains("Warning: spec.slos[0].sli.events.errorQuery"), "{told}");
    let is_applied = cluster.kubectl(&["get", "psl", "shop", "--output=yaml"]).contains("other_total");
    assert!(is_applied, "a warning is no refusal");

    // A renewed certificate is served without a restart: that of another API server, which is for the same address.
    let neighbour = Cluster::start().unwrap();
    let another = neighbour.folder().join("api-server/certificates");
    for (name, file) in FILES {
        fs::copy(another.join(file), folder.path().join(name)).unwrap();
    }
    register(&cluster, port, &another.join("apiserver.crt"));
    let other = object("other", "99");
    program.eventually("it answers with the new one", || cluster.try_apply_yaml(&other).is_ok());

    // An object that is broken already can be labelled and deleted.
    let _ = cluster.kubectl(&["label", "psl", "old", "touched=yes"]);
    let _ = cluster.kubectl(&["delete", "psl", "old"]);
}
