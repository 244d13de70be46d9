//! Cases of the conformance corpus: how they are read, run and looked at. The layout is in `specs/conformance/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

/// One folder of the corpus.
pub(crate) struct Case {
    pub(crate) name: String,
    folder: PathBuf,
    args: Vec<String>,
    env: BTreeMap<String, String>,
    dirs: Vec<String>,
    links: BTreeMap<String, String>,
    stdin: Option<String>,
    pub(crate) any_of: Vec<String>,
    pub(crate) crash: bool,
    pub(crate) loose: Option<String>,
    pub(crate) exit: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) error: Option<String>,
    pub(crate) log: Option<Vec<Value>>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// What a run did.
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: Vec<u8>,
    stderr: String,
    /// Created or changed files.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// All cases, in order.
pub(crate) fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/conformance/cases");
    let mut cases: Vec<Case> = sub_folders(&root)
        .iter()
        .flat_map(|area| sub_folders(area))
        .map(|folder| Case::read(&root, folder))
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() >= 527, "only {} cases in {}", cases.len(), root.display());
    cases
}

fn sub_folders(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

impl Case {
    fn read(root: &Path, folder: PathBuf) -> Self {
        let json: Value = serde_json::from_slice(&fs::read(folder.join("case.json")).unwrap()).unwrap();
        let texts = |key: &str| -> Vec<String> {
            let list = json.get(key).and_then(Value::as_array);
            list.into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        let pairs = |key: &str| -> BTreeMap<String, String> {
            let map = json.get(key).and_then(Value::as_object);
            map.into_iter()
                .flatten()
                .map(|(key, text)| (key.clone(), text.as_str().unwrap().to_owned()))
                .collect()
        };
        let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
        let expect = folder.join("expect");
        let expected = |name: &str| fs::read_to_string(expect.join(name)).ok();
        let log =
            expected("log").map(|log| log.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
        let case = Self {
            name: folder.strip_prefix(root).unwrap().to_str().unwrap().to_owned(),
            args: texts("args"),
            env: pairs("env"),
            dirs: texts("dirs"),
            links: pairs("links"),
            stdin: text("stdin"),
            any_of: texts("any_of"),
            crash: json.get("crash").is_some_and(|crash| crash == true),
            loose: text("loose"),
            exit: expected("exit").unwrap().trim().parse().unwrap(),
            stdout: fs::read(expect.join("stdout")).unwrap(),
            error: expected("error").map(|error| error.strip_suffix('\n').unwrap_or(&error).to_owned()),
            // Only a run that logs JSON can be compared; without a record to keep there is no file.
            log: log.or_else(|| texts("args").contains(&"--logger=json".to_owned()).then(Vec::new)),
            files: read_files(&expect.join("files")),
            folder,
        };
        assert_eq!(case.files.keys().cloned().collect::<Vec<_>>(), texts("files"), "{}", case.name);
        case
    }

    /// Runs the case in a new directory, with nothing in the environment that it does not name.
    pub(crate) fn run(&self) -> Run {
        let directory = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(directory.path()).unwrap();
        self.prepare(&root);
        let before = read_files(&root);
        let stdin = match &self.stdin {
            Some(file) => Stdio::from(fs::File::open(root.join(file)).unwrap()),
            None => Stdio::null(),
        };
        let output = Command::new(env!("CARGO_BIN_EXE_slo"))
            .args(&self.args)
            .env_clear()
            .envs(["PATH", "HOME"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
            .envs(&self.env)
            .current_dir(&root)
            .stdin(stdin)
            .output()
            .unwrap();
        let mut files = read_files(&root);
        files.retain(|name, bytes| before.get(name) != Some(bytes));
        let cwd = root.to_str().unwrap();
        Run {
            exit: output.status.code().unwrap_or(-1),
            stdout: replaced(&output.stdout, cwd),
            stderr: String::from_utf8_lossy(&replaced(&output.stderr, cwd)).into_owned(),
            files,
        }
    }

    fn prepare(&self, root: &Path) {
        let mut inputs = read_files(&self.folder);
        inputs.retain(|name, _| name != "case.json" && !name.starts_with("expect/"));
        for (name, bytes) in inputs {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        for directory in &self.dirs {
            fs::create_dir_all(root.join(directory)).unwrap();
        }
        for (path, target) in &self.links {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(target, path).unwrap();
        }
    }
}

impl Run {
    /// The last text on standard error that begins a line with `error: `.
    pub(crate) fn error(&self) -> Option<String> {
        let starts = ["error: ", "sloth: error: "].map(|start| {
            let inner = self.stderr.rfind(&format!("\n{start}")).map(|at| at + 1);
            inner.or_else(|| self.stderr.starts_with(start).then_some(0))
        });
        let start = starts.into_iter().flatten().max()?;
        let text = &self.stderr[start..];
        Some(text.strip_suffix('\n').unwrap_or(text).to_owned())
    }

    /// The records that the corpus keeps, with the keys that it keeps.
    pub(crate) fn log(&self) -> Vec<Value> {
        let records = self.stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
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
}

/// Paths and bytes of all files below a folder; links to files count as what they lead to.
fn read_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
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

/// The corpus writes `{CWD}` for the directory of the run.
fn replaced(bytes: &[u8], cwd: &str) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.replace(cwd, "{CWD}").into_bytes(),
        Err(_) => bytes.to_vec(),
    }
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
