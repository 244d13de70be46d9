//! Where each kind of spec has the fields of an SLO.
//!
//! In: a field of the model. Out: the path that the user wrote it at. Native specs and `PrometheusServiceLevel` objects
//! have the same fields, the one in snake case at the top, the other in camel case below `spec`.

use std::borrow::Cow;

use super::indicator::origin;
use crate::diagnostic::{FieldPath, Part, Place};
use crate::model::{AlertKind, Field, FieldPart};
use crate::spec::extension::Health;
use crate::spec::{Spec, openslo, sloth};
use crate::words;

/// The field names of one document.
pub(crate) enum Paths<'a> {
    /// Native specs and `PrometheusServiceLevel` objects.
    Sloth { root: FieldPath, names: &'static Names, spec: &'a sloth::Spec },
    /// `OpenSLO` objects.
    OpenSlo(&'a openslo::Slo),
}

/// How the fields are spelled whose names have two words.
pub(crate) struct Names {
    slo_plugins: &'static str,
    bad: &'static str,
    total: &'static str,
    error_ratio: &'static str,
    page: &'static str,
    ticket: &'static str,
    /// How the fields that Sloth does not have are spelled; the argument is in snake case.
    spell: fn(&'static str) -> Cow<'static, str>,
}

/// Where a document has fields that Sloth does not have.
#[derive(Clone, Copy, Debug)]
pub(super) enum Base {
    /// In the SLO of this number.
    Slo(usize),
    /// In what holds for all SLOs.
    Defaults,
}

const SNAKE: Names = Names {
    slo_plugins: "slo_plugins",
    bad: "error_query",
    total: "total_query",
    error_ratio: "error_ratio_query",
    page: "page_alert",
    ticket: "ticket_alert",
    spell: Cow::Borrowed,
};

const CAMEL: Names = Names {
    slo_plugins: "sloPlugins",
    bad: "errorQuery",
    total: "totalQuery",
    error_ratio: "errorRatioQuery",
    page: "pageAlert",
    ticket: "ticketAlert",
    spell: |name| words::camel_case(name).into(),
};

impl<'a> Paths<'a> {
    pub(super) fn of(spec: &'a Spec) -> Self {
        match spec {
            Spec::Sloth(spec) => Self::Sloth { root: FieldPath::root(), names: &SNAKE, spec },
            Spec::ServiceLevel(object) => {
                Self::Sloth { root: FieldPath::root().key("spec"), names: &CAMEL, spec: &object.spec }
            }
            Spec::OpenSlo(spec) => Self::OpenSlo(spec),
        }
    }

    /// The entry `position` of the chain that all SLOs of the document share.
    pub(super) fn group_link(&self, position: usize) -> Option<FieldPath> {
        let Self::Sloth { root, names, .. } = self else { return None };
        Some(root.key(names.slo_plugins).key("chain").index(position))
    }

    /// The entry `position` of the chain of SLO `index`.
    pub(super) fn slo_link(&self, index: usize, position: usize) -> Option<FieldPath> {
        let Self::Sloth { root, .. } = self else { return None };
        Some(root.key("slos").index(index).key("plugins").key("chain").index(position))
    }

    /// The field below `base` that `keys`, in snake case, lead to.
    pub(super) fn extension(&self, base: Base, keys: &[&'static str]) -> FieldPath {
        let Self::Sloth { root, names, .. } = self else { return FieldPath::root() };
        let base = match base {
            Base::Slo(index) => root.key("slos").index(index),
            Base::Defaults => root.key("defaults"),
        };
        keys.iter().fold(base, |path, key| path.key((names.spell)(key)))
    }

    /// The SLI of SLO `index`, where it is one of Sloth's kinds of spec.
    pub(super) fn sli(&self, index: usize) -> Option<&'a sloth::Sli> {
        let Self::Sloth { spec, .. } = self else { return None };
        spec.slos.get(index).map(|slo| &slo.sli)
    }

    /// The SLI plugin of SLO `index`.
    pub(super) fn sli_plugin(&self, index: usize) -> Option<&'a sloth::SliPlugin> {
        self.sli(index)?.plugin.as_ref()
    }

    /// The place of a field, or of a part of one, of SLO `index`.
    pub(super) fn place(&self, index: usize, at: FieldPart) -> Place {
        let FieldPart { field, part } = at;
        let (field, part) = match (self, &field, &part) {
            (Self::OpenSlo(slo), Field::ErrorRatioQuery, Part::Token(span)) => {
                let objective = slo.spec.objectives.get(index);
                let written = objective.and_then(|objective| super::openslo::written(objective, *span));
                written.map_or((field, Part::Value), |(field, span)| (field, Part::Token(span)))
            }
            (Self::Sloth { .. }, Field::BadQuery | Field::TotalQuery, _) => {
                let sli = self.sli(index);
                sli.map_or((field.clone(), part.clone()), |sli| origin::written(sli, &field, &part))
            }
            _ => (field, part),
        };
        self.of_field(index, &field).map_or(Place::Document, |path| Place::Field(path, part))
    }

    /// What to write for an objective.
    pub(super) const fn objective_help(&self) -> &'static str {
        match self {
            Self::Sloth { .. } => "write `objective` in percent, such as `99.9`",
            Self::OpenSlo(_) => "write `target` as the ratio of good events, such as `0.999`",
        }
    }

    /// Where SLO `index` has `field`; `None` when it comes from outside the document.
    pub(super) fn of_field(&self, index: usize, field: &Field) -> Option<FieldPath> {
        match self {
            Self::Sloth { root, names, spec } => sloth_path(root, names, spec, index, field),
            Self::OpenSlo(_) => Some(openslo_path(index, field)),
        }
    }
}

fn sloth_path(
    root: &FieldPath,
    names: &Names,
    spec: &sloth::Spec,
    index: usize,
    field: &Field,
) -> Option<FieldPath> {
    let slo = root.key("slos").index(index);
    let written = spec.slos.get(index);
    let sli = || slo.key("sli");
    let alert = |kind| match kind {
        AlertKind::Page => (names.page, written.map(|slo| &slo.alerting.page_alert)),
        AlertKind::Ticket => (names.ticket, written.map(|slo| &slo.alerting.ticket_alert)),
    };
    Some(match field {
        Field::Slo => slo,
        Field::Service => root.key("service"),
        Field::Name => slo.key("name"),
        Field::Description => slo.key("description"),
        Field::Objective => slo.key("objective"),
        Field::Sli => sli(),
        Field::BadQuery => sli().key("events").key(names.bad),
        Field::TotalQuery => sli().key("events").key(names.total),
        Field::GoodQuery => sli().key("events").key((names.spell)("good_query")),
        Field::Setting(name) => setting(root, &slo, names, spec, written, name),
        Field::ErrorRatioQuery if written.is_some_and(|slo| slo.sli.plugin.is_some()) => sli().key("plugin"),
        Field::ErrorRatioQuery => sli().key("raw").key(names.error_ratio),
        Field::SliPlugin => sli().key("plugin").key("id"),
        Field::SliPluginOption(name) => sli().key("plugin").key("options").key(name.clone()),
        Field::AlertName => slo.key("alerting").key("name"),
        Field::Alert(kind) => slo.key("alerting").key(alert(*kind).0),
        Field::Label(name) if written.is_some_and(|slo| slo.labels.contains_key(name)) => {
            slo.key("labels").key(name.clone())
        }
        Field::Label(name) if spec.labels.contains_key(name) => root.key("labels").key(name.clone()),
        Field::Label(_) => return None,
        Field::AlertLabel(kind, name) => {
            let (key, own) = alert(*kind);
            let own = own.is_some_and(|alert| alert.labels.contains_key(name));
            let shared = written.is_some_and(|slo| slo.alerting.labels.contains_key(name));
            let general = spec.defaults.alerting.labels.contains_key(name);
            alert_text(root, &slo, key, [own, shared, general])?.key("labels").key(name.clone())
        }
        Field::AlertAnnotation(kind, name) => {
            let (key, own) = alert(*kind);
            let own = own.is_some_and(|alert| alert.annotations.contains_key(name));
            let shared = written.is_some_and(|slo| slo.alerting.annotations.contains_key(name));
            let general = spec.defaults.alerting.annotations.contains_key(name);
            alert_text(root, &slo, key, [own, shared, general])?.key("annotations").key(name.clone())
        }
    })
}

/// What holds the labels or annotations of an alert: the alert itself, what both share, or what all SLOs share; the first
/// that has the one in question. `None` when it comes from outside the document.
fn alert_text(
    root: &FieldPath,
    slo: &FieldPath,
    key: &'static str,
    [own, shared, general]: [bool; 3],
) -> Option<FieldPath> {
    if own {
        Some(slo.key("alerting").key(key))
    } else if shared {
        Some(slo.key("alerting"))
    } else {
        general.then(|| root.key("defaults").key("alerting"))
    }
}

/// Where one of the settings is decided that Sloth does not have: in the SLO, or else in the defaults of the spec, or else
/// outside of the document, which leaves the SLO.
fn setting(
    root: &FieldPath,
    slo: &FieldPath,
    names: &Names,
    spec: &sloth::Spec,
    written: Option<&sloth::Slo>,
    name: &'static str,
) -> FieldPath {
    let general = &spec.defaults;
    let has = |of_slo: fn(&sloth::Slo) -> bool, of_spec: bool| (written.is_some_and(of_slo), of_spec);
    let mut above: &[&'static str] = &[];
    let (own, general) = match name {
        "period" => has(|slo| slo.period.is_some(), general.period.is_some()),
        "disabled" => has(|slo| slo.disabled, false),
        "additive" => has(|slo| slo.additive, false),
        "no_traffic" => has(|slo| slo.no_traffic.is_some(), general.no_traffic.is_some()),
        "sparse" => has(|slo| slo.sparse.is_some(), general.sparse.is_some()),
        "query_offset" => has(|slo| slo.query_offset.is_some(), general.query_offset.is_some()),
        "scrape_interval" => has(|slo| slo.scrape_interval.is_some(), general.scrape_interval.is_some()),
        "min_events" => has(|slo| slo.min_events.is_some(), general.min_events.is_some()),
        "health" => has(|slo| slo.health != Health::default(), general.health != Health::default()),
        _ => {
            above = &["alerting"];
            let general = &general.alerting;
            match name {
                "for" => has(|slo| slo.alerting.hold.is_some(), general.hold.is_some()),
                "keep_firing_for" => {
                    has(|slo| slo.alerting.keep_firing_for.is_some(), general.keep_firing_for.is_some())
                }
                "per_window" => has(|slo| slo.alerting.per_window.is_some(), general.per_window.is_some()),
                "windows" => has(|slo| slo.alerting.windows.is_some(), false),
                "tiers" => has(|slo| slo.alerting.tiers.is_some(), general.tiers.is_some()),
                _ => (false, false),
            }
        }
    };
    let base = if own {
        slo.clone()
    } else if general {
        root.key("defaults")
    } else {
        return slo.clone();
    };
    above.iter().fold(base, |path, key| path.key(*key)).key((names.spell)(name))
}

fn openslo_path(index: usize, field: &Field) -> FieldPath {
    let spec = FieldPath::root().key("spec");
    let objective = spec.key("objectives").index(index);
    match field {
        Field::Service => spec.key("service"),
        Field::Name => FieldPath::root().key("metadata").key("name"),
        Field::Description => spec.key("description"),
        Field::Objective => objective.key("target"),
        Field::BadQuery => objective.key("ratioMetrics").key("good").key("query"),
        Field::TotalQuery => objective.key("ratioMetrics").key("total").key("query"),
        Field::Sli | Field::ErrorRatioQuery => objective.key("ratioMetrics"),
        Field::Setting("period") => spec.key("timeWindows").index(0).key("count"),
        _ => objective,
    }
}
