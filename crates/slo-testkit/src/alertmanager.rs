//! A real Alertmanager for a test.
//!
//! In: nothing, or a configuration. Out: the alerts that it holds. It runs on a free loopback port and ends with
//! the value.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::server::Server;
use crate::tools;

/// Everything to one receiver that does nothing: the alerts stay to be asked for.
const KEEP: &str = r#"{"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}"#;

/// A running Alertmanager.
#[derive(Debug)]
pub struct Alertmanager {
    server: Server, // before the folder: fields are dropped in this order
    _folder: TempDir,
}

impl Alertmanager {
    /// Starts a server that keeps what it is sent, and waits until it is ready. `None`, with a note, when the tool
    /// has not been built.
    ///
    /// # Panics
    /// When the server ends; the message has its log.
    #[must_use]
    pub fn start() -> Option<Self> {
        Self::with_config(KEEP)
    }

    /// As [`Self::start`], with a configuration in YAML.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn with_config(config: &str) -> Option<Self> {
        let binary = tools::alertmanager()?;
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let file = folder.path().join("alertmanager.yml");
        fs::write(&file, config).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut command = Command::new(binary);
        command
            .arg(format!("--config.file={}", file.display()))
            .arg(format!("--storage.path={}", folder.path().join("data").display()))
            .arg("--web.listen-address=127.0.0.1:0")
            .arg("--cluster.listen-address="); // alone
        let server = Server::start("alertmanager", &mut command, folder.path());
        Some(Self { server, _folder: folder })
    }

    /// Host and port: what a Prometheus must know.
    #[must_use]
    pub fn address(&self) -> &str {
        self.server.address()
    }

    /// The alerts that have not ended, as `/api/v2/alerts` lists them.
    ///
    /// # Panics
    /// When the answer is no list.
    #[must_use]
    pub fn alerts(&self) -> Vec<Value> {
        match self.server.get("/api/v2/alerts", &[]) {
            Value::Array(alerts) => alerts,
            other => panic!("no list of alerts: {other}"),
        }
    }
}
