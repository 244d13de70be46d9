//! What may stand at a place of a spec, and what it means: a walk along a JSON Schema.

use std::sync::OnceLock;

use serde_json::Value;
use slo_compiler::diagnostic::{FieldPath, Segment};
use slo_compiler::schema::{Kind, json_schema};

/// The schema of a kind, made once.
pub(crate) fn schema(kind: Kind) -> &'static Value {
    static SCHEMAS: OnceLock<Vec<(Kind, Value)>> = OnceLock::new();
    static NONE: Value = Value::Null;
    let schemas =
        SCHEMAS.get_or_init(|| Kind::ALL.into_iter().map(|kind| (kind, json_schema(kind))).collect());
    schemas.iter().find(|(known, _)| *known == kind).map_or(&NONE, |(_, schema)| schema)
}

/// A place in a spec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    root: &'static Value,
    /// What its struct says of it.
    own: &'static Value,
    /// Whether its struct has to have it.
    pub(crate) required: bool,
}

impl Field {
    /// The field of a kind at `path`, if there is one.
    pub(crate) fn at(kind: Kind, path: &FieldPath) -> Option<Self> {
        let root = schema(kind);
        path.segments().iter().try_fold(Self { root, own: root, required: true }, |field, segment| {
            match segment {
                Segment::Key(key) => field.below(key),
                Segment::Index(_) => {
                    Some(Self { own: field.target().get("items")?, required: false, ..field })
                }
            }
        })
    }

    fn below(self, key: &str) -> Option<Self> {
        let target = self.target();
        let own = self.properties().find(|(name, _)| *name == key).or_else(|| {
            let mut properties = self.properties();
            properties.find(|(name, _)| name.eq_ignore_ascii_case(key))
        });
        if let Some((name, own)) = own {
            return Some(Self { own, required: self.requires(name), ..self });
        }
        let own = target.get("additionalProperties").filter(|entries| entries.is_object())?;
        Some(Self { own, required: false, ..self })
    }

    /// The struct, list or scalar that the field holds.
    fn target(self) -> &'static Value {
        let name = self.own.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#'));
        name.and_then(|name| self.root.pointer(name)).unwrap_or(self.own)
    }

    fn requires(self, name: &str) -> bool {
        let required = self.target().get("required").and_then(Value::as_array);
        required.into_iter().flatten().any(|required| required == name)
    }

    fn properties(self) -> impl Iterator<Item = (&'static str, &'static Value)> {
        let properties = self.target().get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(|(name, own)| (name.as_str(), own))
    }

    /// The fields that may stand below this one, those first that have to.
    pub(crate) fn fields(self) -> Vec<(&'static str, Self)> {
        let field = |(name, own)| (name, Self { own, required: self.requires(name), ..self });
        let mut fields: Vec<_> = self.properties().map(field).collect();
        fields.sort_by_key(|(name, field)| (!field.required, *name));
        fields
    }

    /// What it means.
    pub(crate) fn description(self) -> &'static str {
        let text = |value: &'static Value| value.get("description").and_then(Value::as_str);
        text(self.own).or_else(|| text(self.target())).unwrap_or_default()
    }

    /// What it holds: `text`, `number`, `list` and the like.
    pub(crate) fn holds(self) -> &'static str {
        let types = self.target().get("type").or_else(|| self.own.get("type"));
        let name = match types {
            Some(Value::Array(types)) => types.first().and_then(Value::as_str),
            other => other.and_then(Value::as_str),
        };
        match name {
            Some("string") => "text",
            Some("number") => "number",
            Some("integer") => "whole number",
            Some("boolean") => "`true` or `false`",
            Some("array") => "list",
            Some("object") => "mapping",
            _ => "any value",
        }
    }

    /// The values that are known for it, each with what it means.
    pub(crate) fn choices(self) -> Vec<(String, &'static str)> {
        let own = self.own;
        if self.holds() == "`true` or `false`" {
            return vec![("true".to_owned(), ""), ("false".to_owned(), "")];
        }
        let list = |keyword| own.get(keyword).and_then(Value::as_array).into_iter().flatten();
        let constant = |value: &'static Value| {
            let text = value.get("const").and_then(Value::as_str)?;
            Some((text.to_owned(), value.get("description").and_then(Value::as_str).unwrap_or_default()))
        };
        let plain =
            list("enum").chain(list("examples")).filter_map(Value::as_str).map(|text| (text.to_owned(), ""));
        constant(own).into_iter().chain(plain).chain(list("anyOf").filter_map(constant)).collect()
    }
}

/// The options of an SLI plugin, each with what it means.
pub(crate) fn plugin_options(id: &str) -> Vec<(&'static str, &'static str)> {
    let rules = schema(Kind::Prometheus).pointer("/$defs/SliPlugin/allOf").and_then(Value::as_array);
    let of_id = |rule: &&Value| rule.pointer("/if/properties/id/const").is_some_and(|known| known == id);
    let rule = rules.into_iter().flatten().find(of_id);
    let options = rule.and_then(|rule| rule.pointer("/then/properties/options/properties")?.as_object());
    let about =
        |option: &'static Value| option.get("description").and_then(Value::as_str).unwrap_or_default();
    options.into_iter().flatten().map(|(name, option)| (name.as_str(), about(option))).collect()
}

/// What an option of an SLI plugin means.
pub(crate) fn plugin_option(id: &str, name: &str) -> Option<&'static str> {
    plugin_options(id).into_iter().find(|(known, _)| *known == name).map(|(_, about)| about)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> FieldPath {
        let step = |path: FieldPath, word: &str| match word.parse() {
            Ok(index) => path.index(index),
            Err(_) => path.key(word.to_owned()),
        };
        text.split('.').fold(FieldPath::root(), step)
    }

    #[test]
    fn a_field_is_found_along_references_and_lists() {
        let field = Field::at(Kind::Prometheus, &path("slos.0.sli.events.error_query")).unwrap();
        assert!(!field.required, "there may be good events instead");
        assert_eq!(field.holds(), "text");
        assert!(field.description().contains("rate of bad events"));
        assert!(Field::at(Kind::Prometheus, &path("slos.0.labels.team")).is_some());
        assert!(Field::at(Kind::Prometheus, &path("slos.0.nothing")).is_none());
    }

    #[test]
    fn objects_have_the_spelling_of_objects() {
        assert!(Field::at(Kind::ServiceLevel, &path("spec.slos.0.alerting.pageAlert")).is_some());
        let fields = Field::at(Kind::ServiceLevel, &path("spec.slos.0.sli.events")).unwrap().fields();
        assert_eq!(
            fields.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            ["totalQuery", "errorQuery", "goodQuery"]
        );
    }

    #[test]
    fn fields_that_sloth_does_not_have_are_known_too() {
        let field = |text| Field::at(Kind::Prometheus, &path(text)).unwrap();
        let words = field("slos.0.no_traffic").choices().into_iter().map(|(word, _)| word);
        assert_eq!(words.collect::<Vec<_>>(), ["good", "absent", "bad"]);
        assert_eq!(field("defaults.health.idle.for").holds(), "text");
        assert!(field("slos.0.sli.latency.threshold").description().contains("500ms"));
        let object = Field::at(Kind::ServiceLevel, &path("spec.slos.0.health.neverSeen.keepFiringFor"));
        assert!(object.is_some());
    }

    #[test]
    fn known_values_come_with_what_they_mean() {
        let ids = Field::at(Kind::Prometheus, &path("slos.0.sli.plugin.id")).unwrap().choices();
        let (_, meaning) = ids.iter().find(|(id, _)| id == "sloth-common/coredns/latency").unwrap();
        assert!(!meaning.is_empty());
    }
}
