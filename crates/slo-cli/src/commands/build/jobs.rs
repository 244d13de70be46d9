//! Which specs there are, and where the rules of each go.
//!
//! In: the paths of the command line. Out: a [`Job`] a spec file, in lexical order within each path. Keeps: no output is
//! a spec, and no two specs have the same output.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::is_same_file;
use crate::commands::Stop;
use crate::commands::specs::{self, SpecFile};

/// A spec file, and where its rules go.
#[derive(Debug)]
pub(super) struct Job {
    /// The spec file.
    pub(super) spec: SpecFile,
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

/// The jobs for `paths`; in `dashboards` there are outputs of another kind.
///
/// # Errors
/// A path that is missing, a directory without specs, or an output that is a spec or that of two specs.
pub(super) fn plan(
    paths: &[PathBuf],
    destination: &Destination,
    dashboards: Option<&Path>,
) -> Result<Vec<Job>, Stop> {
    let mut outputs = Vec::from_iter(dashboards);
    if let Destination::Directory(directory) = destination {
        outputs.push(directory);
    }
    let specs = specs::find(paths, &outputs)?.into_iter();
    let jobs: Vec<_> = specs.map(|spec| Job { output: destination.output(&spec.relative), spec }).collect();
    check_outputs(&jobs)?;
    Ok(jobs)
}

fn check_outputs(jobs: &[Job]) -> Result<(), Stop> {
    let mut sources: BTreeMap<&Path, &Path> = BTreeMap::new();
    for Job { spec, output } in jobs {
        let (source, Some(output)) = (&spec.path, output) else { continue };
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
    use std::fs;

    use super::*;
    use crate::commands::Ending;

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
        let jobs = plan(std::slice::from_ref(&specs), &destination, None).unwrap();
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
        let refused = |paths: &[PathBuf], destination| plan(paths, &destination, None).unwrap_err().1;
        assert!(refused(&[at("specs/a.yml")], Destination::File(at("specs/a.yml"))).contains("overwrite"));
        assert!(refused(&[at("specs")], Destination::Directory(at("specs"))).contains("both be in"));
        let twice = refused(&[at("specs/a.yml"), at("specs/out/a.yml")], Destination::Directory(at("new")));
        assert!(twice.contains("would both be written to"));
    }
}
