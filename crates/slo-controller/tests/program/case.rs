//! A case: a namespace of a cluster beside a running program, and what a test asks about it.

use serde_json::Value;
use slo_testkit::kubernetes::Cluster;

use super::Program;

/// What is looked at in a case.
pub(crate) type Check = fn(&mut Case<'_>);

/// A namespace of a cluster with a running program.
pub(crate) struct Case<'c> {
    pub(crate) place: Place<'c>,
    pub(crate) program: &'c mut Program,
}

/// A namespace of a cluster.
pub(crate) struct Place<'c> {
    pub(crate) cluster: &'c Cluster,
    pub(crate) namespace: &'static str,
}

impl Case<'_> {
    pub(crate) fn eventually(&mut self, what: &str, is_true: impl Fn(&Place<'_>) -> bool) {
        self.program.eventually(what, || is_true(&self.place));
    }
}

impl<'c> std::ops::Deref for Case<'c> {
    type Target = Place<'c>;

    fn deref(&self) -> &Place<'c> {
        &self.place
    }
}

impl<'c> Place<'c> {
    /// The namespace, made if it is not there.
    pub(crate) fn new(cluster: &'c Cluster, namespace: &'static str) -> Self {
        let _ = cluster.try_kubectl(&["create", "namespace", namespace]);
        Self { cluster, namespace }
    }

    pub(crate) fn apply(&self, yaml: &str) {
        self.cluster
            .apply_yaml(&yaml.replace("namespace: default", &format!("namespace: {}", self.namespace)));
    }

    pub(crate) fn kubectl(&self, arguments: &[&str]) -> String {
        let namespace = format!("--namespace={}", self.namespace);
        self.cluster.kubectl(&[arguments, &[namespace.as_str()]].concat())
    }

    /// An object as JSON; null if there is none.
    pub(crate) fn get(&self, kind: &str, name: &str) -> Value {
        let namespace = format!("--namespace={}", self.namespace);
        let found = self.cluster.try_kubectl(&[
            "get",
            kind,
            name,
            "--output=json",
            "--show-managed-fields",
            &namespace,
        ]);
        found.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap())
    }

    pub(crate) fn rule(&self, name: &str) -> Value {
        self.get("prometheusrule", name)
    }

    pub(crate) fn condition(&self, name: &str, type_: &str) -> Value {
        let status = self.get("psl", name);
        let conditions = status["status"]["conditions"].as_array().cloned().unwrap_or_default();
        conditions.into_iter().find(|condition| condition["type"] == type_).unwrap_or_default()
    }

    pub(crate) fn is_ready(&self, name: &str) -> bool {
        self.condition(name, "Ready")["status"] == "True"
    }

    pub(crate) fn patch(&self, kind: &str, name: &str, patch: &str) {
        let _ = self.kubectl(&["patch", kind, name, "--type=json", "--patch", patch]);
    }
}
