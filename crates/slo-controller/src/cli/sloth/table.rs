//! The commands and flags of Sloth's controller, as data.

use std::fmt::Write as _;

use slo_args::flag::{COMPILING, Command, EXTRA_LABELS, Flag, GLOBAL, Kind, Program, Rest, TRANSFORM};

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Runs the controller.
    Control,
    /// Prints the version.
    Version,
    /// Shows help.
    Help,
}

/// Flags and commands.
pub(super) const PROGRAM: Program<Task> = Program { flags: GLOBAL, commands: COMMANDS };

const COMMANDS: &[Command<Task>] = &[
    Command {
        name: "kubernetes-controller",
        aliases: &["controller", "k8s-controller"],
        about: "Run the controller with the flags of Sloth's",
        flags: CONTROL,
        rest: Rest::Nothing,
        task: Task::Control,
    },
    Command::version(Task::Version),
    Command::help(Task::Help),
];

const CONTROL: &[&[Flag]] = &[CLUSTER, COMPILING, FURTHER];

const CLUSTER: &[Flag] = &[
    Flag::new(
        "mode",
        Kind::Choice(&["default", "dry-run", "fake"]),
        "Write, only read, or do without a cluster",
    )
    .default("default"),
    Flag::new("kube-local", Kind::Switch, "Use a kubeconfig instead of the pod's service account"),
    Flag::new("kube-config", Kind::Text("FILE"), "The kubeconfig; $HOME/.kube/config if there is no other"),
    Flag::new("kube-context", Kind::Text("NAME"), "The context of the kubeconfig"),
    Flag::new("workers", Kind::Text("NUMBER"), "Work on this many objects at once").default("5"),
    Flag::new("resync-interval", Kind::Text("DURATION"), "Look at every object again after this time")
        .default("15m"),
    Flag::new("namespace", Kind::Text("NAME"), "Look only at objects of this namespace"),
    Flag::new("label-selector", Kind::Text("SELECTOR"), "Look only at objects with these labels"),
    Flag::new("metrics-path", Kind::Text("PATH"), "The path of the metrics").default("/metrics"),
    Flag::new("metrics-listen-addr", Kind::Text("ADDRESS"), "The address of the metrics").default(":8081"),
    Flag::new("hot-reload-path", Kind::Text("PATH"), "The path of the reload").default("/-/reload"),
    Flag::new("hot-reload-addr", Kind::Text("ADDRESS"), "The address of the reload").default(":8082"),
    EXTRA_LABELS,
];

const FURTHER: &[Flag] = &[
    TRANSFORM,
    // Of earlier releases.
    Flag::new(
        "disable-optimized-rules",
        Kind::Switch,
        "Compute the whole period from the query, not from 5m rules",
    ),
    // Ours.
    Flag::new("lease", Kind::Text("NAME"), "Work only while holding this Lease").env("SLO_LEASE"),
    Flag::new("health-listen-addr", Kind::Text("ADDRESS"), "The address of /healthz and /readyz")
        .env("SLO_HEALTH_ADDRESS"),
];

/// The flags as a text.
pub(super) fn help() -> String {
    let mut text = "Sloth's controller: slo-controller kubernetes-controller [FLAGS]\n".to_owned();
    for flag in
        CONTROL.iter().copied().flatten().chain(GLOBAL).filter(|flag| !matches!(flag.kind, Kind::Action(_)))
    {
        let variable = flag.variable().unwrap_or_default();
        let default = flag.default.map(|value| format!(" [default: {value}]")).unwrap_or_default();
        // A `String` takes everything.
        let _ = writeln!(text, "      --{:<32} {} [env: {variable}]{default}", flag.long, flag.help);
    }
    text
}
