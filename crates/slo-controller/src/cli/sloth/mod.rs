//! `slo-controller kubernetes-controller`: the command line and the environment of Sloth's controller, unchanged.
//!
//! In: words and environment variables. Out: the same settings as from our own flags, such that a swap of controllers
//! changes no rule. Differs on purpose: nothing that can come later, such as a CRD, is fatal at the start.

mod go_duration;
mod table;

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::CommandFactory;
use slo_args::{Invocation, Values, plugin_json};
use slo_compiler::emit::PROMETHEUS_RULE_TRANSFORM;
use slo_compiler::emit::prometheus_operator::Form;
use slo_compiler::model::Window;
use slo_compiler::promql::Release;
use slo_compiler::spec::{Extensions, PluginDeclaration};

use super::connect::Connection;
use super::logs::{self, Format};
use super::options::Inputs;
use super::start::{self, Start};
use crate::core::output::Outputs;
use crate::said::said;
use crate::settings::{LeaseSettings, Process, Settings};
use crate::watch::levels::Scope;
use table::{PROGRAM, Task};

/// Whether the command line is Sloth's, which may have flags before its command; ours may not.
pub(super) fn is_meant(first: Option<&str>) -> bool {
    !matches!(first, None | Some("run" | "crd" | "help" | "--help" | "-h" | "--version" | "-V"))
}

/// Does what `words` ask for.
pub(super) fn run(words: Vec<String>) -> ExitCode {
    let values = match slo_args::parse(&PROGRAM, words, |name| env::var(name).ok()) {
        Ok(Invocation::Run(command, values)) if command.task == Task::Version => {
            let _ = io::stdout().write_all(values.text("sloth-version").as_bytes()); // nobody reads it
            return ExitCode::SUCCESS;
        }
        Ok(Invocation::Run(_, values)) => values,
        Ok(Invocation::Help(_) | Invocation::HelpUnknown(_) | Invocation::Act(_)) => {
            let _ = write!(io::stderr(), "{}\n{}", super::Cli::command().render_help(), table::help()); // as above
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&format!("error: invalid command configuration: {error}")),
    };
    match control(&values) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            fail(&format!("error: \"kubernetes-controller\" command failed: {}", said(error.as_ref())))
        }
    }
}

fn control(values: &Values) -> Result<()> {
    let format = if values.text("logger") == "json" { Format::Json } else { Format::Text };
    let level = match (values.is_on("no-log"), values.is_on("debug")) {
        (true, _) => "off",
        (false, true) => "slo_controller=debug,info",
        (false, false) => "info",
    };
    logs::start(format, level)?;
    start::run(read(values)?)
}

/// What the values say.
fn read(values: &Values) -> Result<Start> {
    let inputs = inputs(values)?;
    let given = |flag: &str| Some(values.text(flag).to_owned()).filter(|text| !text.is_empty());
    let settings = Settings {
        outputs: Outputs { form: Form::Compat, ..Outputs::default() },
        scope: Scope { namespace: given("namespace"), selector: given("label-selector") },
        workers: number("workers", values)?.max(1),
        resync: go_duration::parse(values.text("resync-interval"))?,
        dry_run: values.text("mode") == "dry-run",
    };
    let at =
        |address: &str, path: &str| given(address).map(|address| (address, values.text(path).to_owned()));
    let lease = given("lease").map(|name| LeaseSettings {
        namespace: env::var("POD_NAMESPACE").unwrap_or_else(|_| "default".into()),
        name,
        holder: env::var("POD_NAME").unwrap_or_else(|_| start::replica()),
        duration: std::time::Duration::from_secs(15),
    });
    let process = Process {
        health: given("health-listen-addr"),
        metrics: at("metrics-listen-addr", "metrics-path"),
        reload: at("hot-reload-addr", "hot-reload-path"),
        webhook: None,
        lease,
    };
    let options = inputs.read()?;
    Ok(Start { inputs, options, settings, process, connection: connection(values)? })
}

fn inputs(values: &Values) -> Result<Inputs> {
    let period = Window::parse(values.text("default-slo-period"))
        .map_err(|error| anyhow!("invalid SLO period duration: {error}"))?;
    let labels = values.pairs("extra-labels").map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut inputs = Inputs::new(labels, period);
    let declare = |json: &String| {
        plugin_json::parse(json)
            .map_err(|error| anyhow!("could not load slo plugin declarations: {json:?}: {error}"))
    };
    inputs.options.plugins = values.all("slo-plugins").iter().map(declare).collect::<Result<_>>()?;
    if values.is_on("disable-optimized-rules") {
        inputs.options.plugins.push(PluginDeclaration {
            id: "sloth.dev/core/sli_rules/v1".into(),
            config: serde_json::json!({ "disableOptimized": true }),
            priority: 0,
        });
    }
    inputs.options.default_passes = !values.is_on("disable-default-slo-plugins");
    values.text("sloth-version").clone_into(&mut inputs.options.version);
    inputs.options.promql.release = Release::V3_10;
    inputs.options.extensions = Extensions::Ignore;
    let transform = values.text("k8s-transform-plugin-id");
    if transform != PROMETHEUS_RULE_TRANSFORM {
        bail!(
            "could not get k8s transformer plugin {transform:?}: plugin {transform:?} not found: resource not found"
        );
    }
    inputs.plugins = values.all("plugins-path").iter().map(PathBuf::from).collect();
    inputs.windows =
        Some(values.text("slo-period-windows-path")).filter(|path| !path.is_empty()).map(PathBuf::from);
    Ok(inputs)
}

/// The pod's service account, or with `--kube-local` a kubeconfig; or with `--mode fake` nothing at all.
fn connection(values: &Values) -> Result<Connection> {
    if values.text("mode") == "fake" {
        return Ok(Connection { fake: true, ..Connection::default() });
    }
    if !values.is_on("kube-local") {
        return Ok(Connection { in_cluster: true, ..Connection::default() });
    }
    let file = match values.text("kube-config") {
        "" => {
            let home =
                env::var_os("HOME").context("there is no home directory with a kubeconfig; name one")?;
            PathBuf::from(home).join(".kube/config")
        }
        file => PathBuf::from(file),
    };
    let context = Some(values.text("kube-context").to_owned()).filter(|name| !name.is_empty());
    Ok(Connection { kubeconfig: Some(file), kube_context: context, ..Connection::default() })
}

fn number(flag: &str, values: &Values) -> Result<u16> {
    let text = values.text(flag);
    let number: i64 =
        text.parse().map_err(|_| anyhow!("strconv.ParseInt: parsing {text:?}: invalid syntax"))?;
    Ok(u16::try_from(number.max(0)).unwrap_or(u16::MAX))
}

/// Writes the last text of a run that failed; Sloth does not end the line.
fn fail(text: &str) -> ExitCode {
    let _ = io::stderr().lock().write_all(text.as_bytes()); // when nobody reads it, there is nobody to tell
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests;
