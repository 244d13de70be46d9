//! A directory with specs, and runs of the binary in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A spec with one SLO that is right, and has nothing to be told about.
pub(crate) fn spec(service: &str) -> String {
    spec_with_objective(service, "99.9")
}

/// A spec with one SLO.
pub(crate) fn spec_with_objective(service: &str, objective: &str) -> String {
    format!(
        "version: prometheus/v1
service: {service}
slos:
  - name: web
    objective: {objective}
    sli:
      raw:
        error_ratio_query: sum(rate(errors{{job=\"web\"}}[{{{{.window}}}}])) / (sum(rate(requests{{job=\"web\"}}[{{{{.window}}}}])) > 0)
    alerting:
      page_alert:
        disable: true
      ticket_alert:
        disable: true
    description: Pages are delivered without an error.
"
    )
}

/// What a run did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A directory of its own.
pub(crate) struct Scene(tempfile::TempDir);

impl Scene {
    pub(crate) fn new<const N: usize>(files: [(&str, String); N]) -> Self {
        let scene = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            scene.write(name, &text);
        }
        scene
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file and its text.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), self.0.path(), &mut files);
        files
    }

    pub(crate) fn run(&self, words: &[&str]) -> Run {
        self.run_with(words, Stdio::piped())
    }

    pub(crate) fn run_with(&self, words: &[&str], stdout: Stdio) -> Run {
        Self::finished(self.spawn(words, stdout))
    }

    /// Runs with `input` on standard input.
    pub(crate) fn run_on(&self, words: &[&str], input: &str) -> Run {
        let path = self.path(".input");
        fs::write(&path, input).unwrap();
        let input = Stdio::from(fs::File::open(&path).unwrap());
        let child = self.command(words).stdin(input).stdout(Stdio::piped()).spawn().unwrap();
        fs::remove_file(path).unwrap();
        Self::finished(child)
    }

    pub(crate) fn spawn(&self, words: &[&str], stdout: Stdio) -> Child {
        self.command(words).stdout(stdout).spawn().unwrap()
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slo"));
        command.args(words).env_clear().current_dir(self.0.path());
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn finished(child: Child) -> Run {
        let output = child.wait_with_output().unwrap();
        Run {
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn collect(root: &Path, directory: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}
