//! Who decides what: flags before the project file, the project file before what is built in.
//!
//! In: flags and a project file. Out: values, each with who decided it. What is a list is decided as a whole; labels are
//! decided one by one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use slo_compiler::model::Window;

use super::features::Feature;
use super::format::Format;
use super::project::{Build, Directory, Project};
use super::settings::{Profile, Settings};

/// Who decided a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Nobody: it is built in.
    Default,
    /// The project file.
    Project,
    /// The command line.
    Flag,
}

/// A value and who decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting<T> {
    pub(super) value: T,
    pub(super) by: By,
}

impl<T> Setting<T> {
    fn choose(flag: Option<T>, project: Option<T>, default: T) -> Self {
        match (flag, project) {
            (Some(value), _) => Self { value, by: By::Flag },
            (None, Some(value)) => Self { value, by: By::Project },
            (None, None) => Self { value: default, by: By::Default },
        }
    }
}

/// What a flag and the project file can both decide.
#[derive(Debug)]
pub(super) struct Effective {
    pub(super) extra_labels: BTreeMap<String, Setting<String>>,
    pub(super) default_slo_period: Setting<Window>,
    pub(super) slo_period_windows_path: Setting<Option<PathBuf>>,
    pub(super) plugins_path: Setting<Vec<PathBuf>>,
    pub(super) enable_feature: Setting<Vec<Feature>>,
    /// What the project file says; these are flags of `slo build` alone.
    pub(super) out: Setting<Option<PathBuf>>,
    pub(super) dashboards: Setting<Option<PathBuf>>,
    pub(super) format: Setting<Option<Format>>,
    pub(super) profile: Setting<Profile>,
    pub(super) retention: Setting<Option<Window>>,
    /// What the project file alone decides for SLOs that do not.
    pub(super) defaults: slo_compiler::Defaults,
}

impl Effective {
    /// For the specs of `project`, or those that belong to none.
    pub(super) fn new(flags: &Settings, project: Option<&Project>) -> Self {
        let none = Build::default();
        let build = project.map_or(&none, |project| &project.file.build);
        let path = |path: &PathBuf| project.map_or_else(|| path.clone(), |project| project.resolve(path));
        let paths = |list: &Vec<PathBuf>| list.iter().map(path).collect();
        let directory = |written: &Option<Directory>| {
            Setting::choose(None, written.as_ref().map(|written| Some(path(&written.0))), None)
        };
        let given = |list: &[PathBuf]| (!list.is_empty()).then(|| list.to_vec());
        Self {
            extra_labels: labels(&flags.extra_labels, &build.extra_labels),
            default_slo_period: Setting::choose(
                flags.default_slo_period,
                build.default_slo_period,
                Window::days(30),
            ),
            slo_period_windows_path: Setting::choose(
                flags.slo_period_windows_path.clone().map(Some),
                build.slo_period_windows_path.as_ref().map(|directory| Some(path(directory))),
                None,
            ),
            plugins_path: Setting::choose(
                given(&flags.plugins_path),
                build.plugins_path.as_ref().map(paths),
                Vec::new(),
            ),
            enable_feature: Setting::choose(flags.features.given(), build.enable_feature.clone(), Vec::new()),
            out: directory(&build.out),
            dashboards: directory(&build.dashboards),
            format: Setting::choose(None, build.format.map(Some), None),
            profile: Setting::choose(flags.profile, build.profile, Profile::Native),
            retention: Setting::choose(flags.retention.map(Some), build.retention.map(Some), None),
            defaults: project
                .map(|project| project.file.defaults.to_library(&project.file.alerts))
                .unwrap_or_default(),
        }
    }
}

fn labels(
    flags: &[(String, String)],
    project: &BTreeMap<String, String>,
) -> BTreeMap<String, Setting<String>> {
    let of = |by| move |(key, value): (&String, &String)| (key.clone(), Setting { value: value.clone(), by });
    let project = project.iter().map(of(By::Project));
    project.chain(flags.iter().map(|(key, value)| (key, value)).map(of(By::Flag))).collect()
}
