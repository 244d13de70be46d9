//! JSON Schemas (draft 2020-12) of what [`crate::spec`] reads, for editors and for linters of YAML.
//!
//! In: a [`Kind`]. Out: its schema. The fields and their descriptions come from the types of `spec` and their doc comments;
//! `limits` adds what a type cannot say, `plugins` the plugin ids. Keeps: what a schema takes is taken by the compiler,
//! up to what a schema cannot know, such as the grammar of queries. The other way round it is a little stricter than the
//! compiler: fields have to be spelled as documented, and no field may be unknown, because a typo is what an editor is for.

mod limits;
mod plugins;
mod shape;
mod structural;

use std::fmt;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

pub use structural::{service_level_spec, structural};

use crate::spec::{ServiceLevel, SpecKind, alert_windows, openslo, sloth};

/// A file format that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Sloth's own format, `version: prometheus/v1`.
    Prometheus,
    /// The Kubernetes custom resource `PrometheusServiceLevel`.
    ServiceLevel,
    /// The part of `OpenSLO` v1alpha that can be turned into rules.
    OpenSlo,
    /// A file of alert windows.
    AlertWindows,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Prometheus, Self::ServiceLevel, Self::OpenSlo, Self::AlertWindows];

    /// The name that users give, which is also that of the file under `specs/schemas`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prometheus => "prometheus-v1",
            Self::ServiceLevel => "prometheus-service-level",
            Self::OpenSlo => "openslo-v1alpha",
            Self::AlertWindows => "alert-windows",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Prometheus => "SLOs of one service (prometheus/v1)",
            Self::ServiceLevel => "PrometheusServiceLevel (sloth.slok.dev/v1)",
            Self::OpenSlo => "SLO (openslo/v1alpha)",
            Self::AlertWindows => "AlertWindows (sloth.slok.dev/v1)",
        }
    }
}

impl From<SpecKind> for Kind {
    fn from(kind: SpecKind) -> Self {
        match kind {
            SpecKind::Sloth => Self::Prometheus,
            SpecKind::ServiceLevel => Self::ServiceLevel,
            SpecKind::OpenSlo => Self::OpenSlo,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The JSON Schema of a kind. The keys of its objects are sorted.
///
/// ```
/// use slo_compiler::schema::{Kind, json_schema};
///
/// let schema = json_schema(Kind::Prometheus);
/// assert_eq!(schema["$defs"]["Slo"]["properties"]["objective"]["maximum"], 100);
/// ```
#[must_use]
pub fn json_schema(kind: Kind) -> Value {
    let mut structs = match kind {
        Kind::Prometheus => Structs::of::<sloth::Spec>(),
        Kind::ServiceLevel => Structs::of::<ServiceLevel>(),
        Kind::OpenSlo => Structs::of::<openslo::Slo>(),
        Kind::AlertWindows => Structs::of::<alert_windows::File>(),
    };
    shape::close(&mut structs);
    limits::apply(kind, &mut structs);
    shape::nullable(&mut structs);
    if kind == Kind::ServiceLevel {
        shape::camel_case(&mut structs);
    }
    plugins::apply(kind, &mut structs);
    let mut schema = structs.into_schema(kind);
    schema.sort_all_objects(); // another crate may switch on that maps keep the order of insertion
    schema
}

/// The schemas of the structs of a kind, by the name of the struct.
#[derive(Debug)]
struct Structs {
    /// The name of the outermost struct.
    root: String,
    schemas: Map<String, Value>,
}

impl Structs {
    fn of<T: JsonSchema>() -> Self {
        let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
        let mut root = schema.to_value();
        let mut schemas = match root.as_object_mut().and_then(|root| root.remove("$defs")) {
            Some(Value::Object(schemas)) => schemas,
            _ => Map::new(),
        };
        let name = T::schema_name().into_owned();
        schemas.insert(name.clone(), root);
        Self { root: name, schemas }
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut Map<String, Value>> {
        self.schemas.get_mut(name)?.as_object_mut()
    }

    /// Every struct with its fields and the rest of its schema.
    fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Map<String, Value>)> {
        self.schemas.iter_mut().filter_map(|(name, schema)| Some((name.as_str(), schema.as_object_mut()?)))
    }

    fn into_schema(mut self, kind: Kind) -> Value {
        let mut root = match self.schemas.remove(&self.root) {
            Some(Value::Object(root)) => root,
            _ => Map::new(),
        };
        root.insert("title".into(), kind.title().into());
        root.insert("$defs".into(), self.schemas.into());
        root.into()
    }
}

/// The fields of a struct's schema.
fn properties(schema: &mut Map<String, Value>) -> Option<&mut Map<String, Value>> {
    schema.get_mut("properties")?.as_object_mut()
}

#[cfg(test)]
mod tests;
