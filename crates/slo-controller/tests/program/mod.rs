//! The built program beside a cluster, as a process that can be killed: what tests of faults need and a task in the test
//! itself cannot give.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod case;
pub(crate) mod many;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use slo_testkit::kubernetes::{Cluster, crds};
use slo_testkit::repo;

/// How long anything may take that is waited for; only a failure takes it. Machines are busy.
const PATIENCE: Duration = Duration::from_mins(5);

/// A running controller; it ends with this value.
pub(crate) struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it with the access of a token, and keeps what it says in the cluster's folder.
    pub(crate) fn start(cluster: &Cluster, token: &str, arguments: &[&str]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let log = cluster.folder().join(format!("controller-{number}.log"));
        let child = Command::new(env!("CARGO_BIN_EXE_slo-controller"))
            .args(arguments)
            .env("SLO_KUBECONFIG", cluster.kubeconfig_file(token))
            .env("POD_NAME", format!("slo-controller-{number}"))
            .env("POD_NAMESPACE", "monitoring")
            .env("SLO_HEALTH_ADDRESS", "127.0.0.1:0") // others run beside it
            .env("SLO_METRICS_ADDRESS", "127.0.0.1:0")
            .stderr(File::create(&log).unwrap())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, log }
    }

    /// Ends it as a crash does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends it a signal by name, such as `STOP`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it ends by itself, and returns whether it calls that a success.
    pub(crate) fn ends_well(mut self) -> bool {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            assert!(Instant::now() < deadline, "it does not end:\n{}", self.last_words());
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until something is true.
    pub(crate) fn eventually(&mut self, what: &str, is_true: impl Fn() -> bool) {
        self.until(what, |_| is_true());
    }

    /// Waits until something about the program is true.
    pub(crate) fn until(&mut self, what: &str, is_true: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_true(self) {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended ({ended:?}) before {what}:\n{}", self.last_words());
            assert!(Instant::now() < deadline, "never: {what}:\n{}", self.last_words());
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// What it said so far.
    pub(crate) fn words(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn last_words(&self) -> String {
        let log = self.words();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A cluster with the definitions that the program needs.
pub(crate) fn cluster() -> Option<Cluster> {
    let cluster = Cluster::start()?;
    install_definition(&cluster);
    cluster.install(&[crds::PROMETHEUS_RULE]);
    Some(cluster)
}

/// Installs the definition of the objects.
pub(crate) fn install_definition(cluster: &Cluster) {
    let definition = repo::root().join("specs/crds/sloth.slok.dev_prometheusservicelevels.yaml");
    cluster.apply_yaml(&fs::read_to_string(definition).unwrap());
    let crd = "crd/prometheusservicelevels.sloth.slok.dev";
    let _ = cluster.kubectl(&["wait", "--for=condition=Established", "--timeout=60s", crd]);
}

/// An object with one SLO.
pub(crate) fn object(name: &str, objective: &str) -> String {
    format!(
        "apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {{name: {name}, namespace: default}}
spec:
  service: shop
  slos:
  - name: {name}
    objective: {objective}
    sli:
      events:
        errorQuery: 'sum(rate(errors_total{{service=\"{name}\"}}[{{{{.window}}}}]))'
        totalQuery: 'sum(rate(requests_total{{service=\"{name}\"}}[{{{{.window}}}}]))'
    alerting: {{name: Shop, labels: {{team: shop}}}}
"
    )
}
