//! Sloth's command lines as our settings.

use super::*;

fn start(words: &[&str], environment: &[(&str, &str)]) -> Start {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    let variable =
        |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, text)| (*text).to_owned());
    match slo_args::parse(&PROGRAM, words, variable) {
        Ok(Invocation::Run(_, values)) => read(&values).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_given_is_what_sloth_does() {
    let Start { settings, process, connection, .. } = start(&["kubernetes-controller"], &[]);
    assert_eq!((settings.workers, settings.resync.as_secs(), settings.dry_run), (5, 900, false));
    assert_eq!((settings.scope.namespace, settings.scope.selector), (None, None));
    assert_eq!(settings.outputs.form, Form::Compat, "`for` is left out as Sloth leaves it out");
    assert_eq!(process.metrics, Some((":8081".into(), "/metrics".into())));
    assert_eq!(process.reload, Some((":8082".into(), "/-/reload".into())));
    assert!(process.lease.is_none());
    assert!(connection.in_cluster);
}

#[test]
fn flags_of_a_chart_are_taken() {
    let words = [
        "--debug",
        "k8s-controller",
        "--resync-interval=1h",
        "--workers=50",
        "--label-selector=a=b",
        "--namespace=shop",
        "--extra-labels=cluster=x",
        "--extra-labels",
        "env:prod",
        "--default-slo-period=28d",
        "--disable-optimized-rules",
        "--mode=dry-run",
        "--kube-local",
        "--kube-config=/k",
        "--logger=json",
    ];
    let Start { settings, options, connection, .. } = start(&words, &[("SLOTH_METRICS_PATH", "/m")]);
    assert_eq!((settings.workers, settings.resync.as_secs(), settings.dry_run), (50, 3600, true));
    assert_eq!(settings.scope.selector.as_deref(), Some("a=b"));
    assert_eq!(options.extra_labels.iter().collect::<Vec<_>>(), [("cluster", "x"), ("env", "prod")]);
    assert_eq!(options.default_period, Window::days(28));
    assert_eq!(options.plugins.len(), 1);
    assert_eq!(connection.kubeconfig, Some("/k".into()));
}

#[test]
fn our_own_commands_are_told_from_sloths() {
    for (first, expected) in [
        (None, false),
        (Some("run"), false),
        (Some("crd"), false),
        (Some("--debug"), true),
        (Some("controller"), true),
    ] {
        assert_eq!(is_meant(first), expected, "{first:?}");
    }
}
