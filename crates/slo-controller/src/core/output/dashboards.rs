//! The dashboards of an object: its service, with a row for each of its SLOs.
//!
//! In: a compiled object. Out: an object for each page. Keeps: dashboards of different objects differ in uid and title, also
//! where several objects are about one service, because Grafana shows only one of two with the same uid. The overview and the
//! months are about all objects, so they come with the installation and not from here.

use serde_json::value::to_raw_value;
use slo_compiler::Compiled;
use slo_compiler::dashboard::model::{Dashboard, Uid};
use slo_compiler::dashboard::{self, Subject};
use slo_compiler::emit::grafana::{self, Objects};
use slo_compiler::model::Labels;

use super::desired::{Pairs, Part};
use super::{Desired, Kind, Outputs, Wanted};
use crate::core::conditions::Problem;
use crate::resource::ServiceLevel;

/// What dashboards look like.
#[derive(Clone, Debug, Default)]
pub struct Dashboards {
    /// The dashboards.
    pub settings: dashboard::Settings,
    /// The objects that hold them.
    pub objects: Objects,
}

/// Between the name of the object that a dashboard is made of and the number of the page.
const SUFFIX: &str = "-slo-dashboard";
/// The longest name that Kubernetes takes.
const LONGEST_NAME: usize = 253;

/// Adds the dashboards of `object` as objects of `kind`.
pub(super) fn make(
    kind: Kind,
    object: &ServiceLevel,
    compiled: &Compiled,
    settings: &Outputs,
    wanted: &mut Wanted,
) {
    let subjects = compiled.slos().map(Subject::from);
    let subjects: Vec<Subject<'_>> =
        subjects.filter(|subject| subject.rules.groups().next().is_some()).collect();
    let pages = dashboard::detail(&subjects, &settings.dashboards.settings);
    for (number, page) in pages.into_iter().enumerate() {
        match part(kind, object, number, page, &settings.dashboards.objects) {
            Ok(part) => wanted.objects.push(Desired::new(part, object, settings)),
            Err(problem) => wanted.problems.push(problem),
        }
    }
}

fn part(
    kind: Kind,
    object: &ServiceLevel,
    number: usize,
    page: Dashboard,
    objects: &Objects,
) -> Result<Part, Problem> {
    let page = owned(page, object, number);
    let part = match kind {
        Kind::DashboardConfigMap => grafana::config_map_part(&page, objects),
        _ => grafana::grafana_dashboard_part(&page, objects),
    };
    let refused = |why: String| Problem::new("DashboardTooLarge", why);
    let part = part.map_err(|error| refused(error.to_string()))?;
    let content = to_raw_value(&part.content).map_err(|error| refused(error.to_string()))?;
    let name = name(object, number, &page.uid);
    let (labels, annotations) = (pairs(&part.labels), pairs(&part.annotations));
    Ok(Part { kind, name, labels, annotations, rules: 0, content })
}

/// The dashboard under an id and a title that no other object's dashboard has.
fn owned(mut page: Dashboard, object: &ServiceLevel, number: usize) -> Dashboard {
    let full_name = format!("{}/{}", object.namespace(), object.name());
    page.uid = Uid::service(&full_name, number); // with a slash, it is a hash
    page.title = format!("{} ({full_name})", page.title);
    page
}

fn name(object: &ServiceLevel, number: usize, uid: &Uid) -> String {
    let mut name = [object.name(), SUFFIX].concat();
    if number > 0 {
        name = format!("{name}-{}", number + 1);
    }
    if name.len() > LONGEST_NAME { uid.object_name() } else { name }
}

/// The name of the object that a dashboard with this name is made of.
#[must_use]
pub fn owner_name(name: &str) -> &str {
    name.rsplit_once(SUFFIX).map_or(name, |(owner, _)| owner)
}

fn pairs(labels: &Labels) -> Pairs {
    labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
