//! The kinds of objects that can be made, as a table.

use std::fmt;

/// A kind of object that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// `PrometheusRule` of the Prometheus Operator.
    PrometheusRule,
    /// `VMRule` of the VictoriaMetrics operator.
    VmRule,
}

/// What there is to know about a kind.
struct Row {
    name: &'static str,
    group: &'static str,
    version: &'static str,
    api_version: &'static str,
    kind: &'static str,
    plural: &'static str,
}

const PROMETHEUS_RULE: Row = Row {
    name: "prometheus-rule",
    group: "monitoring.coreos.com",
    version: "v1",
    api_version: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    plural: "prometheusrules",
};

const VM_RULE: Row = Row {
    name: "vm-rule",
    group: "operator.victoriametrics.com",
    version: "v1beta1",
    api_version: "operator.victoriametrics.com/v1beta1",
    kind: "VMRule",
    plural: "vmrules",
};

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::PrometheusRule, Self::VmRule];

    const fn row(self) -> &'static Row {
        match self {
            Self::PrometheusRule => &PROMETHEUS_RULE,
            Self::VmRule => &VM_RULE,
        }
    }

    /// The name that users give.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The kind with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The API group.
    #[must_use]
    pub const fn group(self) -> &'static str {
        self.row().group
    }

    /// The version of the API group.
    #[must_use]
    pub const fn version(self) -> &'static str {
        self.row().version
    }

    /// Group and version.
    #[must_use]
    pub const fn api_version(self) -> &'static str {
        self.row().api_version
    }

    /// The kind, as objects name it.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        self.row().kind
    }

    /// The kind in URLs.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        self.row().plural
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}
