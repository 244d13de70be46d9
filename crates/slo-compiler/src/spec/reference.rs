//! The words of Sloth 0.16.0 for specs that cannot be read.
//!
//! In: the innermost cause. Out: the text with which Sloth ends, behind `command failed: `. Keeps: all of these
//! words are here, and nowhere else.

use std::fmt::Display;

use super::SpecKind;
use super::de::Dialect;

/// For a document of no known kind.
pub(super) const UNKNOWN_KIND: &str =
    "could not generate SLOs: invalid spec, could not load with any of the supported spec types";

/// For a spec without SLOs.
pub(super) const NO_SLO: &str = "at least one SLO is required";

/// For an OpenSLO object with several periods.
pub(super) const MANY_WINDOWS: &str = "invalid SLO time windows: only 1 time window is supported";

/// For an OpenSLO object whose period is not counted in days.
pub(super) const NOT_DAYS: &str = "invalid SLO time windows: only days based time windows are supported";

/// For a spec of another version than its kind needs.
pub(super) fn version(expected: &str) -> String {
    format!("invalid spec version, should be \"{expected}\"")
}

/// Which part of Sloth would read the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loader {
    /// That for a kind of spec.
    Spec(SpecKind),
    /// That for alert windows.
    AlertWindows,
}

impl Loader {
    pub(super) const fn dialect(self) -> Dialect {
        match self {
            Self::Spec(SpecKind::Sloth) => Dialect::Native,
            Self::Spec(SpecKind::ServiceLevel) => Dialect::Kubernetes,
            Self::Spec(SpecKind::OpenSlo) | Self::AlertWindows => Dialect::YamlV2,
        }
    }

    /// The outermost words: which kind of spec was tried.
    pub(super) fn tried(self, cause: impl Display) -> String {
        let name = match self {
            Self::Spec(SpecKind::Sloth) => "raw prometheus",
            Self::Spec(SpecKind::ServiceLevel) => "Kubernetes prometheus",
            Self::Spec(SpecKind::OpenSlo) => "OpenSLO",
            Self::AlertWindows => return cause.to_string(),
        };
        format!("could not generate SLOs: tried loading {name} SLOs spec, it couldn't: {cause}")
    }

    /// The text is not YAML, or not YAML that can be JSON.
    pub(super) fn yaml(self, cause: impl Display) -> String {
        self.tried(match self {
            Self::Spec(SpecKind::Sloth) => format!("{UNMARSHAL}error converting YAML to JSON: {cause}"),
            Self::Spec(SpecKind::ServiceLevel) => format!("could not decode kubernetes object {cause}"),
            Self::Spec(SpecKind::OpenSlo) | Self::AlertWindows => format!("{UNMARSHAL}{cause}"),
        })
    }

    /// A value has another type than its field.
    pub(super) fn mistyped(self, cause: impl Display) -> String {
        match self {
            Self::Spec(SpecKind::Sloth) => {
                self.tried(format!("{UNMARSHAL}error unmarshaling JSON: while decoding JSON: {cause}"))
            }
            Self::Spec(_) | Self::AlertWindows => self.yaml(cause),
        }
    }
}

const UNMARSHAL: &str = "could not unmarshall YAML spec correctly: ";

/// The names of the Go types, which show in texts about wrong types: ours, that of native specs and OpenSLO, and that of
/// Kubernetes objects where it is another.
#[rustfmt::skip] // a table
const TYPES: &[(&str, &str, &str)] = &[
    ("Spec",              "Spec",         "PrometheusServiceLevelSpec"),
    ("ServiceLevel",      "",             "PrometheusServiceLevel"),
    ("Slo",               "SLO",          "SLO"),
    ("Sli",               "SLI",          "SLI"),
    ("SliRaw",            "SLIRaw",       "SLIRaw"),
    ("SliEvents",         "SLIEvents",    "SLIEvents"),
    ("SliPlugin",         "SLIPlugin",    "SLIPlugin"),
    ("Plugins",           "SLOPlugins",   "SLOPlugins"),
    ("PluginDeclaration", "SLOPlugin",    "SLOPlugin"),
    ("SloSpec",           "SLOSpec",      ""),
];

/// The name of a Go struct.
pub(super) fn go_struct(name: &'static str, kubernetes: bool) -> &'static str {
    let found = TYPES.iter().find(|(ours, ..)| *ours == name);
    found.map_or(name, |(_, native, object)| if kubernetes { object } else { native })
}

/// The type of a list, by the field that holds it.
pub(super) fn go_list(field: &str) -> &'static str {
    match field {
        "slos" => "[]v1.SLO",
        "chain" => "[]v1.SLOPlugin",
        "objectives" => "[]v1alpha.Objective",
        "timeWindows" => "[]v1alpha.TimeWindow",
        _ => "[]string",
    }
}
