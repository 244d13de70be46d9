//! The plugin ids and the options of SLI plugins.
//!
//! Any other id goes too: it may be that of a plugin that is not built in.

use serde_json::{Map, Value, json};

use super::{Kind, Structs, properties};
use crate::catalog::{self, OptionKind, OptionSpec, Presence};
use crate::passes;

/// Adds the ids that are known, and for each SLI plugin which options it needs.
pub(super) fn apply(kind: Kind, structs: &mut Structs) {
    if !matches!(kind, Kind::Prometheus | Kind::ServiceLevel) {
        return;
    }
    let passes = passes::ids().map(|id| (id, passes::summary(id).unwrap_or_default()));
    set_ids(structs, "PluginDeclaration", passes);
    set_ids(structs, "SliPlugin", catalog::all().map(|plugin| (plugin.id, plugin.summary)));
    if let Some(schema) = structs.get_mut("SliPlugin") {
        schema.insert("allOf".into(), catalog::all().map(options).collect());
    }
}

fn set_ids(structs: &mut Structs, owner: &str, ids: impl Iterator<Item = (&'static str, &'static str)>) {
    let id =
        structs.get_mut(owner).and_then(properties).and_then(|fields| fields.get_mut("id")?.as_object_mut());
    if let Some(id) = id {
        let known = ids.map(|(id, summary)| json!({ "const": id, "description": summary }));
        id.insert("anyOf".into(), known.chain([json!({ "minLength": 1 })]).collect());
    }
}

/// What holds when the id is that of `plugin`. An option that the plugin does not read is ignored, so it is not refused.
fn options(plugin: &catalog::Plugin) -> Value {
    let describe =
        |option: &OptionSpec| (option.name.to_owned(), json!({ "description": description(option) }));
    let described: Map<String, Value> = plugin.options.iter().map(describe).collect();
    let is_required = |option: &&OptionSpec| matches!(option.presence, Presence::Required { .. });
    let required: Vec<&str> = plugin.options.iter().filter(is_required).map(|option| option.name).collect();
    let mut then = json!({ "properties": { "options": { "properties": described } } });
    if let (false, Value::Object(then)) = (required.is_empty(), &mut then) {
        then.insert("required".into(), json!(["options"]));
        if let Some(options) = properties(then).and_then(|fields| fields.get_mut("options")?.as_object_mut())
        {
            options.insert("required".into(), json!(required));
        }
    }
    json!({ "if": { "properties": { "id": { "const": plugin.id } } }, "then": then })
}

fn description(option: &OptionSpec) -> String {
    let kind = match option.kind {
        OptionKind::Matchers => "Label matchers, such as `job=\"api\",env!=\"dev\"`.",
        OptionKind::PlainMatchers => "Label matchers with `=` and `!=` only, such as `job=\"api\"`.",
        OptionKind::Number => "A number, such as `0.25`.",
        OptionKind::ExcludeErrors => "If true, responses with a code of 500 and above do not count.",
        OptionKind::Text => "Any text.",
        OptionKind::Regex => "A regular expression.",
    };
    match option.presence {
        Presence::Required { .. } => format!("{kind} Required."),
        Presence::Default("") => kind.to_owned(),
        Presence::Default(default) => format!("{kind} `{default}` if it is left out."),
    }
}
