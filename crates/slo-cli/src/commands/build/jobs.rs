//! Which specs there are, and where the rules of each go.
//!
//! In: the paths of the command line. Out: a [`Job`] a spec file, in lexical order within each path. Keeps: no output is
//! a spec, and no two specs have the same output.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Ending, Stop, is_same_file};
use crate::path_error::PathError;
use crate::walk::{self, Enter};

/// A spec file, and where its rules go.
#[derive(Debug)]
pub(super) struct Job {
    /// The spec file.
    pub(super) source: PathBuf,
    /// Whether the user named the file; else it was found in a directory and may hold something else.
    pub(super) named: bool,
    /// The output; `None` is standard output.
    pub(super) output: Option<PathBuf>,
}

/// Where everything goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// To standard output.
    Stdout,
    /// To this file.
    File(PathBuf),
    /// Into this directory, below which paths are those of the specs.
    Directory(PathBuf),
}

impl Destination {
    /// Decides from the number of sources and from what is there.
    pub(super) fn choose(paths: &[PathBuf], out: Option<&Path>) -> Result<Self, Stop> {
        let single = matches!(paths, [path] if !path.is_dir());
        match out {
            None if single => Ok(Self::Stdout),
            None => Err(Stop::usage("specs of a directory need an output directory: add `--out DIR`")),
            Some(out) if out == Path::new("-") && single => Ok(Self::Stdout),
            Some(out) if out == Path::new("-") => {
                Err(Stop::usage("only a single spec file can be written to standard output"))
            }
            Some(out) if single && !out.is_dir() && !out.as_os_str().as_encoded_bytes().ends_with(b"/") => {
                Ok(Self::File(out.to_owned()))
            }
            Some(out) if out.is_file() => {
                Err(Stop::usage(format!("{} is a file, but several specs need a directory", out.display())))
            }
            Some(out) => Ok(Self::Directory(out.to_owned())),
        }
    }

    fn output(&self, relative: &Path) -> Option<PathBuf> {
        match self {
            Self::Stdout => None,
            Self::File(file) => Some(file.clone()),
            Self::Directory(directory) => Some(directory.join(relative)),
        }
    }
}

/// The jobs for `paths`.
///
/// # Errors
/// A path that is missing, a directory without specs, or an output that is a spec or that of two specs.
pub(super) fn plan(paths: &[PathBuf], destination: &Destination) -> Result<Vec<Job>, Stop> {
    let mut jobs = Vec::new();
    for path in paths {
        let there = fs::metadata(path).map_err(|error| PathError::new("stat", path, error))?;
        if there.is_dir() {
            jobs.extend(directory_jobs(path, destination)?);
        } else {
            let name = Path::new(path.file_name().unwrap_or(path.as_os_str()));
            jobs.push(Job { source: path.clone(), named: true, output: destination.output(name) });
        }
    }
    if jobs.is_empty() {
        return Err(Stop(Ending::Problems, "there is no .yaml or .yml file to build".to_owned()));
    }
    check_outputs(&jobs)?;
    Ok(jobs)
}

fn directory_jobs(root: &Path, destination: &Destination) -> Result<Vec<Job>, Stop> {
    // Outputs of an earlier run may lie below the specs.
    let outputs = match destination {
        Destination::Directory(directory) => fs::canonicalize(directory).ok(),
        _ => None,
    };
    let real_root = fs::canonicalize(root).map_err(|error| PathError::new("open", root, error))?;
    if outputs.as_ref() == Some(&real_root) {
        return Err(Stop::usage(format!("specs and outputs cannot both be in {}", root.display())));
    }
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    let is_output = |path: &Path| {
        outputs.as_ref().is_some_and(|outputs| real_root.join(below(path)).starts_with(outputs))
    };
    let keep = |path: &Path| {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        !hidden && walk::is_yaml(path) && !is_output(path)
    };
    let files = walk::files(&root.join(""), Enter::Visible, keep)?;
    let job = |source: PathBuf| Job { named: false, output: destination.output(&below(&source)), source };
    Ok(files.into_iter().map(job).collect())
}

fn check_outputs(jobs: &[Job]) -> Result<(), Stop> {
    let mut sources: BTreeMap<&Path, &Path> = BTreeMap::new();
    for Job { source, output, .. } in jobs {
        let Some(output) = output else { continue };
        if is_same_file(source, output) {
            return Err(Stop::usage(format!("the rules of {} would overwrite it", source.display())));
        }
        if let Some(other) = sources.insert(output, source) {
            return Err(Stop::usage(format!(
                "{} and {} would both be written to {}",
                other.display(),
                source.display(),
                output.display()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for path in
            ["specs/a.yml", "specs/t/b.yaml", "specs/.hidden.yml", "specs/.git/c.yml", "specs/out/a.yml"]
        {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        root
    }

    #[test]
    fn directories_are_mirrored_without_hidden_files_and_outputs() {
        let root = tree();
        let specs = root.path().join("specs");
        let out = specs.join("out");
        let destination = Destination::choose(std::slice::from_ref(&specs), Some(&out)).unwrap();
        let jobs = plan(std::slice::from_ref(&specs), &destination).unwrap();
        let outputs: Vec<_> = jobs.iter().map(|job| job.output.clone().unwrap()).collect();
        assert_eq!(outputs, [out.join("a.yml"), out.join("t/b.yaml")]);
    }

    #[test]
    fn the_destination_depends_on_what_there_is() {
        let root = tree();
        let at = |path: &str| root.path().join(path);
        let choose = |paths: &[&str], out: Option<&str>| {
            let paths: Vec<_> = paths.iter().map(|path| at(path)).collect();
            Destination::choose(
                &paths,
                out.map(|out| if out == "-" { "-".into() } else { at(out) }).as_deref(),
            )
        };
        assert_eq!(choose(&["specs/a.yml"], None).unwrap(), Destination::Stdout);
        assert_eq!(choose(&["specs/a.yml"], Some("-")).unwrap(), Destination::Stdout);
        assert_eq!(choose(&["specs/a.yml"], Some("x.yml")).unwrap(), Destination::File(at("x.yml")));
        assert_eq!(choose(&["specs/a.yml"], Some("new/")).unwrap(), Destination::Directory(at("new/")));
        assert_eq!(choose(&["specs/a.yml"], Some("specs/t")).unwrap(), Destination::Directory(at("specs/t")));
        assert_eq!(choose(&["specs"], Some("new")).unwrap(), Destination::Directory(at("new")));
        for (paths, out) in
            [(&["specs"][..], None), (&["specs"], Some("-")), (&["specs"], Some("specs/a.yml"))]
        {
            assert_eq!(choose(paths, out).unwrap_err().0, Ending::Usage);
        }
    }

    #[test]
    fn an_output_is_never_a_spec_and_has_one_source() {
        let root = tree();
        let at = |path: &str| root.path().join(path);
        let refused = |paths: &[PathBuf], destination| plan(paths, &destination).unwrap_err().1;
        assert!(refused(&[at("specs/a.yml")], Destination::File(at("specs/a.yml"))).contains("overwrite"));
        assert!(refused(&[at("specs")], Destination::Directory(at("specs"))).contains("both be in"));
        let twice = refused(&[at("specs/a.yml"), at("specs/out/a.yml")], Destination::Directory(at("new")));
        assert!(twice.contains("would both be written to"));
    }
}
