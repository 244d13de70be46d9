//! Plugins that are Go source files: found and named, never run.
//!
//! In: the directories of `--plugins-path`. Out: the [`Plugin`]s that they declare, so that a spec which asks for one is
//! answered with more than "unknown". A file that declares none is named and left out, as in Sloth.

use std::collections::HashSet;
use std::path::Path;

use regex::Regex;

use crate::walk::{self, Enter};

/// A plugin that a file declares.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Plugin {
    /// What it plugs into.
    pub(crate) kind: Kind,
    /// The name by which specs ask for it.
    pub(crate) id: String,
}

/// What a plugin plugs into. Ids are unique within a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Makes queries.
    Sli,
    /// Changes the rules of an SLO.
    Slo,
    /// Makes Kubernetes objects.
    K8sTransform,
}

/// Constants that tell the kind: name of the version's constant, its value, name of the id's constant.
const KINDS: [(Kind, &str, &str, &str); 3] = [
    (Kind::Sli, "SLIPluginVersion", "prometheus/v1", "SLIPluginID"),
    (Kind::Slo, "PluginVersion", "prometheus/slo/v1", "PluginID"),
    (Kind::K8sTransform, "PluginVersion", "prometheus/k8stransform/v1", "PluginID"),
];

/// What was found in the directories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The plugins, in order.
    pub(crate) plugins: Vec<Plugin>,
    /// A message for each file that looks like a plugin by its name only.
    pub(crate) unusable: Vec<String>,
}

/// The plugins below all `directories`, in order.
///
/// # Errors
/// A directory that cannot be read, or two plugins of one kind with the same id.
pub(crate) fn find(directories: &[String]) -> Result<Found, String> {
    let mut found = Found::default();
    let mut known = HashSet::new();
    for directory in directories {
        let files = walk::read_below(Path::new(directory), Enter::NoVolumeLinks, is_plugin_file)
            .map_err(|error| error.to_string())?;
        for (path, text) in files {
            match declared(&text) {
                Some(plugin) if !known.insert(plugin.clone()) => {
                    return Err(format!("plugin {:?} already loaded", plugin.id));
                }
                Some(plugin) => found.plugins.push(plugin),
                None => found.unusable.push(format!(
                    "could not load {path:?} as any kind of plugin: it declares no plugin version and id"
                )),
            }
        }
    }
    Ok(found)
}

/// Whether the path ends in `plugin`, any character, and `go`: Sloth's pattern is `plugin.go$`, dot unescaped.
fn is_plugin_file(path: &str) -> bool {
    path.strip_suffix("go").is_some_and(|path| {
        let mut letters = path.chars();
        letters.next_back().is_some() && letters.as_str().ends_with("plugin")
    })
}

/// The plugin that a Go file declares with two constants.
fn declared(text: &str) -> Option<Plugin> {
    KINDS.iter().find_map(|(kind, version_name, version, id_name)| {
        if constant(text, version_name)? != *version {
            return None;
        }
        let id = constant(text, id_name)?;
        (!id.is_empty()).then_some(Plugin { kind: *kind, id })
    })
}

/// The text to which a constant is set.
fn constant(text: &str, name: &str) -> Option<String> {
    let pattern = format!(r#"(?m)^\s*(?:const\s+)?{name}(?:\s+string)?\s*=\s*(?:"([^"\\\n]*)"|`([^`]*)`)"#);
    let found = Regex::new(&pattern).ok()?.captures(text)?;
    found.get(1).or(found.get(2)).map(|value| value.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_tell_kind_and_id() {
        let slo = "package x\n\nconst (\n\tPluginVersion = \"prometheus/slo/v1\"\n\tPluginID      = \"me/x/v1\"\n)\n";
        assert_eq!(declared(slo), Some(Plugin { kind: Kind::Slo, id: "me/x/v1".to_owned() }));
        let sli = "const SLIPluginID string = `me/sli`\nconst SLIPluginVersion = \"prometheus/v1\"\n";
        assert_eq!(declared(sli), Some(Plugin { kind: Kind::Sli, id: "me/sli".to_owned() }));
        assert_eq!(declared(&slo.replace("slo/v1", "slo/v9")), None);
        assert_eq!(declared(&slo.replace("me/x/v1", "")), None);
        assert_eq!(declared("// PluginID = \"x\""), None);
    }

    #[test]
    fn names_match_sloths_pattern() {
        for (path, expected) in [
            ("x/plugin.go", true),
            ("my_plugin.go", true),
            ("pluginXgo", true),
            ("plugin_test.go", false),
            ("plugingo", false),
            ("plugin.go.txt", false),
        ] {
            assert_eq!(is_plugin_file(path), expected, "{path}");
        }
    }
}
