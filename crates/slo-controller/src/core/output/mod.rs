//! Phase 2: the objects that should exist.
//!
//! In: an object, its rules and the settings. Out: a [`Desired`] for each object that is wanted, ready to be sent. Keeps:
//! what cannot be made of one kind does not keep the other kinds from being made. A kind is a row of a table.

mod dashboards;
mod desired;
mod kind;

use std::collections::BTreeMap;

use serde_json::value::to_raw_value;
use slo_compiler::Compiled;
use slo_compiler::emit::prometheus_operator::Form;
use slo_compiler::emit::rule_spec::RuleSpec;

pub use dashboards::{Dashboards, owner_name};
pub use desired::{Desired, Sent};
pub use kind::{Holds, Kind};

use super::conditions::Problem;
use super::labels::OUTPUTS;
use crate::resource::ServiceLevel;
use desired::Part;

/// What is made of every object.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// The kinds that are made unless the object's annotation names others.
    pub kinds: Vec<Kind>,
    /// How the rules are written.
    pub form: Form,
    /// Labels for what is made, such as those that a `Prometheus` selects.
    pub labels: BTreeMap<String, String>,
    /// Annotations for what is made.
    pub annotations: BTreeMap<String, String>,
    /// What dashboards look like.
    pub dashboards: Dashboards,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            kinds: vec![Kind::PrometheusRule],
            form: Form::Full,
            labels: BTreeMap::new(),
            annotations: BTreeMap::new(),
            dashboards: Dashboards::default(),
        }
    }
}

/// What should be made of an object.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The objects that should exist.
    pub objects: Vec<Desired>,
    /// What cannot be made.
    pub problems: Vec<Problem>,
}

/// The objects that should exist because of `object`.
///
/// # Errors
/// An annotation that cannot be read, in words for its author.
pub fn outputs(object: &ServiceLevel, compiled: &Compiled, settings: &Outputs) -> Result<Wanted, String> {
    let mut wanted = Wanted::default();
    for kind in kinds(object, settings)? {
        match kind.holds() {
            Holds::Rules => wanted.objects.push(rules(kind, object, compiled, settings)?),
            Holds::Dashboard => dashboards::make(kind, object, compiled, settings, &mut wanted),
        }
    }
    Ok(wanted)
}

/// The kinds that an object wants.
fn kinds(object: &ServiceLevel, settings: &Outputs) -> Result<Vec<Kind>, String> {
    let Some(text) = object.annotation(OUTPUTS) else { return Ok(settings.kinds.clone()) };
    let mut kinds = Vec::new();
    for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let kind = Kind::named(name)
            .filter(|kind| settings.kinds.contains(kind))
            .ok_or_else(|| unknown_kind(name, &settings.kinds))?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

fn unknown_kind(name: &str, known: &[Kind]) -> String {
    let known: Vec<&str> = known.iter().map(|kind| kind.name()).collect();
    format!("the annotation {OUTPUTS} names `{name}`; this controller makes {}", known.join(", "))
}

fn rules(
    kind: Kind,
    object: &ServiceLevel,
    compiled: &Compiled,
    settings: &Outputs,
) -> Result<Desired, String> {
    let spec = RuleSpec::new(compiled.groups(), settings.form);
    let rules = spec.rules();
    let content = to_raw_value(&spec).map_err(|error| error.to_string())?;
    let (labels, annotations) = (Vec::new(), Vec::new());
    let part = Part { kind, name: object.name().to_owned(), labels, annotations, rules, content };
    Ok(Desired::new(part, object, settings))
}

#[cfg(test)]
mod tests;
