//! Who talks to the cluster: the administrator, service accounts, and what their clients are configured with.
//!
//! In: a token. Out: a kubeconfig, as text for a client library and as a file for a program.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::{fs, io};

use super::Cluster;

/// The administrator's token. It is no secret: the server listens on loopback and ends with the test.
const ADMINISTRATOR: &str = "administrator";

/// Writes the API server's file of fixed tokens: token, user, id, groups.
pub(super) fn write_tokens(file: &Path) -> io::Result<()> {
    fs::write(file, format!("{ADMINISTRATOR},{ADMINISTRATOR},1,system:masters\n"))
}

impl Cluster {
    /// The token of a user who may do everything.
    #[must_use]
    pub fn administrator(&self) -> &str {
        ADMINISTRATOR
    }

    /// A token, valid for some hours, of a service account that exists: with it a client has the rights that roles
    /// give to the account, and no others.
    ///
    /// # Panics
    /// When the account does not exist.
    #[must_use]
    pub fn service_account(&self, namespace: &str, name: &str) -> String {
        let namespace = format!("--namespace={namespace}");
        self.kubectl(&["create", "token", name, &namespace, "--duration=8h"]).trim().to_owned()
    }

    /// The kubeconfig of the user who has `token`.
    ///
    /// # Panics
    /// When the API server has not made its certificate.
    #[must_use]
    pub fn kubeconfig(&self, token: &str) -> String {
        let certificate = self.api_server_folder().join("certificates/apiserver.crt");
        let server = self.url();
        let config = serde_json::json!({
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{
                "name": "test",
                "cluster": { "server": server, "certificate-authority": certificate },
            }],
            "users": [{ "name": "test", "user": { "token": token } }],
            "contexts": [{ "name": "test", "context": { "cluster": "test", "user": "test" } }],
            "current-context": "test",
        });
        format!("{config:#}\n") // JSON is YAML
    }

    /// As [`Self::kubeconfig`], in a file that exists as long as the cluster.
    ///
    /// # Panics
    /// As [`Self::kubeconfig`].
    #[must_use]
    pub fn kubeconfig_file(&self, token: &str) -> PathBuf {
        let number = self.accesses.fetch_add(1, Ordering::Relaxed);
        let file = self.api_server_folder().join(format!("access-{number}.kubeconfig"));
        fs::write(&file, self.kubeconfig(token))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        file
    }
}
