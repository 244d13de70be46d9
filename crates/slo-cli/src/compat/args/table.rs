//! The commands of Sloth 0.16.0 that this program has, as data.

pub(crate) use slo_args::flag::{Action, GLOBAL};
use slo_args::flag::{COMPILING, Command, EXTRA_LABELS, Flag, Kind, Program, Rest, TRANSFORM};

/// Flags and commands.
pub(crate) const PROGRAM: Program<Task> = Program { flags: GLOBAL, commands: COMMANDS };

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Compiles specs and writes rules.
    Generate,
    /// Compiles specs and writes nothing.
    Validate,
    /// Prints the version.
    Version,
    /// Shows the help of the command that is named behind it.
    Help,
    /// Is not part of this program; the text says what to use.
    Elsewhere(&'static str),
}

const INPUT: Flag =
    Flag::new("input", Kind::Text("PATH"), "The SLO spec, or a directory that holds SLO specs").short('i');
const FILTER: &[Flag] = &[
    Flag::new("fs-exclude", Kind::Text("REGEX"), "Leave out the files of the directory whose path matches")
        .short('e'),
    Flag::new("fs-include", Kind::Text("REGEX"), "Take only the files of the directory whose path matches")
        .short('n'),
];

/// All commands, in the order of the help.
pub(crate) const COMMANDS: &[Command<Task>] = &[
    Command {
        name: "generate",
        aliases: &[],
        about: "Generate Prometheus rules from SLO specs, exactly as Sloth does",
        flags: GENERATE,
        rest: Rest::Nothing,
        task: Task::Generate,
    },
    Command {
        name: "validate",
        aliases: &[],
        about: "Check SLO specs, exactly as Sloth does",
        flags: VALIDATE,
        rest: Rest::Nothing,
        task: Task::Validate,
    },
    Command::version(Task::Version),
    Command {
        name: "kubernetes-controller",
        aliases: &["controller", "k8s-controller"],
        about: "Not here: see the program slo-controller",
        flags: &[],
        rest: Rest::Anything,
        task: Task::Elsewhere("run the controller as the program `slo-controller`"),
    },
    Command {
        name: "server",
        aliases: &[],
        about: "Not here: Sloth's web server is not part of this program",
        flags: &[],
        rest: Rest::Anything,
        task: Task::Elsewhere(
            "there is no web server in this program; recorded metrics have the names that Sloth's own `server` reads",
        ),
    },
    Command::help(Task::Help),
];

const GENERATE: &[&[Flag]] = &[
    &[
        INPUT,
        Flag::new(
            "out",
            Kind::Text("PATH"),
            "The file or directory to write to; `--out=-` is standard output",
        )
        .short('o')
        .default("-"),
    ],
    FILTER,
    &[
        EXTRA_LABELS,
        Flag::new("disable-recordings", Kind::Switch, "Write no recording rules"),
        Flag::new("disable-alerts", Kind::Switch, "Write no alerting rules"),
    ],
    COMPILING,
    &[TRANSFORM],
];

const VALIDATE: &[&[Flag]] = &[
    &[INPUT.required()],
    FILTER,
    &[EXTRA_LABELS],
    COMPILING,
    &[Flag::new("ignore-slo-duplicates", Kind::Switch, "Let two SLOs have the same id")],
];
