//! The conformance cases: inputs with the reference's real output.
//!
//! In: `specs/conformance/cases`, laid out as the README there says. Out: one [`Case`] a folder, in the order
//! of their names, and its input files put where a program can run on them. What a program prints is
//! compared by the test that runs it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::repo;

/// One case: how to run a program, and where the expected results lie.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Case {
    /// Area and folder, such as `events/001-minimal`.
    #[serde(skip)]
    pub name: String,
    /// The folder of the case.
    #[serde(skip)]
    pub dir: PathBuf,
    /// The command line, relative to a copy of the inputs.
    pub args: Vec<String>,
    /// The environment; besides it only `PATH` and `HOME` may be set.
    pub env: BTreeMap<String, String>,
    /// The files that the run creates or changes, sorted; their bytes lie under `expect/files`.
    pub files: Vec<String>,
    /// Folders to create before the run.
    #[serde(default)]
    pub dirs: Vec<String>,
    /// Symbolic links to create before the run: path → target.
    #[serde(default)]
    pub links: BTreeMap<String, String>,
    /// The input file that is standard input; without one it is empty.
    pub stdin: Option<String>,
    /// What the reference alone needs on its command line, to find what is built in here.
    #[serde(default)]
    pub reference_args: Vec<String>,
    /// Error texts of which any is right, because the reference chooses at random.
    #[serde(default)]
    pub any_of: Vec<String>,
    /// The reference crashed: any failure with an error line is right.
    #[serde(default)]
    pub crash: bool,
    /// The error text ends in the words of this library of the reference's …
    pub cause: Option<String>,
    /// … and this is the part before them.
    pub loose: Option<String>,
    /// A remark, mostly on a defect of the reference.
    pub note: Option<String>,
}

/// All cases, sorted by name.
///
/// # Panics
/// When a case cannot be read.
pub fn cases() -> impl Iterator<Item = Case> {
    let root = repo::root().join("specs/conformance/cases");
    let areas = sorted(&root).into_iter().filter(|path| path.is_dir());
    areas.flat_map(|area| sorted(&area)).filter(|path| path.is_dir()).map(move |dir| {
        let name = dir.strip_prefix(&root).unwrap_or(&dir).to_string_lossy().replace('\\', "/");
        let text = fs::read(dir.join("case.json")).unwrap_or_else(|error| panic!("{name}: {error}"));
        let case: Case = serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        Case { name, dir, ..case }
    })
}

impl Case {
    /// The bytes of `expect/FILE`, such as `stdout`, `exit` or `files/rules.yml`; `None` when there are none.
    #[must_use]
    pub fn expected(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.join("expect").join(file)).ok()
    }

    /// Whether the reference succeeded.
    #[must_use]
    pub fn succeeds(&self) -> bool {
        self.expected("exit").is_some_and(|code| code == b"0\n")
    }

    /// Makes the empty folder `to` what the run starts from: input files, folders, links.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn stage(&self, to: &Path) -> io::Result<()> {
        let mut folders = vec![(self.dir.clone(), to.to_owned())];
        while let Some((from, to)) = folders.pop() {
            for path in sorted(&from) {
                let name = path.file_name().unwrap_or_default();
                if from == self.dir && (name == "case.json" || name == "expect") {
                    continue;
                }
                if path.is_dir() {
                    fs::create_dir(to.join(name))?;
                    folders.push((path.clone(), to.join(name)));
                } else {
                    fs::copy(&path, to.join(name))?;
                }
            }
        }
        for folder in &self.dirs {
            fs::create_dir_all(to.join(folder))?;
        }
        for (path, target) in &self.links {
            link(target, &to.join(path))?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(target: &str, _: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, format!("a symbolic link to {target}")))
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
