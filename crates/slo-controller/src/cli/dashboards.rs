//! The flags about dashboards.

use super::pair::pair;
use crate::core::output::Dashboards;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Dashboards")]
#[allow(
    clippy::struct_field_names,
    reason = "clap takes the names of fields as those of flags, which all commands share"
)]
pub(super) struct DashboardArgs {
    /// The title of the folder in Grafana
    #[arg(long, env = "SLO_DASHBOARD_FOLDER", value_name = "TITLE")]
    dashboard_folder: Option<String>,
    /// The annotation in which Grafana's sidecar looks for the folder
    #[arg(
        long,
        env = "SLO_DASHBOARD_FOLDER_ANNOTATION",
        value_name = "NAME",
        default_value = "grafana_folder"
    )]
    dashboard_folder_annotation: String,
    /// A label by which Grafana's sidecar finds dashboards; may be given several times
    #[arg(long = "dashboard-label", env = "SLO_DASHBOARD_LABELS", value_name = "KEY=VALUE", value_delimiter = ',', default_value = "grafana_dashboard=1", value_parser = pair)]
    dashboard_labels: Vec<(String, String)>,
    /// A label of the Grafana objects to which the Grafana operator gives dashboards; may be given several times
    #[arg(long = "dashboard-instance", env = "SLO_DASHBOARD_INSTANCES", value_name = "KEY=VALUE", value_delimiter = ',', default_value = "dashboards=grafana", value_parser = pair)]
    dashboard_instances: Vec<(String, String)>,
    /// A label that Prometheus adds to every series, such as `cluster`; may be given several times
    #[arg(
        long = "dashboard-external-label",
        env = "SLO_DASHBOARD_EXTERNAL_LABELS",
        value_name = "NAME",
        value_delimiter = ','
    )]
    dashboard_external_labels: Vec<String>,
}

impl From<DashboardArgs> for Dashboards {
    fn from(args: DashboardArgs) -> Self {
        let mut dashboards = Self::default();
        dashboards.settings.external_labels = args.dashboard_external_labels;
        let objects = &mut dashboards.objects;
        objects.folder = args.dashboard_folder.filter(|title| !title.is_empty());
        objects.folder_annotation = args.dashboard_folder_annotation;
        objects.labels = args.dashboard_labels.into_iter().collect();
        objects.instances = args.dashboard_instances.into_iter().collect();
        dashboards
    }
}
