//! A case of the conformance corpus, run with the built binary, and what it should have given.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;
use slo_testkit::conformance::Case;

/// Paths and bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What a run did, or should have done.
pub(crate) struct Run {
    pub(crate) exit: String,
    pub(crate) stdout: Vec<u8>,
    /// The last text on standard error that begins a line with `error: `; empty if there is none.
    pub(crate) error: String,
    /// The records that the corpus keeps, with the keys that it keeps.
    pub(crate) log: Vec<Value>,
    /// Created or changed files.
    pub(crate) files: Files,
}

impl Run {
    /// What the reference did.
    pub(crate) fn expected(case: &Case) -> Self {
        let text = |file: &str| String::from_utf8(case.expected(file).unwrap_or_default()).unwrap();
        let read = |name: &String| (name.clone(), case.expected(&format!("files/{name}")).expect(name));
        Self {
            exit: text("exit").trim().to_owned(),
            stdout: case.expected("stdout").unwrap_or_default(),
            error: text("error").trim_end_matches('\n').to_owned(),
            log: text("log").lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
            files: case.files.iter().map(read).collect(),
        }
    }

    /// What the built binary does in a new directory, with nothing in the environment that the case does not name.
    pub(crate) fn actual(case: &Case) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(directory.path()).unwrap();
        case.stage(&root).unwrap();
        let before = read_files(&root);
        let stdin = case
            .stdin
            .as_ref()
            .map_or_else(Stdio::null, |file| fs::File::open(root.join(file)).unwrap().into());
        let output = Command::new(env!("CARGO_BIN_EXE_slo"))
            .args(&case.args)
            .env_clear()
            .envs(["PATH", "HOME"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
            .envs(&case.env)
            .current_dir(&root)
            .stdin(stdin)
            .output()
            .unwrap();
        let mut files = read_files(&root);
        files.retain(|name, bytes| before.get(name) != Some(bytes));
        let cwd = root.to_str().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).replace(cwd, "{CWD}");
        Self {
            exit: output.status.code().map_or_else(|| output.status.to_string(), |code| code.to_string()),
            stdout: match String::from_utf8(output.stdout) {
                Ok(text) => text.replace(cwd, "{CWD}").into_bytes(),
                Err(error) => error.into_bytes(),
            },
            error: last_error(&stderr),
            log: kept_records(&stderr),
            files,
        }
    }
}

fn last_error(stderr: &str) -> String {
    let start = |start: &str| {
        let inner = stderr.rfind(&format!("\n{start}")).map(|at| at + 1);
        inner.or_else(|| stderr.starts_with(start).then_some(0))
    };
    let text = start("error: ").max(start("sloth: error: ")).map_or("", |start| &stderr[start..]);
    text.strip_suffix('\n').unwrap_or(text).to_owned()
}

fn kept_records(stderr: &str) -> Vec<Value> {
    let records = stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let kept = records.filter(|record| {
        matches!(record["level"].as_str(), Some("warning" | "error"))
            || record["msg"] == "Validation succeeded"
    });
    kept.map(|mut record| {
        let keys = ["file", "level", "msg", "slo-specs"];
        record.as_object_mut().unwrap().retain(|key, _| keys.contains(&key.as_str()));
        record
    })
    .collect()
}

/// All files below a folder; links to files count as what they lead to.
fn read_files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if let Ok(bytes) = fs::read(entry.path()) {
                let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, bytes);
            }
        }
    }
    files
}

/// What `work` makes of each item, in their order, with four threads at most.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
