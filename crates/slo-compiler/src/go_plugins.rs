//! Plugins that the run has as Go source.
//!
//! In: the candidate files of the plugin paths. Out: which ids they declare. Go source is not run: an id that is built in
//! is taken as the built-in plugin, and the use of any other ends in an error that names its file. Nothing is dropped in
//! silence.

use std::collections::BTreeMap;
use std::fmt;

use crate::passes::BUILTIN;

/// The plugin ids that Go files declare, with the file of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoPlugins {
    sli: BTreeMap<String, String>,
    slo: BTreeMap<String, String>,
    transform: BTreeMap<String, String>,
    unknown: Vec<String>,
}

/// The kinds of plugin in the order in which the reference tries them: their version, and the constants that name version
/// and id.
const KINDS: [(Kind, &str, &str, &str); 3] = [
    (Kind::Sli, "prometheus/v1", "SLIPluginVersion", "SLIPluginID"),
    (Kind::Slo, "prometheus/slo/v1", "PluginVersion", "PluginID"),
    (Kind::Transform, "prometheus/k8stransform/v1", "PluginVersion", "PluginID"),
];

#[derive(Clone, Copy)]
enum Kind {
    Sli,
    Slo,
    Transform,
}

impl GoPlugins {
    /// Reads `files`, pairs of a path for messages and the Go source.
    ///
    /// # Errors
    /// When two files declare the same id, or one declares that of a built-in SLO plugin.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, GoPluginsError> {
        let mut plugins = Self::default();
        for (path, source) in files {
            match declaration(source) {
                Some((kind, id)) => plugins.add(kind, id, path)?,
                None => plugins.unknown.push(path.to_owned()),
            }
        }
        Ok(plugins)
    }

    /// The files that declare no plugin.
    #[must_use]
    pub fn unrecognised(&self) -> &[String] {
        &self.unknown
    }

    /// How many SLI plugins, SLO plugins and Kubernetes transformations were found.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        [self.sli.len(), self.slo.len(), self.transform.len()]
    }

    pub(crate) fn file_of_sli_plugin(&self, id: &str) -> Option<&str> {
        self.sli.get(id).map(String::as_str)
    }

    pub(crate) fn file_of_slo_plugin(&self, id: &str) -> Option<&str> {
        self.slo.get(id).map(String::as_str)
    }

    fn add(&mut self, kind: Kind, id: &str, path: &str) -> Result<(), GoPluginsError> {
        let (ids, builtin) = match kind {
            Kind::Sli => (&mut self.sli, false),
            Kind::Slo => (&mut self.slo, BUILTIN.iter().any(|pass| pass.id == id)),
            Kind::Transform => (&mut self.transform, id == crate::emit::PROMETHEUS_RULE_TRANSFORM),
        };
        let earlier = if builtin {
            Some("the built-in plugins".to_owned())
        } else {
            ids.insert(id.to_owned(), path.to_owned())
        };
        match earlier {
            Some(earlier) => Err(GoPluginsError { id: id.to_owned(), path: path.to_owned(), earlier }),
            None => Ok(()),
        }
    }
}

/// The kind and id that the constants of `source` say.
fn declaration(source: &str) -> Option<(Kind, &str)> {
    KINDS.iter().find_map(|(kind, version, version_name, id_name)| {
        let id = constant(source, id_name).filter(|id| !id.is_empty())?;
        (constant(source, version_name) == Some(version)).then_some((*kind, id))
    })
}

/// The string that a Go constant or variable `name` is set to.
fn constant<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    source.match_indices(name).find_map(|(at, _)| {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if source.as_bytes().get(..at)?.last().is_some_and(is_word) {
            return None;
        }
        let rest = source.get(at + name.len()..)?.trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix("string").unwrap_or(rest).trim_start_matches([' ', '\t']);
        let literal = rest.strip_prefix('=')?.trim_start_matches([' ', '\t']);
        let quote = literal.chars().next().filter(|quote| matches!(quote, '"' | '`'))?;
        literal.get(1..)?.split_once(quote).map(|(value, _)| value)
    })
}

/// An id is declared twice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GoPluginsError {
    /// The id.
    pub id: String,
    /// The file that declares it again.
    pub path: String,
    /// Who declared it first.
    pub earlier: String,
}

impl fmt::Display for GoPluginsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the plugin id `{}` is already declared by {}", self.path, self.id, self.earlier)
    }
}

impl std::error::Error for GoPluginsError {}

#[cfg(test)]
mod tests {
    use super::*;

    const SLI: &str =
        "package x\n\nconst (\n\tSLIPluginVersion = \"prometheus/v1\"\n\tSLIPluginID      = \"team/x\"\n)\n";
    const SLO: &str =
        "package x\nconst PluginVersion string = `prometheus/slo/v1`\nconst PluginID = \"team/x\"\n";

    #[test]
    fn ids_of_different_kinds_do_not_clash() {
        let plugins =
            GoPlugins::read([("a/plugin.go", SLI), ("b/plugin.go", SLO), ("c/plugin.go", "package c")])
                .unwrap();
        assert_eq!(plugins.file_of_sli_plugin("team/x"), Some("a/plugin.go"));
        assert_eq!(plugins.file_of_slo_plugin("team/x"), Some("b/plugin.go"));
        assert_eq!(plugins.unrecognised(), ["c/plugin.go"]);
    }

    #[test]
    fn an_id_declared_twice_is_refused() {
        let error = GoPlugins::read([("a/plugin.go", SLI), ("b/plugin.go", SLI)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "b/plugin.go: the plugin id `team/x` is already declared by a/plugin.go"
        );
    }
}
