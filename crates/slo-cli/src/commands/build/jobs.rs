//! Which specs there are, and where the rules of each go.
//!
//! In: the paths of the command line. Out: a [`Job`] a spec file, in lexical order within each path. Keeps: no output is
//! a spec, and no two specs have the same output.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::is_same_file;
use super::layout::Layouts;
use crate::commands::Stop;
use crate::commands::besides::Besides;
use crate::commands::project::{self, Projects};
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
    /// Into these directories, which project files name.
    Projects(Vec<PathBuf>),
}

impl Destination {
    /// Decides from the flag, from the number of sources and from what is there.
    pub(super) fn choose(paths: &[PathBuf], out: &Path) -> Result<Self, Stop> {
        let single = is_single(paths);
        if out == Path::new("-") {
            let refused = || Stop::usage("only a single spec file can be written to standard output");
            return single.then_some(Self::Stdout).ok_or_else(refused);
        }
        if single && !out.is_dir() && !out.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Ok(Self::File(out.to_owned()));
        }
        if out.is_file() {
            return Err(Stop::usage(format!(
                "{} is a file, but several specs need a directory",
                out.display()
            )));
        }
        Ok(Self::Directory(out.to_owned()))
    }

    /// The directories in which outputs of earlier runs may be.
    pub(super) fn directories(&self) -> &[PathBuf] {
        match self {
            Self::Stdout | Self::File(_) => &[],
            Self::Directory(directory) => std::slice::from_ref(directory),
            Self::Projects(directories) => directories,
        }
    }
}

fn is_single(paths: &[PathBuf]) -> bool {
    matches!(paths, [path] if !path.is_dir())
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// One job a spec.
    pub(super) jobs: Vec<Job>,
    /// Where the rules of all of them go.
    pub(super) destination: Destination,
    /// Where dashboards of all SLOs go.
    pub(super) dashboards: Option<PathBuf>,
    /// Whether what else is in the destination is left over.
    pub(super) is_whole: bool,
    /// The project files of the jobs.
    pub(super) projects: Projects,
}

/// Plans a run over `paths`. What the flags do not say, project files decide; after an error in one of them, which goes to
/// `besides`, there is nothing to do.
///
/// # Errors
/// A path that is missing, a directory without specs, nowhere to write to, or an output that is a spec or that of two specs.
pub(super) fn plan(
    paths: &[PathBuf],
    out: Option<&Path>,
    dashboards: Option<&Path>,
    besides: &mut Besides,
) -> Result<Plan, Stop> {
    let chosen = out.map(|out| Destination::choose(paths, out)).transpose()?;
    let mut outputs = Vec::from_iter(dashboards);
    outputs.extend(chosen.iter().flat_map(Destination::directories).map(PathBuf::as_path));
    let mut specs = specs::find(paths, &outputs)?;
    let mut projects = Projects::of(specs.iter().map(|spec| spec.path.as_path()), besides)?;
    if besides.has_errors() {
        let destination = Destination::Stdout;
        return Ok(Plan { jobs: Vec::new(), destination, dashboards: None, is_whole: false, projects });
    }
    let layouts = Layouts::of(&projects, paths)?;
    let of_project = std::mem::take(&mut projects.of_path);
    (specs, projects.of_path) = specs
        .into_iter()
        .zip(of_project)
        .filter(|(spec, project)| spec.named || !layouts.is_output(&spec.path, *project))
        .unzip();
    let is_whole = chosen.is_some() || layouts.are_whole();
    let dashboards = dashboards.map(Path::to_owned).or_else(|| wanted_dashboards(&layouts, besides));
    let (destination, outputs) = match chosen {
        Some(destination) => {
            let outputs = specs.iter().map(|spec| match &destination {
                Destination::File(file) => Some(file.clone()),
                Destination::Directory(directory) => Some(directory.join(&spec.relative)),
                Destination::Stdout | Destination::Projects(_) => None,
            });
            let outputs = outputs.collect();
            (destination, outputs)
        }
        None => by_projects(paths, &specs, &projects, &layouts)?,
    };
    let jobs: Vec<Job> = specs.into_iter().zip(outputs).map(|(spec, output)| Job { spec, output }).collect();
    check_outputs(&jobs)?;
    Ok(Plan { jobs, destination, dashboards, is_whole, projects })
}

/// Where project files want the dashboards; what is made of a part of the SLOs would look complete.
fn wanted_dashboards(layouts: &Layouts, besides: &mut Besides) -> Option<PathBuf> {
    let (directory, is_whole) = layouts.dashboards()?;
    if !is_whole {
        let note =
            "no dashboards were written: they show all specs below the project file, and these are some";
        besides.notes.push(note.to_owned());
    }
    is_whole.then(|| directory.to_owned())
}

/// Where project files want the rules.
fn by_projects(
    paths: &[PathBuf],
    specs: &[SpecFile],
    projects: &Projects,
    layouts: &Layouts,
) -> Result<(Destination, Vec<Option<PathBuf>>), Stop> {
    let output = |(spec, project): (&SpecFile, &Option<usize>)| layouts.output(&spec.path, *project);
    let outputs = specs.iter().zip(&projects.of_path).map(output).collect::<Result<Vec<_>, _>>()?;
    match specs.iter().zip(&outputs).find(|(_, output)| output.is_none()) {
        None => Ok((Destination::Projects(layouts.directories()), outputs)),
        Some(_) if is_single(paths) => Ok((Destination::Stdout, outputs)),
        Some((spec, _)) => Err(Stop::usage(format!(
            "specs of a directory need an output directory, and {} has none: add `--out DIR`, or `out` to `[build]` of a {}",
            spec.path.display(),
            project::NAME
        ))),
    }
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
        let plan = plan(std::slice::from_ref(&specs), Some(&out), None, &mut Besides::default());
        let jobs = plan.unwrap().jobs;
        let outputs: Vec<_> = jobs.iter().map(|job| job.output.clone().unwrap()).collect();
        assert_eq!(outputs, [out.join("a.yml"), out.join("t/b.yaml")]);
    }

    #[test]
    fn the_destination_depends_on_what_there_is() {
        let root = tree();
        let at = |path: &str| root.path().join(path);
        let choose = |paths: &[&str], out: Option<&str>| {
            let paths: Vec<_> = paths.iter().map(|path| at(path)).collect();
            let out = out.map(|out| if out == "-" { "-".into() } else { at(out) });
            plan(&paths, out.as_deref(), None, &mut Besides::default()).map(|plan| plan.destination)
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
        let refused = |paths: &[&str], out: &str| {
            let paths: Vec<_> = paths.iter().map(|path| at(path)).collect();
            plan(&paths, Some(&at(out)), None, &mut Besides::default()).unwrap_err().1
        };
        assert!(refused(&["specs/a.yml"], "specs/a.yml").contains("overwrite"));
        assert!(refused(&["specs"], "specs").contains("both be in"));
        let twice = refused(&["specs/a.yml", "specs/out/a.yml"], "new");
        assert!(twice.contains("would both be written to"));
    }
}
