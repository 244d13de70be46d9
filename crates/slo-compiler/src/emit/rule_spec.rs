//! The `spec` of a rules object as data, for clients that send JSON to a Kubernetes API.
//!
//! In: rule groups. Out: a [`RuleSpec`] that serializes to what [`super::prometheus_operator`] writes below `spec`;
//! `VMRule` objects of the VictoriaMetrics operator have the same fields. Keeps: nothing is copied, rules are written
//! from where they are.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::prometheus_operator::Form;
use crate::model::{Labels, Window};
use crate::rules::{AlertRule, Rule, RuleGroup, RuleKind};

/// The rule groups of one object.
#[derive(Clone, Debug)]
pub struct RuleSpec<'r> {
    groups: Vec<&'r RuleGroup>,
    form: Form,
}

impl<'r> RuleSpec<'r> {
    /// The spec with these groups, in order.
    #[must_use]
    pub fn new(groups: impl IntoIterator<Item = &'r RuleGroup>, form: Form) -> Self {
        Self { groups: groups.into_iter().collect(), form }
    }

    /// How many rules there are.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.groups.iter().map(|group| group.rules.len()).sum()
    }
}

impl Serialize for RuleSpec<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let groups: Vec<_> = self.groups.iter().map(|group| Group(group, self.form)).collect();
        map.serialize_entry("groups", &groups)?;
        map.end()
    }
}

struct Group<'r>(&'r RuleGroup, Form);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(group, form) = self;
        let mut map = serializer.serialize_map(None)?;
        duration(&mut map, "interval", group.interval)?;
        map.serialize_entry("name", &group.name)?;
        let rules: Vec<_> = group.rules.iter().map(|rule| WrittenRule(rule, *form)).collect();
        map.serialize_entry("rules", &rules)?;
        map.end()
    }
}

struct WrittenRule<'r>(&'r Rule, Form);

impl Serialize for WrittenRule<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rule, form) = self;
        let mut map = serializer.serialize_map(None)?;
        if let RuleKind::Alert(alert) = &rule.kind {
            head(&mut map, alert, *form)?;
        }
        map.serialize_entry("expr", &rule.expr)?;
        texts(&mut map, "labels", &rule.labels)?;
        match &rule.kind {
            RuleKind::Record(name) if !name.is_empty() => map.serialize_entry("record", &**name)?,
            RuleKind::Record(_) | RuleKind::Alert(_) => {}
        }
        map.end()
    }
}

/// The fields that only alerts have.
fn head<M: SerializeMap>(map: &mut M, alert: &AlertRule, form: Form) -> Result<(), M::Error> {
    if !alert.name.is_empty() {
        map.serialize_entry("alert", &*alert.name)?;
    }
    texts(map, "annotations", &alert.annotations)?;
    if form == Form::Full {
        duration(map, "for", alert.hold)?;
        duration(map, "keep_firing_for", alert.keep_firing)?;
    }
    Ok(())
}

/// A duration; none, or one of no length, is left out.
fn duration<M: SerializeMap>(map: &mut M, name: &str, window: Option<Window>) -> Result<(), M::Error> {
    let window = window.filter(|window| !window.is_zero());
    window.map_or(Ok(()), |window| map.serialize_entry(name, &window.to_string()))
}

/// Labels or annotations; an empty set is left out.
fn texts<M: SerializeMap>(map: &mut M, name: &str, labels: &Labels) -> Result<(), M::Error> {
    if labels.is_empty() { Ok(()) } else { map.serialize_entry(name, &Texts(labels)) }
}

struct Texts<'r>(&'r Labels);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter())
    }
}
