//! How each spec is compiled and judged.
//!
//! In: flags, and the projects that specs belong to. Out: a [`Setup`] for each spec, made once a project, since it may need
//! directories to be read.

use std::collections::BTreeMap;
use std::sync::Arc;

use slo_compiler::Options;

use super::besides::Besides;
use super::effective::Effective;
use super::format::Format;
use super::levels::Levels;
use super::project::Projects;
use super::settings::Settings;
use super::{Stop, options};

/// What holds for the specs of a project.
#[derive(Debug)]
pub(super) struct Setup {
    /// How they are compiled, with the lints that look at them.
    pub(super) options: Options,
    /// How bad each kind of problem is.
    pub(super) levels: Levels,
    /// What the project file wants to be written.
    pub(super) format: Option<Format>,
}

/// The setup of each path of `projects`. `choose` changes the levels as the command line wants it. What there is to say of
/// files goes to `besides`; after an error there, setups are not what they should be.
///
/// # Errors
/// A directory that cannot be read.
pub(super) fn all(
    projects: &Projects,
    settings: &Settings,
    choose: impl Fn(&mut Levels),
    besides: &mut Besides,
) -> Result<Vec<Arc<Setup>>, Stop> {
    let mut made: BTreeMap<Option<usize>, Arc<Setup>> = BTreeMap::new();
    let mut all = Vec::new();
    for position in &projects.of_path {
        let setup = match made.get(position) {
            Some(setup) => Arc::clone(setup),
            None => Arc::new(one(projects, *position, settings, &choose, besides)?),
        };
        made.insert(*position, Arc::clone(&setup));
        all.push(setup);
    }
    Ok(all)
}

fn one(
    projects: &Projects,
    position: Option<usize>,
    settings: &Settings,
    choose: &impl Fn(&mut Levels),
    besides: &mut Besides,
) -> Result<Setup, Stop> {
    let project = position.and_then(|position| projects.read.get(position));
    let effective = Effective::new(settings, project);
    let mut levels = Levels::default();
    for (code, level) in project.iter().flat_map(|project| project.file.levels()) {
        levels.set(code, level);
    }
    choose(&mut levels);
    let mut options = options::read(settings, &effective, besides)?;
    options.lints = levels.lints();
    if let Some(project) = project {
        project.file.inform(&mut options.lints);
    }
    Ok(Setup { options, levels, format: effective.format.value })
}
