//! Where project files want outputs to be.
//!
//! In: the project files of a run and the paths that it was started with. Out: the output of each spec, which lies below `out` as
//! the spec lies below its project file. Keeps: a spec has the same output wherever a run starts, and whatever else it compiles.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::commands::Stop;
use crate::commands::project::{Directory, Project, Projects};
use crate::path_error::PathError;

/// The outputs of one project.
struct Layout {
    /// The directory of the project file, without links.
    root: PathBuf,
    /// Where rules go.
    out: Option<PathBuf>,
    /// Where dashboards go.
    dashboards: Option<PathBuf>,
    /// Those of both that are below the root, without links.
    inside: Vec<PathBuf>,
    /// Whether the run compiles all specs of the project.
    is_whole: bool,
}

/// The outputs of the projects of a run, in their order.
pub(super) struct Layouts(Vec<Layout>);

impl Layouts {
    /// Of `projects`, of which a run compiles what is at and below `paths`.
    ///
    /// # Errors
    /// An output that is a file, or the directory of the specs.
    pub(super) fn of(projects: &Projects, paths: &[PathBuf]) -> Result<Self, Stop> {
        let paths: Vec<PathBuf> = paths
            .iter()
            .filter(|path| path.is_dir())
            .filter_map(|path| fs::canonicalize(path).ok())
            .collect();
        let layouts = projects.read.iter().map(|project| Layout::of(project, &paths));
        Ok(Self(layouts.collect::<Result<_, _>>()?))
    }

    /// Whether `spec` was found where outputs are.
    pub(super) fn is_output(&self, spec: &Path, project: Option<usize>) -> bool {
        let Some(layout) = self.at(project) else { return false };
        !layout.inside.is_empty()
            && real(spec).is_ok_and(|spec| layout.inside.iter().any(|directory| spec.starts_with(directory)))
    }

    /// The output of `spec`, if its project file says where it goes.
    ///
    /// # Errors
    /// When the system does not let the directory of the spec be looked at.
    pub(super) fn output(&self, spec: &Path, project: Option<usize>) -> Result<Option<PathBuf>, PathError> {
        let Some(Layout { root, out: Some(out), .. }) = self.at(project) else { return Ok(None) };
        let spec = real(spec)?;
        Ok(Some(out.join(spec.strip_prefix(root).unwrap_or(&spec))))
    }

    /// Where rules go, each directory once.
    pub(super) fn directories(&self) -> Vec<PathBuf> {
        let mut directories: Vec<PathBuf> = self.0.iter().filter_map(|layout| layout.out.clone()).collect();
        directories.sort_unstable();
        directories.dedup();
        directories
    }

    /// Where the dashboards of all SLOs go, if there is one project and it says so, and whether all of its SLOs are there.
    pub(super) fn dashboards(&self) -> Option<(&Path, bool)> {
        let [layout] = self.0.as_slice() else { return None };
        Some((layout.dashboards.as_deref()?, layout.is_whole))
    }

    /// Whether the run compiles all specs of all of its projects.
    pub(super) fn are_whole(&self) -> bool {
        self.0.iter().all(|layout| layout.is_whole)
    }

    fn at(&self, project: Option<usize>) -> Option<&Layout> {
        self.0.get(project?)
    }
}

impl Layout {
    fn of(project: &Project, paths: &[PathBuf]) -> Result<Self, Stop> {
        let root = project.root()?;
        let directory = |key: &str, written: &Option<Directory>| -> Result<Option<PathBuf>, Stop> {
            let Some(written) = written else { return Ok(None) };
            let directory = straight(&project.resolve(&written.0));
            let refuse = |what: &str| {
                Err(Stop::usage(format!(
                    "`{key}` of {} is {}, {what}",
                    project.path.display(),
                    directory.display()
                )))
            };
            if directory.is_file() {
                return refuse("which is a file, but it has to be a directory");
            }
            if fs::canonicalize(&directory).is_ok_and(|directory| directory == root) {
                return refuse("where the specs are");
            }
            Ok(Some(directory))
        };
        let build = &project.file.build;
        let out = directory("out", &build.out)?;
        let dashboards = directory("dashboards", &build.dashboards)?;
        let real = [&out, &dashboards].into_iter().flatten().filter_map(|path| fs::canonicalize(path).ok());
        let inside = real.filter(|path| path.starts_with(&root)).collect();
        let is_whole = paths.iter().any(|path| root.starts_with(path));
        Ok(Self { root, out, dashboards, inside, is_whole })
    }
}

/// The path without `..` behind a name, so that a directory has one path whichever project names it.
fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match (part, straight.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                straight.pop();
            }
            (Component::CurDir, _) => {}
            _ => straight.push(part),
        }
    }
    if straight.as_os_str().is_empty() { PathBuf::from(".") } else { straight }
}

/// The path of a file whose directory is without links. The file may be one: it stands for a spec where it is.
fn real(file: &Path) -> Result<PathBuf, PathError> {
    let directory = file.parent().filter(|path| !path.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = fs::canonicalize(directory).map_err(|error| PathError::new("open", directory, error))?;
    Ok(real.join(file.file_name().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_has_one_path() {
        for (path, expected) in [
            ("teams/a/../../rules", "rules"),
            ("./rules/.", "rules"),
            ("../rules", "../rules"),
            ("../../a/../rules", "../../rules"),
            ("/x/../rules", "/rules"),
            ("specs/..", "."),
        ] {
            assert_eq!(straight(Path::new(path)), Path::new(expected), "{path}");
        }
    }
}
