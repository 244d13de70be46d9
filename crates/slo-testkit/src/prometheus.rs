//! A real Prometheus server for a test.
//!
//! In: rule files and samples as text. Out: answers of its HTTP API. It runs on a free loopback port, keeps its
//! data in a temporary folder, and ends with the value.
//!
//! ```
//! use slo_testkit::prometheus::{Prometheus, Setup};
//!
//! let setup = Setup { samples: "up{job=\"a\"} 1 1700000000\n# EOF\n".into(), ..Setup::default() };
//! if let Some(prometheus) = Prometheus::start(&setup) {
//!     let answer = prometheus.query("sum(up)", Some(1_700_000_060.0));
//!     assert_eq!(answer["data"]["result"][0]["value"][1], "1");
//! }
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::server::Server;
use crate::tools;

/// What a server starts with.
#[derive(Debug, Default)]
pub struct Setup {
    /// Rule files.
    pub rules: Vec<String>,
    /// Samples in the OpenMetrics text format, each with its time in seconds; `# EOF` is the last line. They become
    /// blocks before the server starts; rules write only what is later than the last of them. Empty means none.
    pub samples: String,
    /// A folder of blocks that are there besides those of the samples.
    pub blocks: Option<PathBuf>,
    /// How often groups without an `interval` are evaluated, such as `1s`; empty means Prometheus' default.
    pub evaluation_interval: String,
    /// Host and port of an Alertmanager.
    pub alertmanager: Option<String>,
    /// The value of `scrape_configs`; `null` means none.
    pub scrape_configs: Value,
    /// More command line flags.
    pub flags: Vec<String>,
}

/// A running Prometheus.
#[derive(Debug)]
pub struct Prometheus {
    server: Server, // before the folder: fields are dropped in this order
    folder: TempDir,
    flags: Vec<String>,
}

impl Prometheus {
    /// Starts a server and waits until it is ready. `None`, with a note, when the tool has not been built.
    ///
    /// # Panics
    /// When the server ends, for example because it cannot load the rules; the message has its log.
    #[must_use]
    pub fn start(setup: &Setup) -> Option<Self> {
        let (_, promtool) = (tools::prometheus()?, tools::promtool()?);
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let data = data_of(&folder);
        if !setup.samples.is_empty() {
            let samples = folder.path().join("samples.txt");
            write(&samples, &setup.samples);
            promtool.create_blocks(&samples, &data);
        }
        if let Some(blocks) = &setup.blocks {
            copy(blocks, &data).unwrap_or_else(|error| panic!("{}: {error}", blocks.display()));
        }
        let rules = folder.path().join("rules");
        fs::create_dir(&rules).unwrap_or_else(|error| panic!("{}: {error}", rules.display()));
        for (index, text) in setup.rules.iter().enumerate() {
            write(&rules.join(format!("{index:06}.yml")), text);
        }
        write(&config_in(&folder), &config_of(setup).to_string());
        let flags = setup.flags.clone();
        Some(Self { server: serve(&folder, &flags)?, folder, flags })
    }

    /// Ends, moves `blocks` into its data folder, as an operator would, and starts again on the same data.
    ///
    /// # Panics
    /// As [`Self::start`].
    #[must_use]
    pub fn restart_with(self, blocks: &Path) -> Self {
        let Self { server, folder, flags } = self;
        drop(server);
        let data = data_of(&folder);
        copy(blocks, &data).unwrap_or_else(|error| panic!("{}: {error}", blocks.display()));
        let server = serve(&folder, &flags).unwrap_or_else(|| panic!("the program is gone"));
        Self { server, folder, flags }
    }

    /// Writes samples of `job` in the text format, with times in milliseconds, into the head of a server that has the flag
    /// `--web.enable-remote-write-receiver`.
    ///
    /// # Panics
    /// When the server refuses them.
    pub fn push(&self, job: &str, samples: &str) {
        let promtool = tools::promtool().unwrap_or_else(|| panic!("promtool is gone"));
        let file = self.folder.path().join("pushed.txt");
        write(&file, samples);
        promtool.push(job, &file, &self.url());
    }

    /// The base URL, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.url("")
    }

    /// The id of its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.server.process()
    }

    /// An instant query at a time in seconds since 1970, or now. The answer is the whole JSON object, with
    /// `status`, `data`, and where there are any `warnings`, `infos` and `error`.
    #[must_use]
    pub fn query(&self, query: &str, time: Option<f64>) -> Value {
        let time = time.map(|time| time.to_string());
        let mut parameters = vec![("query", query), ("stats", "all")];
        parameters.extend(time.iter().map(|time| ("time", time.as_str())));
        self.server.get("/api/v1/query", &parameters)
    }

    /// A range query; times and step in seconds. The answer is the whole JSON object.
    #[must_use]
    pub fn query_range(&self, query: &str, start: f64, end: f64, step: f64) -> Value {
        let (start, end, step) = (start.to_string(), end.to_string(), step.to_string());
        let parameters = [("query", query), ("start", &start), ("end", &end), ("step", &step)];
        self.server.get("/api/v1/query_range", &parameters)
    }

    /// The groups with their rules, health and last errors: `data.groups` of `/api/v1/rules`.
    ///
    /// # Panics
    /// When the server's answer has none.
    #[must_use]
    pub fn rule_groups(&self) -> Vec<Value> {
        let mut answer = self.server.get("/api/v1/rules", &[]);
        match answer.pointer_mut("/data/groups").map(Value::take) {
            Some(Value::Array(groups)) => groups,
            _ => panic!("no groups in {answer}"),
        }
    }

    /// Any other GET of the API, such as `/api/v1/alerts`; the answer is the whole JSON object.
    #[must_use]
    pub fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Value {
        self.server.get(path, parameters)
    }
}

fn data_of(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

fn serve(folder: &TempDir, flags: &[String]) -> Option<Server> {
    let mut command = Command::new(tools::prometheus()?);
    command
        .arg(format!("--config.file={}", config_in(folder).display()))
        .arg(format!("--storage.tsdb.path={}", data_of(folder).display()))
        .arg("--storage.tsdb.retention.time=100y") // samples may be of any time
        .arg("--web.listen-address=127.0.0.1:0")
        .args(flags);
    Some(Server::start("prometheus", &mut command, folder.path()))
}

fn config_in(folder: &TempDir) -> PathBuf {
    folder.path().join("prometheus.yml")
}

/// The configuration file; JSON, because YAML contains it.
fn config_of(setup: &Setup) -> Value {
    let mut config = serde_json::Map::from_iter([("rule_files".into(), json!(["rules/*.yml"]))]);
    if !setup.evaluation_interval.is_empty() {
        config.insert("global".into(), json!({ "evaluation_interval": setup.evaluation_interval }));
    }
    if let Some(address) = &setup.alertmanager {
        let targets = json!([{ "targets": [address] }]);
        config.insert("alerting".into(), json!({ "alertmanagers": [{ "static_configs": targets }] }));
    }
    if !setup.scrape_configs.is_null() {
        config.insert("scrape_configs".into(), setup.scrape_configs.clone());
    }
    Value::Object(config)
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
