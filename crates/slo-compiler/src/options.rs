//! What a run decides besides its specs.

mod defaults;
mod lints;

use crate::emit::PROMETHEUS_RULE_TRANSFORM;
use crate::go_plugins::GoPlugins;
use crate::model::{Labels, Window, WindowCatalog};
use crate::promql;
use crate::rules::Profile;
use crate::spec::{Extensions, PluginDeclaration};
pub use defaults::{Defaults, HealthDefaults, Switch};
pub use lints::{Level, LintOptions};

/// How specs are compiled.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own, named when it is set")]
pub struct Options {
    /// Which rules are made of an SLO.
    pub profile: Profile,
    /// How long the server keeps samples, where that is known: a period beyond it is reported.
    pub retention: Option<Window>,
    /// Whether specs may use the fields that Sloth does not have.
    pub extensions: Extensions,
    /// What SLOs get that do not say otherwise.
    pub defaults: Defaults,
    /// Labels for every recording rule; they win over those of specs.
    pub extra_labels: Labels,
    /// The SLO period where the spec has none.
    pub default_period: Window,
    /// The alert windows of each period.
    pub windows: WindowCatalog,
    /// SLO plugins for every SLO that does not override them.
    pub plugins: Vec<PluginDeclaration>,
    /// Whether the default passes run: validation, SLI, metadata and alert rules.
    pub default_passes: bool,
    /// Whether recording rules are kept.
    pub recordings: bool,
    /// Whether alerts are kept.
    pub alerts: bool,
    /// Whether a document without any rule is an error; the object of a `PrometheusServiceLevel` may be empty.
    pub require_rules: bool,
    /// The version in the info metric and in file headers.
    pub version: String,
    /// Which `PromQL` queries may use.
    pub promql: promql::Options,
    /// Who compiles: a label of the info metric.
    pub caller: Caller,
    /// Plugins that exist as Go source.
    pub go_plugins: GoPlugins,
    /// The id of the transformation that turns rules into Kubernetes objects.
    pub kubernetes_transform: String,
    /// Which lints look at the SLOs; none unless a run wants them, so that a drop-in for Sloth stays one.
    pub lints: LintOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: Profile::Sloth,
            retention: None,
            extensions: Extensions::Read,
            defaults: Defaults::default(),
            extra_labels: Labels::default(),
            default_period: Window::days(30),
            windows: WindowCatalog::builtin(),
            plugins: Vec::new(),
            default_passes: true,
            recordings: true,
            alerts: true,
            require_rules: true,
            version: "v0.16.0".into(),
            promql: promql::Options::default(),
            caller: Caller::Library,
            go_plugins: GoPlugins::default(),
            kubernetes_transform: PROMETHEUS_RULE_TRANSFORM.into(),
            lints: LintOptions::none(),
        }
    }
}

/// Who compiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Caller {
    /// The command line.
    Cli,
    /// A program that uses this library.
    Library,
    /// A Kubernetes controller.
    Controller,
}
