//! The status of a `PrometheusServiceLevel`.
//!
//! The first five fields are the reference's, with its meaning; the others say why. Keeps: every list is bounded, so that
//! a status never makes an object too large to store.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most SLOs that a status lists.
pub const MAX_SLOS: usize = 200;
/// The most diagnostics that a status lists for an SLO.
pub const MAX_DIAGNOSTICS: usize = 3;

/// What became of a `PrometheusServiceLevel`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Status {
    /// How many SLOs the spec has.
    #[serde(rename = "processedSLOs")]
    pub processed_slos: i64,
    /// For how many SLOs there are rules.
    #[serde(rename = "promOpRulesGeneratedSLOs")]
    pub prom_op_rules_generated_slos: i64,
    /// Whether the rules of the whole object are up to date.
    pub prom_op_rules_generated: bool,
    /// When that was last so, and something had changed.
    #[schemars(extend("format" = "date-time"))]
    pub last_prom_op_rules_successful_generated: Option<String>,
    /// The generation of the object that this status is about.
    pub observed_generation: i64,
    /// `Ready`, `Compiled` and `RulesApplied`.
    pub conditions: Vec<Condition>,
    /// What became of each SLO.
    pub slos: Vec<SloStatus>,
    /// The objects that were made.
    pub objects: Vec<ObjectStatus>,
    /// The last spec without a mistake, while the one of the object has some.
    pub last_good: Option<LastGoodStatus>,
}

/// A spec without a mistake, of which the objects are made while that of the object has some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct LastGoodStatus {
    /// The generation of the object that had it.
    pub observed_generation: i64,
    /// The spec, as text of JSON.
    pub spec: String,
    /// The annotation that decided which rules were made of it.
    pub profile: Option<String>,
    /// The annotation that decided which objects were made of it.
    pub outputs: Option<String>,
}

/// One aspect of the state of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Condition {
    /// Which aspect.
    #[serde(rename = "type")]
    pub type_: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// Why, in one word for programs.
    pub reason: String,
    /// Why, for people.
    pub message: String,
    /// The generation of the object that this is about.
    pub observed_generation: i64,
    /// When the status last changed.
    #[schemars(extend("format" = "date-time"))]
    pub last_transition_time: String,
}

/// What became of an SLO.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct SloStatus {
    /// Its name.
    pub name: String,
    /// Whether it could be compiled.
    pub compiled: bool,
    /// How many rules it has.
    pub rules: i64,
    /// What there is to say about it, the first few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<DiagnosticStatus>,
}

/// Something that is wrong with a spec.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct DiagnosticStatus {
    /// The kind of problem, such as `promql/syntax`.
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The field, such as `spec.slos[0].sli.events.errorQuery`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Line and column within the field's text, such as `1:13`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub position: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
}

/// An object that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ObjectStatus {
    /// Group and version.
    pub api_version: String,
    /// Kind.
    pub kind: String,
    /// Name; the namespace is that of this object.
    pub name: String,
    /// A hash of what it should be.
    pub hash: String,
    /// The generation, or for kinds without one the resource version, that the object had when it was written.
    pub revision: String,
}

impl Status {
    /// The condition of a type.
    #[must_use]
    pub fn condition(&self, type_: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.type_ == type_)
    }
}
