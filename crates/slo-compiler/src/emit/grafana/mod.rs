//! Dashboards as Grafana reads them.
//!
//! In: a [`Dashboard`]. Out: JSON with a trailing newline, two spaces a level, keys in byte order, so that two versions differ
//! only where the dashboards do. Keeps: the text loads without being edited; the one thing that is left open is a variable for
//! the datasource. What has no value is shown as "no data", whatever the panel.

mod classic;
mod fields;
mod grid;
mod json;
mod objects;
mod parts;
mod queries;
mod v2;
mod views;

pub use objects::{Objects, TooLarge, config_map, operator, operator_folder};
pub use parts::{Part, config_map_part, grafana_dashboard_part};

use self::json::Json;
use crate::dashboard::model::Dashboard;

/// What Grafana shows instead of a value that is not there.
const NO_DATA: &str = "no data";

/// A format of dashboards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Schema {
    /// The one that every Grafana since version 8 loads, with the last version number it ever had: 42.
    #[default]
    Classic,
    /// The resource `dashboard.grafana.app/v2beta1`: an experiment in Grafana 12, current in 13.
    V2,
}

impl Schema {
    fn tree<'a>(self, dashboard: &'a Dashboard, folder: Option<&'a str>) -> Json<'a> {
        match self {
            Self::Classic => classic::dashboard(dashboard),
            Self::V2 => v2::resource(dashboard, folder),
        }
    }
}

/// The dashboard as JSON.
#[must_use]
pub fn json(dashboard: &Dashboard, schema: Schema) -> String {
    schema.tree(dashboard, None).pretty()
}
