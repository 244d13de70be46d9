//! `PrometheusRule` objects of the Prometheus Operator (`monitoring.coreos.com/v1`).
//!
//! In: an object's name and labels, and rule groups. Out: one object, each of its mappings sorted by key, as a Kubernetes
//! API would show it. Keeps: labels that name the tool that manages the object are ours, whatever the user wrote.

use super::yaml::Writer;
use crate::model::Labels;
use crate::rules::{AlertRule, Rule, RuleGroup, RuleKind};

/// The part of a Kubernetes object's metadata that its user decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectMeta {
    /// The name; left out if empty.
    pub name: String,
    /// The namespace; that of the one who applies the object if there is none.
    pub namespace: Option<String>,
    /// Labels; those of [`Form::labels`] are added.
    pub labels: Labels,
    /// Annotations.
    pub annotations: Labels,
}

/// How faithful an object is to the rules, and to Sloth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Sloth's bytes. It loses `for` and `keep_firing_for`: such an alert fires at once.
    Compat,
    /// Everything that the rules say.
    Full,
}

impl Form {
    /// The labels that are forced on each object.
    #[must_use]
    pub const fn labels(self) -> [(&'static str, &'static str); 2] {
        let tool = match self {
            Self::Compat => "sloth",
            Self::Full => "slo",
        };
        [("app.kubernetes.io/component", "SLO"), ("app.kubernetes.io/managed-by", tool)]
    }
}

/// Appends one object, without a header.
pub fn write_object<'g>(
    meta: &ObjectMeta,
    groups: impl Iterator<Item = &'g RuleGroup>,
    form: Form,
    out: &mut String,
) {
    let mut groups = groups.peekable();
    let mut yaml = Writer::new(out);
    yaml.text(0, "apiVersion", "monitoring.coreos.com/v1");
    yaml.text(0, "kind", "PrometheusRule");
    yaml.open(0, "metadata");
    write_meta(meta, form, &mut yaml);
    yaml.open(0, "spec");
    if groups.peek().is_none() {
        return yaml.empty_list(2, "groups");
    }
    yaml.open(2, "groups");
    for group in groups {
        yaml.item(2);
        yaml.duration(4, "interval", group.interval);
        yaml.text(4, "name", &group.name);
        yaml.duration(4, "query_offset", group.query_offset);
        if group.rules.is_empty() {
            yaml.empty_list(4, "rules");
            continue;
        }
        yaml.open(4, "rules");
        for rule in &group.rules {
            yaml.item(4);
            write_rule(rule, form, &mut yaml);
        }
    }
}

fn write_meta(meta: &ObjectMeta, form: Form, yaml: &mut Writer<'_>) {
    let mut labels = meta.labels.clone();
    for (name, value) in form.labels() {
        labels.set(name, value);
    }
    yaml.map(2, "annotations", &meta.annotations);
    yaml.map(2, "labels", &labels);
    yaml.text_if_any(2, "name", &meta.name);
    yaml.text_if_any(2, "namespace", meta.namespace.as_deref().unwrap_or_default());
}

fn write_rule(rule: &Rule, form: Form, yaml: &mut Writer<'_>) {
    match &rule.kind {
        RuleKind::Record(name) => {
            yaml.text(6, "expr", &rule.expr);
            yaml.map(6, "labels", &rule.labels);
            yaml.text_if_any(6, "record", name);
        }
        RuleKind::Alert(alert) => write_alert(rule, alert, form, yaml),
    }
}

fn write_alert(rule: &Rule, alert: &AlertRule, form: Form, yaml: &mut Writer<'_>) {
    yaml.text_if_any(6, "alert", &alert.name);
    yaml.map(6, "annotations", &alert.annotations);
    yaml.text(6, "expr", &rule.expr);
    if form == Form::Full {
        yaml.duration(6, "for", alert.hold);
        yaml.duration(6, "keep_firing_for", alert.keep_firing);
    }
    yaml.map(6, "labels", &rule.labels);
}
