//! Rules files of Prometheus, as its `rule_files` setting loads them.

use super::yaml::Writer;
use crate::rules::{Rule, RuleGroup, RuleKind};

/// Appends the document `groups: …`, without a header.
pub fn write_rules<'g>(groups: impl Iterator<Item = &'g RuleGroup>, out: &mut String) {
    let mut groups = groups.peekable();
    let mut yaml = Writer::new(out);
    if groups.peek().is_none() {
        return yaml.empty_list(0, "groups");
    }
    yaml.open(0, "groups");
    for group in groups {
        yaml.item(0);
        yaml.text(2, "name", &group.name);
        yaml.duration(2, "interval", group.interval);
        yaml.duration(2, "query_offset", group.query_offset);
        if group.rules.is_empty() {
            yaml.empty_list(2, "rules");
            continue;
        }
        yaml.open(2, "rules");
        for rule in &group.rules {
            yaml.item(2);
            write_rule(rule, &mut yaml);
        }
    }
}

fn write_rule(rule: &Rule, yaml: &mut Writer<'_>) {
    match &rule.kind {
        RuleKind::Record(name) => {
            yaml.text_if_any(4, "record", name);
            yaml.text(4, "expr", &rule.expr);
            yaml.map(4, "labels", &rule.labels);
        }
        RuleKind::Alert(alert) => {
            yaml.text_if_any(4, "alert", &alert.name);
            yaml.text(4, "expr", &rule.expr);
            yaml.duration(4, "for", alert.hold);
            yaml.duration(4, "keep_firing_for", alert.keep_firing);
            yaml.map(4, "labels", &rule.labels);
            yaml.map(4, "annotations", &alert.annotations);
        }
    }
}
