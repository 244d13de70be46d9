//! What dashboards look like besides the SLOs they show.

use super::links::Links;
use crate::model::Window;

/// How dashboards are made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Tags besides [`Settings::TAG`].
    pub tags: Vec<String>,
    /// Labels that Prometheus adds to every series, such as `cluster`, where one datasource holds the series of several
    /// servers. Each becomes a variable, and two series of one SLO belong together only if they are equal.
    pub external_labels: Vec<String>,
    /// Labels of SLOs that become a variable of the overview, if the info metric of any SLO has them.
    pub filters: Vec<String>,
    /// How often dashboards read their data anew.
    pub refresh: Option<Window>,
    /// Where logs, traces and profiles of a service are.
    pub links: Links,
    /// Where a spec can be read: a URL in which `{{service}}`, `{{slo}}` and the like stand for what the SLO has.
    pub spec_url: Option<String>,
}

impl Settings {
    /// The tag that all dashboards have: by it they link to each other.
    pub const TAG: &'static str = "slo";
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            external_labels: Vec::new(),
            filters: ["team", "owner"].map(str::to_owned).into(),
            refresh: Some(Window::minutes(1)),
            links: Links::default(),
            spec_url: None,
        }
    }
}
