//! Our own flags.

use clap::{CommandFactory as _, Parser as _};

use super::*;
use crate::cli::Cli;

#[test]
fn each_flag_is_an_environment_variable_too() {
    let mut command = Cli::command();
    command.build(); // checks what clap knows of mistakes
    let run = command.find_subcommand("run").unwrap();
    let without: Vec<&str> = run
        .get_arguments()
        .filter(|flag| flag.get_env().is_none())
        .map(|flag| flag.get_id().as_str())
        .collect();
    assert_eq!(without, ["help"]);
}

fn start(words: &[&str]) -> Start {
    let words = ["slo-controller", "run"].into_iter().chain(words.iter().copied());
    match Cli::try_parse_from(words).unwrap().command {
        crate::cli::Command::Run(args) => (*args).try_into().unwrap(),
        crate::cli::Command::Crd => unreachable!("the command is `run`"),
    }
}

#[test]
fn nothing_given_is_what_a_swap_of_controllers_wants() {
    let Start { settings, options, process, .. } = start(&[]);
    assert_eq!(settings.outputs.kinds, [Kind::PrometheusRule]);
    assert_eq!((options.profile, settings.outputs.form), (Profile::Sloth, Form::Full));
    assert!(process.lease.is_none() && process.webhook.is_none());
    assert_eq!(settings.outputs.dashboards.objects.folder, None);
}

#[test]
fn lists_are_flags_given_several_times_or_commas() {
    let words =
        ["--output=prometheus-rule,vm-rule", "--output=grafana-dashboard", "--dashboard-instance=a=b,c=d"];
    let Settings { outputs, .. } = start(&words).settings;
    assert_eq!(outputs.kinds, [Kind::PrometheusRule, Kind::VmRule, Kind::GrafanaDashboard]);
    assert_eq!(outputs.dashboards.objects.instances.iter().collect::<Vec<_>>(), [("a", "b"), ("c", "d")]);
}

#[test]
fn a_kind_that_does_not_exist_is_refused_with_those_that_do() {
    let error = Cli::try_parse_from(["slo-controller", "run", "--output=dashboard"]).unwrap_err().to_string();
    assert!(error.contains("prometheus-rule, vm-rule, dashboard-config-map, grafana-dashboard"), "{error}");
}
