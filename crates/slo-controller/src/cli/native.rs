//! `slo-controller run`: our own flags, each of which can also be an environment variable.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use slo_compiler::emit::prometheus_operator::Form;
use slo_compiler::model::{Labels, Window};
use slo_compiler::{Caller, Options};

use super::connect::{self, Connection};
use super::logs::{self, Format};
use super::signals;
use crate::core::output::{Kind, Outputs};
use crate::settings::Settings;
use crate::watch::levels::Scope;

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
    /// Make objects of this kind; may be given several times
    #[arg(long = "output", env = "SLO_OUTPUTS", value_name = "KIND", value_delimiter = ',', default_value = "prometheus-rule", value_parser = kind)]
    outputs: Vec<Kind>,
    /// A label for the objects that are made, such as the one that a Prometheus selects; may be given several times
    #[arg(long = "output-label", env = "SLO_OUTPUT_LABELS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    output_labels: Vec<(String, String)>,
    /// An annotation for the objects that are made; may be given several times
    #[arg(long = "output-annotation", env = "SLO_OUTPUT_ANNOTATIONS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    output_annotations: Vec<(String, String)>,
    /// A label for every recording rule; may be given several times
    #[arg(long = "extra-label", env = "SLO_EXTRA_LABELS", value_name = "KEY=VALUE", value_delimiter = ',', value_parser = pair)]
    extra_labels: Vec<(String, String)>,
    /// The period of SLOs that name none
    #[arg(long, env = "SLO_DEFAULT_PERIOD", value_name = "WINDOW", default_value = "30d", value_parser = window)]
    default_period: Window,
    /// Read the cluster and write nothing
    #[arg(long, env = "SLO_DRY_RUN")]
    dry_run: bool,
    #[command(flatten)]
    connection: Connection,
    /// How logs are written
    #[arg(long, env = "SLO_LOG_FORMAT", value_enum, default_value_t)]
    log_format: Format,
    /// Which logs are written, such as `info` or `slo_controller=debug`
    #[arg(long, env = "SLO_LOG", value_name = "FILTER", default_value = "info")]
    log: String,
}

/// Runs the controller.
pub(super) fn run(args: Args) -> Result<()> {
    logs::start(args.log_format, &args.log)?;
    let connection = args.connection.clone();
    let settings = settings(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build()?;
    runtime.block_on(async {
        let client = connect::client(&connection).await?;
        let stop = signals::stop()?;
        crate::run::run(client, settings, stop, |_| {}).await;
        Ok(())
    })
}

fn settings(args: Args) -> Result<Settings> {
    let mut options = Options::default();
    options.caller = Caller::Controller;
    options.extra_labels = args.extra_labels.into_iter().collect::<Labels>();
    if options.windows.get(args.default_period).is_none() {
        bail!("there are no alert windows for a period of {}", args.default_period);
    }
    options.default_period = args.default_period;
    let outputs = Outputs {
        kinds: args.outputs,
        form: Form::Full,
        labels: args.output_labels.into_iter().collect(),
        annotations: args.output_annotations.into_iter().collect::<BTreeMap<_, _>>(),
    };
    Ok(Settings {
        options,
        outputs,
        scope: Scope { namespace: args.namespace, selector: args.label_selector },
        workers: args.workers,
        resync: args.resync_interval,
        dry_run: args.dry_run,
    })
}

fn window(text: &str) -> Result<Window> {
    Window::parse(text).map_err(|error| anyhow!("{error}"))
}

fn duration(text: &str) -> Result<Duration> {
    let window = window(text)?;
    if window.is_zero() {
        bail!("has to be above zero");
    }
    Ok(Duration::from_millis(window.as_millis()))
}

fn kind(name: &str) -> Result<Kind> {
    let known = Kind::ALL.map(Kind::name).join(", ");
    Kind::named(name).with_context(|| format!("the kinds are {known}"))
}

fn pair(text: &str) -> Result<(String, String)> {
    let (key, value) = text.split_once('=').context("write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}
