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
    /// `ConfigMap` that holds a dashboard for the sidecar of Grafana's chart.
    DashboardConfigMap,
    /// `GrafanaDashboard` of the Grafana operator.
    GrafanaDashboard,
}

/// What an object is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// All rules.
    Rules,
    /// One page of the dashboard.
    Dashboard,
}

/// What there is to know about a kind.
struct Row {
    name: &'static str,
    group: &'static str,
    version: &'static str,
    api_version: &'static str,
    kind: &'static str,
    plural: &'static str,
    holds: Holds,
    /// The field whose content is ours alone.
    content: &'static str,
    /// Whether others have so many objects of this kind that only ours can be watched.
    is_common: bool,
}

const PROMETHEUS_RULE: Row = Row {
    name: "prometheus-rule",
    group: "monitoring.coreos.com",
    version: "v1",
    api_version: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    plural: "prometheusrules",
    holds: Holds::Rules,
    content: "spec",
    is_common: false,
};

const VM_RULE: Row = Row {
    name: "vm-rule",
    group: "operator.victoriametrics.com",
    version: "v1beta1",
    api_version: "operator.victoriametrics.com/v1beta1",
    kind: "VMRule",
    plural: "vmrules",
    holds: Holds::Rules,
    content: "spec",
    is_common: false,
};

const DASHBOARD_CONFIG_MAP: Row = Row {
    name: "dashboard-config-map",
    group: "",
    version: "v1",
    api_version: "v1",
    kind: "ConfigMap",
    plural: "configmaps",
    holds: Holds::Dashboard,
    content: "data",
    is_common: true,
};

const GRAFANA_DASHBOARD: Row = Row {
    name: "grafana-dashboard",
    group: "grafana.integreatly.org",
    version: "v1beta1",
    api_version: "grafana.integreatly.org/v1beta1",
    kind: "GrafanaDashboard",
    plural: "grafanadashboards",
    holds: Holds::Dashboard,
    content: "spec",
    is_common: false,
};

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::PrometheusRule, Self::VmRule, Self::DashboardConfigMap, Self::GrafanaDashboard];

    const fn row(self) -> &'static Row {
        match self {
            Self::PrometheusRule => &PROMETHEUS_RULE,
            Self::VmRule => &VM_RULE,
            Self::DashboardConfigMap => &DASHBOARD_CONFIG_MAP,
            Self::GrafanaDashboard => &GRAFANA_DASHBOARD,
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

    /// The kind that a status names.
    #[must_use]
    pub fn of(api_version: &str, kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.api_version() == api_version && known.kind() == kind)
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

    /// What an object of this kind is made of.
    #[must_use]
    pub const fn holds(self) -> Holds {
        self.row().holds
    }

    /// The field whose content is ours alone.
    #[must_use]
    pub const fn content(self) -> &'static str {
        self.row().content
    }

    /// Whether others have so many objects of this kind that only ours can be watched.
    #[must_use]
    pub const fn is_common(self) -> bool {
        self.row().is_common
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}
