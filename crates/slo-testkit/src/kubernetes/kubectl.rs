//! kubectl as the cluster's administrator: the ways in which tests put objects in and look at them.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use super::Cluster;
use crate::tools;

impl Cluster {
    /// Runs kubectl and returns what it printed.
    ///
    /// # Panics
    /// With kubectl's words when it fails.
    #[must_use]
    pub fn kubectl(&self, arguments: &[&str]) -> String {
        self.try_kubectl(arguments)
            .unwrap_or_else(|error| panic!("kubectl {} failed: {error}", arguments.join(" ")))
    }

    /// Runs kubectl and returns what it printed.
    ///
    /// # Errors
    /// kubectl's words when it fails, as when the API server refuses.
    ///
    /// # Panics
    /// When kubectl cannot be started.
    pub fn try_kubectl(&self, arguments: &[&str]) -> Result<String, String> {
        self.run_kubectl(arguments, "")
    }

    /// Creates or changes the objects of a YAML text by server-side apply.
    ///
    /// # Panics
    /// With the API server's words when it refuses one.
    pub fn apply_yaml(&self, yaml: &str) {
        self.try_apply_yaml(yaml).unwrap_or_else(|error| panic!("the cluster refuses it: {error}\n{yaml}"));
    }

    /// As [`Self::apply_yaml`].
    ///
    /// # Errors
    /// The API server's words when it refuses an object, as a schema or a webhook does. Others have been applied.
    ///
    /// # Panics
    /// When kubectl cannot be started.
    pub fn try_apply_yaml(&self, yaml: &str) -> Result<String, String> {
        self.run_kubectl(&["apply", "--server-side", "--force-conflicts", "--filename=-"], yaml)
    }

    /// Asks the API server to check the objects of a YAML text as if they were applied: schema with unknown fields,
    /// defaults, admission. Nothing is stored, so a namespace that a text brings along must exist already.
    ///
    /// # Errors
    /// The API server's words when it would refuse an object.
    ///
    /// # Panics
    /// When kubectl cannot be started.
    pub fn dry_run_yaml(&self, yaml: &str) -> Result<String, String> {
        self.run_kubectl(
            &["apply", "--server-side", "--dry-run=server", "--validate=strict", "--filename=-"],
            yaml,
        )
    }

    /// Installs custom resource definitions by their names in [`super::crds`], and waits until the API server
    /// serves them.
    ///
    /// # Panics
    /// When a definition has not been fetched, or the API server does not take it.
    pub fn install(&self, definitions: &[&str]) {
        for definition in definitions {
            let file = tools::crds().join(definition);
            let file = format!("--filename={}", file.display());
            let _ = self.kubectl(&["apply", "--server-side", &file]);
            // A definition has no conditions at first, which `--for=condition=…` takes for an error.
            let _ = self.kubectl(&["wait", "--for=jsonpath={.status.conditions}", "--timeout=60s", &file]);
            let _ = self.kubectl(&["wait", "--for=condition=Established", "--timeout=60s", &file]);
        }
    }

    fn run_kubectl(&self, arguments: &[&str], input: &str) -> Result<String, String> {
        let folder = self.api_server_folder();
        let start = || -> std::io::Result<_> {
            let mut child = Command::new(&self.programs.kubectl)
                .arg(format!("--server={}", self.url()))
                .arg(format!("--token={}", self.administrator()))
                .arg(format!(
                    "--certificate-authority={}",
                    folder.join("certificates/apiserver.crt").display()
                ))
                .arg(format!("--cache-dir={}", folder.join("kubectl").display()))
                .args(arguments)
                .env("KUBECONFIG", "/dev/null") // nothing of the developer's own clusters
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            let stdin = child.stdin.take();
            thread::scope(|scope| {
                // Written aside: kubectl may answer before it has read everything.
                scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
                child.wait_with_output()
            })
        };
        let output = start().unwrap_or_else(|error| panic!("cannot run kubectl: {error}"));
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}
