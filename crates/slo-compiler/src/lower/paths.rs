//! Where each kind of spec has the fields of an SLO.
//!
//! In: a field of the model. Out: the path that the user wrote it at. Native specs and `PrometheusServiceLevel` objects
//! have the same fields, the one in snake case at the top, the other in camel case below `spec`.

use crate::diagnostic::{FieldPath, Part, Place};
use crate::model::{AlertKind, Field, FieldPart};
use crate::spec::{Spec, openslo, sloth};

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
}

const SNAKE: Names = Names {
    slo_plugins: "slo_plugins",
    bad: "error_query",
    total: "total_query",
    error_ratio: "error_ratio_query",
    page: "page_alert",
    ticket: "ticket_alert",
};

const CAMEL: Names = Names {
    slo_plugins: "sloPlugins",
    bad: "errorQuery",
    total: "totalQuery",
    error_ratio: "errorRatioQuery",
    page: "pageAlert",
    ticket: "ticketAlert",
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

    /// The SLI plugin of SLO `index`.
    pub(super) fn sli_plugin(&self, index: usize) -> Option<&'a sloth::SliPlugin> {
        let Self::Sloth { spec, .. } = self else { return None };
        spec.slos.get(index)?.sli.plugin.as_ref()
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
            _ => (field, part),
        };
        self.of_field(index, &field).map_or(Place::Document, |path| Place::Field(path, part))
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
            let alerting = slo.key("alerting");
            let own = own.is_some_and(|alert| alert.labels.contains_key(name));
            if own { alerting.key(key) } else { alerting }.key("labels").key(name.clone())
        }
        Field::AlertAnnotation(kind, name) => {
            let (key, own) = alert(*kind);
            let alerting = slo.key("alerting");
            let own = own.is_some_and(|alert| alert.annotations.contains_key(name));
            if own { alerting.key(key) } else { alerting }.key("annotations").key(name.clone())
        }
    })
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
        _ => objective,
    }
}
