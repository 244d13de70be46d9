//! The chart, rendered; and the API server that all tests of this program share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde::Deserialize as _;
use serde_json::Value;
use slo_testkit::kubernetes::{Cluster, crds};
use slo_testkit::{repo, tools};

/// The namespace of the rendered manifests, which is that of the reference's.
pub(crate) const NAMESPACE: &str = "monitoring";

/// Sets of values that differ in what they render: a name, and a values file.
pub(crate) const VALUES: &[(&str, &str)] = &[
    ("default", ""),
    ("webhook with cert-manager", "webhook: {enabled: true, certManager: {enabled: true}}"),
    (
        "webhook with an issuer",
        "webhook: {enabled: true, failurePolicy: Fail, namespaceSelector: {matchLabels: {team: shop}},
          certManager: {enabled: true, issuerRef: {kind: ClusterIssuer, name: ca}}}",
    ),
    (
        "webhook with a certificate",
        "webhook: {enabled: true, secretName: mine, caBundle: \"-----BEGIN CERTIFICATE-----\\n\
         MIIBkDCCATegAwIBAgIUYx\\n-----END CERTIFICATE-----\\n\"}",
    ),
    ("one namespace", "sloth: {namespace: shop}\ncheckSelection: false"),
    ("pod monitor", "metrics: {enabled: true, prometheusLabels: {release: kube-prometheus-stack}}"),
    ("service monitor", "metrics: {enabled: true, kind: ServiceMonitor, scrapeInterval: 1m}"),
    (
        "alone",
        "replicas: 1\nleaderElection: {enabled: false}\nnetworkPolicy: {enabled: false}\npodDisruptionBudget: {enabled: false}
serviceAccount: {create: false, name: other}",
    ),
    ("dashboards", DASHBOARDS),
    (
        "dashboards for the operator",
        "outputs: [prometheus-rule, grafana-dashboard]
dashboards: {overview: {enabled: true, kind: GrafanaDashboard}, folder: My SLOs}",
    ),
    ("retired", "outputs: [prometheus-rule]\nretiredOutputs: [vm-rule, dashboard-config-map, grafana-dashboard]"),
    ("other outputs", "outputs: [vm-rule]\nretiredOutputs: [prometheus-rule]"),
    ("everything", EVERYTHING),
];

/// Dashboards for the sidecar of Grafana's chart.
pub(crate) const DASHBOARDS: &str =
    "outputs: [prometheus-rule, dashboard-config-map]\ndashboards: {overview: {enabled: true}}";

/// Values that give the program every flag that the chart knows.
pub(crate) const EVERYTHING: &str = "
sloth:
  resyncInterval: 30m
  workers: 4
  labelSelector: 'shard in (a, b),!legacy'
  namespace: shop
  extraLabels: {region: eu, cell: 7}
  defaultSloPeriod: 28d
  debug: {enabled: true}
  logger: json
commonPlugins: {enabled: true, image: {tag: v1}, gitRepo: {url: 'https://example.com'}}
customSloConfig:
  enabled: true
  data:
    window.yaml: |
      apiVersion: sloth.slok.dev/v1
      kind: AlertWindows
    other.yaml: {apiVersion: sloth.slok.dev/v1, kind: AlertWindows}
outputs: [prometheus-rule, vm-rule, dashboard-config-map, grafana-dashboard]
profile: native
dashboards:
  overview: {enabled: true}
  folder: My SLOs
  folderAnnotation: k8s-sidecar-target-directory
  labels: {grafana_dashboard: 'yes'}
  instances: {dashboards: ours, team: slo}
  externalLabels: [cluster]
outputLabels: {release: kube-prometheus-stack}
outputAnnotations: {example.com/team: shop}
webhook: {enabled: true, certManager: {enabled: true}}
metrics: {enabled: true}
image: {tag: v9, pullPolicy: Always}
imagePullSecrets: [{name: pull}]
podAnnotations: {a: b}
podLabels: {team: slo}
serviceAccount: {annotations: {a: b}}
topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}]
affinity: {nodeAffinity: {}}
nodeSelector: {kubernetes.io/os: linux}
tolerations: [{operator: Exists}]
priorityClassName: system-cluster-critical
";

pub(crate) fn chart() -> PathBuf {
    repo::root().join("deploy/helm/slo-controller")
}

/// Runs a program on a text and returns what it printed, or its complaint.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8(output.stdout).unwrap();
    if output.status.success() { Ok(text) } else { Err(text + &String::from_utf8_lossy(&output.stderr)) }
}

/// helm, if it has been built.
pub(crate) fn helm() -> Option<Command> {
    tools::binary("helm").map(|helm| {
        let mut helm = Command::new(helm);
        helm.env("KUBECONFIG", "/dev/null");
        helm
    })
}

/// The manifests that the chart renders to; or helm's complaint about the values.
pub(crate) fn try_render(values: &str, arguments: &[&str]) -> Option<Result<String, String>> {
    let mut helm = helm()?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("values.yaml");
    fs::write(&file, values).unwrap();
    helm.args(["template", "slo-controller"]).arg(chart()).arg("--values").arg(file);
    helm.args(["--namespace", NAMESPACE, "--kube-version", "1.36.3"]).args(arguments);
    Some(run(&mut helm))
}

/// The manifests that the chart renders to.
pub(crate) fn render(values: &str) -> Option<String> {
    try_render(values, &[]).map(|rendered| rendered.unwrap_or_else(|error| panic!("{error}\n{values}")))
}

/// The objects of a YAML text, sorted by kind and name.
pub(crate) fn objects(yaml: &str) -> Vec<Value> {
    let documents =
        serde_yaml::Deserializer::from_str(yaml).map(|document| Value::deserialize(document).unwrap());
    let mut objects: Vec<Value> = documents.filter(|object| !object.is_null()).collect();
    objects.sort_by_key(identity);
    objects
}

/// Kind, namespace and name.
pub(crate) fn identity(object: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let metadata = &object["metadata"];
    format!("{} {}/{}", text(&object["kind"]), text(&metadata["namespace"]), text(&metadata["name"]))
}

/// The only object of a kind.
pub(crate) fn only<'o>(objects: &'o [Value], kind: &str) -> &'o Value {
    let mut found = objects.iter().filter(|object| object["kind"] == kind);
    let object = found.next().unwrap_or_else(|| panic!("no {kind}"));
    assert!(found.next().is_none(), "more than one {kind}");
    object
}

/// The arguments that a rendered chart gives to the program.
pub(crate) fn arguments(objects: &[Value]) -> Vec<String> {
    let container = &only(objects, "Deployment")["spec"]["template"]["spec"]["containers"][0];
    container["args"]
        .as_array()
        .unwrap()
        .iter()
        .map(|argument| argument.as_str().unwrap().to_owned())
        .collect()
}

/// Compares a file with what it has to hold, or writes it when the variable `UPDATE_DEPLOY` is set.
pub(crate) fn check_file(file: &Path, expected: &str) {
    if std::env::var_os("UPDATE_DEPLOY").is_some() {
        fs::write(file, expected).unwrap();
    }
    let found = fs::read_to_string(file).unwrap_or_default();
    assert!(found == expected, "{} is stale: set UPDATE_DEPLOY=1 and run this test again", file.display());
}

/// The API server, with every kind that a manifest may be of, and the namespaces that they are for.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    let start = || {
        let cluster = Cluster::start()?;
        cluster.install(&[
            crds::POD_MONITOR,
            crds::SERVICE_MONITOR,
            crds::CERTIFICATE,
            crds::ISSUER,
            crds::GRAFANA_DASHBOARD,
        ]);
        let namespaces = "
apiVersion: v1
kind: Namespace
metadata: {name: monitoring, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
";
        cluster.apply_yaml(namespaces);
        Some(cluster)
    };
    CLUSTER.get_or_init(start).as_ref()
}
