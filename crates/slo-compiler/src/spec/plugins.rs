//! The plugins block, which all of Sloth's own kinds share.

use serde::Deserialize;

/// A part of the chain of SLO plugins.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Plugins {
    /// Whether the default plugins, and those given outside of this block, are dropped.
    #[serde(rename = "overridePrevious")]
    pub override_previous: bool,
    /// The plugins, in order.
    pub chain: Vec<PluginDeclaration>,
}

/// One use of an SLO plugin.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PluginDeclaration {
    /// The plugin, such as `sloth.dev/core/debug/v1`.
    pub id: String,
    /// What the plugin is told; null if there is nothing.
    pub config: serde_json::Value,
    /// Where in the chain it runs: ascending, below 0 before the default plugins.
    pub priority: i64,
}
