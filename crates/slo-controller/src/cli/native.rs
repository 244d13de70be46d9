//! `slo-controller run`: our own flags, each of which can also be an environment variable.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use slo_compiler::emit::prometheus_operator::Form;
use slo_compiler::model::Window;
use slo_compiler::rules::Profile;

use super::connect::Connection;
use super::dashboards::DashboardArgs;
use super::logs::{self, Format};
use super::options::Inputs;
use super::pair::pair;
use super::start::{self, Start};
use crate::core::output::{Kind, Outputs};
use crate::core::profile;
use crate::settings::{LeaseSettings, Process, Settings};
use crate::watch::levels::Scope;
use crate::webhook;

/// Run the controller until it is told to stop
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Look only at objects of this namespace
    #[arg(long, env = "SLO_NAMESPACE", value_name = "NAME")]
    namespace: Option<String>,
    /// Look only at objects with these labels, as a selector of Kubernetes
    #[arg(long, env = "SLO_LABEL_SELECTOR", value_name = "SELECTOR")]
    label_selector: Option<String>,
    /// Work on this many objects at once
    #[arg(long, env = "SLO_WORKERS", value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
    workers: u16,
    /// Look at every object again after this time, though nothing changed
    #[arg(long, env = "SLO_RESYNC_INTERVAL", value_name = "DURATION", default_value = "1h", value_parser = duration)]
    resync_interval: Duration,
    /// Read the cluster and write nothing
    #[arg(long, env = "SLO_DRY_RUN")]
    dry_run: bool,
    #[command(flatten)]
    made: MadeArgs,
    #[command(flatten)]
    dashboards: DashboardArgs,
    #[command(flatten)]
    compile: CompileArgs,
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    process: ProcessArgs,
    #[command(flatten)]
    logs: LogArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is made")]
struct MadeArgs {
    /// Make objects of this kind: prometheus-rule, vm-rule, dashboard-config-map or grafana-dashboard; may be given several times
    #[arg(long = "output", env = "SLO_OUTPUTS", value_name = "KIND", value_delimiter = ',', default_value = "prometheus-rule", value_parser = kind)]
    outputs: Vec<Kind>,
    /// A label for the objects that are made, such as the one that a Prometheus selects; may be given several times
    #[arg(long = "output-label", env = "SLO_OUTPUT_LABELS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    labels: Vec<(String, String)>,
    /// An annotation for the objects that are made; may be given several times
    #[arg(long = "output-annotation", env = "SLO_OUTPUT_ANNOTATIONS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    annotations: Vec<(String, String)>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "How specs are compiled")]
struct CompileArgs {
    /// Which rules are made: `sloth`, or `native`, which weigh by events; an annotation of an object can say otherwise
    #[arg(long, env = "SLO_PROFILE", value_name = "PROFILE", default_value = "sloth", value_parser = profile)]
    profile: Profile,
    /// A label for every recording rule; may be given several times
    #[arg(long = "extra-label", env = "SLO_EXTRA_LABELS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    extra_labels: Vec<(String, String)>,
    /// The period of SLOs that name none
    #[arg(long, env = "SLO_DEFAULT_PERIOD", value_name = "WINDOW", default_value = "30d", value_parser = window)]
    default_period: Window,
    /// A directory of AlertWindows files that replace the built-in ones; read again on SIGHUP
    #[arg(long, env = "SLO_WINDOWS", value_name = "DIR")]
    windows: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The process")]
struct ProcessArgs {
    /// Where `/healthz` and `/readyz` are answered; nowhere if empty
    #[arg(long, env = "SLO_HEALTH_ADDRESS", value_name = "ADDRESS", default_value = ":8080")]
    health_address: String,
    /// Where `/metrics` is answered; nowhere if empty
    #[arg(long, env = "SLO_METRICS_ADDRESS", value_name = "ADDRESS", default_value = ":8081")]
    metrics_address: String,
    /// Check objects when they are applied, with the certificate in this folder: tls.crt and tls.key
    #[arg(long, env = "SLO_WEBHOOK_CERTIFICATES", value_name = "DIR")]
    webhook_certificates: Option<PathBuf>,
    /// Where the admission webhook is answered
    #[arg(long, env = "SLO_WEBHOOK_ADDRESS", value_name = "ADDRESS", default_value = ":9443")]
    webhook_address: String,
    /// Work only while holding this Lease, so that several replicas can run
    #[arg(long, env = "SLO_LEASE", value_name = "NAME")]
    lease: Option<String>,
    /// The namespace of the Lease
    #[arg(long, env = "POD_NAMESPACE", value_name = "NAME", default_value = "default")]
    lease_namespace: String,
    /// Who holds the Lease; the host's name and the process id if there is no other
    #[arg(long, env = "POD_NAME", value_name = "NAME")]
    lease_holder: Option<String>,
    /// How long other replicas wait for one that says nothing
    #[arg(long, env = "SLO_LEASE_DURATION", value_name = "DURATION", default_value = "15s", value_parser = duration)]
    lease_duration: Duration,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Logs")]
struct LogArgs {
    /// How logs are written
    #[arg(long, env = "SLO_LOG_FORMAT", value_enum, default_value_t)]
    log_format: Format,
    /// Which logs are written, such as `info` or `slo_controller=debug`
    #[arg(long, env = "SLO_LOG", value_name = "FILTER", default_value = "info")]
    log: String,
}

/// Runs the controller.
pub(super) fn run(args: Args) -> Result<()> {
    logs::start(args.logs.log_format, &args.logs.log)?;
    start::run(args.try_into()?)
}

impl TryFrom<Args> for Start {
    type Error = anyhow::Error;

    fn try_from(args: Args) -> Result<Self> {
        let CompileArgs { profile, extra_labels, default_period, windows } = args.compile;
        let mut inputs = Inputs { windows, ..Inputs::new(extra_labels, default_period) };
        inputs.options.profile = profile;
        let outputs = Outputs {
            kinds: args.made.outputs,
            form: Form::Full,
            labels: args.made.labels.into_iter().collect(),
            annotations: args.made.annotations.into_iter().collect(),
            dashboards: args.dashboards.into(),
        };
        let settings = Settings {
            outputs,
            scope: Scope { namespace: args.namespace, selector: args.label_selector },
            workers: args.workers,
            resync: args.resync_interval,
            dry_run: args.dry_run,
        };
        let options = inputs.read()?;
        Ok(Self { inputs, options, settings, process: args.process.into(), connection: args.connection })
    }
}

impl From<ProcessArgs> for Process {
    fn from(args: ProcessArgs) -> Self {
        let given = |address: String| Some(address).filter(|address| !address.is_empty());
        let (namespace, duration) = (args.lease_namespace, args.lease_duration);
        let holder = args.lease_holder.unwrap_or_else(start::replica);
        Self {
            health: given(args.health_address),
            metrics: given(args.metrics_address).map(|address| (address, "/metrics".to_owned())),
            reload: None,
            webhook: args
                .webhook_certificates
                .map(|certificates| webhook::Settings { address: args.webhook_address, certificates }),
            lease: args.lease.map(|name| LeaseSettings { namespace, name, holder, duration }),
        }
    }
}

fn window(text: &str) -> Result<Window> {
    Window::parse(text).map_err(|error| anyhow!("{error}"))
}

fn duration(text: &str) -> Result<Duration> {
    let window = window(text)?;
    if window < Window::from_millis(1000) {
        bail!("has to be a second or more");
    }
    Ok(Duration::from_millis(window.as_millis()))
}

fn profile(name: &str) -> Result<Profile> {
    let known = profile::NAMES.map(|(name, _)| name).join(", ");
    profile::named(name).with_context(|| format!("the profiles are {known}"))
}

fn kind(name: &str) -> Result<Kind> {
    let known = Kind::ALL.map(Kind::name).join(", ");
    Kind::named(name).with_context(|| format!("the kinds are {known}"))
}

#[cfg(test)]
mod tests;
