//! The commands and flags of Sloth 0.16.0, as data.
//!
//! In: nothing. Out: [`GLOBAL`] and [`COMMANDS`], which the parser, the help, the shell completions and the man pages
//! all read. Keeps: a flag that is not in these tables does not exist anywhere.

/// A flag of the command line.
#[derive(Debug)]
pub(crate) struct Flag {
    /// Its name without `--`.
    pub(crate) long: &'static str,
    /// Its letter without `-`.
    pub(crate) short: Option<char>,
    /// What it takes.
    pub(crate) kind: Kind,
    /// The value that it has when nothing sets it.
    pub(crate) default: Option<&'static str>,
    /// Whether something has to set it.
    pub(crate) required: bool,
    /// The environment variable, where its name does not follow from the flag's.
    pub(crate) env: Option<&'static str>,
    /// One sentence for the help.
    pub(crate) help: &'static str,
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing; `--no-NAME` turns it off.
    Switch,
    /// One value; the text is what the help calls it.
    Text(&'static str),
    /// One value of a few.
    Choice(&'static [&'static str]),
    /// A value each time it is given.
    List(&'static str),
    /// A `KEY=VALUE` or `KEY:VALUE` each time it is given.
    Map,
    /// Nothing; it is done instead of the command, has no environment variable and is not in the help.
    Action(Action),
}

/// What is done instead of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Show the help of the command.
    Help,
    /// Show the help of every command.
    HelpLong,
    /// Print a man page.
    Man,
    /// Print completions for bash.
    CompleteBash,
    /// Print completions for zsh.
    CompleteZsh,
}

impl Flag {
    const fn new(long: &'static str, kind: Kind, help: &'static str) -> Self {
        Self { long, short: None, kind, default: None, required: false, env: None, help }
    }

    const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }

    /// Whether the flag stands alone, without a value.
    pub(crate) const fn is_switch(&self) -> bool {
        matches!(self.kind, Kind::Switch | Kind::Action(_))
    }

    /// Whether the flag may be given more than once.
    pub(crate) const fn is_repeatable(&self) -> bool {
        matches!(self.kind, Kind::List(_) | Kind::Map | Kind::Action(_))
    }

    /// The environment variable that sets the flag: `SLOTH_` and its name in upper case.
    pub(crate) fn variable(&self) -> Option<String> {
        match (self.env, self.kind) {
            (_, Kind::Action(_)) => None,
            (Some(variable), _) => Some(variable.to_owned()),
            (None, _) => Some(format!("SLOTH_{}", self.long.to_ascii_uppercase().replace('-', "_"))),
        }
    }
}

/// A command of the command line.
#[derive(Debug)]
pub(crate) struct Command {
    /// Its name.
    pub(crate) name: &'static str,
    /// Other names.
    pub(crate) aliases: &'static [&'static str],
    /// One sentence for the help.
    pub(crate) about: &'static str,
    /// Its own flags.
    pub(crate) flags: &'static [Flag],
    /// What it does.
    pub(crate) task: Task,
}

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

impl Command {
    /// The command that goes by `name`.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.name == name || command.aliases.contains(&name))
    }
}

const INPUT: Flag =
    Flag::new("input", Kind::Text("PATH"), "The SLO spec, or a directory that holds SLO specs").short('i');
const EXCLUDE: Flag =
    Flag::new("fs-exclude", Kind::Text("REGEX"), "Leave out the files of the directory whose path matches")
        .short('e');
const INCLUDE: Flag =
    Flag::new("fs-include", Kind::Text("REGEX"), "Take only the files of the directory whose path matches")
        .short('n');
const EXTRA_LABELS: Flag =
    Flag::new("extra-labels", Kind::Map, "A label for every SLO; may be given several times").short('l');
const PLUGINS_PATH: Flag =
    Flag::new("plugins-path", Kind::List("DIR"), "A directory with plugins; may be given several times")
        .short('p');
const WINDOWS_PATH: Flag = Flag::new(
    "slo-period-windows-path",
    Kind::Text("DIR"),
    "A directory of AlertWindows files that replace the built-in ones",
);
const PERIOD: Flag =
    Flag::new("default-slo-period", Kind::Text("DURATION"), "The period of SLOs that name none")
        .default("30d");
const SLO_PLUGINS: Flag = Flag::new(
    "slo-plugins",
    Kind::List("JSON"),
    r#"An SLO plugin to run for every SLO, as {"id": …, "config": {…}, "priority": …}; may be given several times"#,
)
.short('s');
const NO_DEFAULT_PLUGINS: Flag =
    Flag::new("disable-default-slo-plugins", Kind::Switch, "Run none of the default SLO plugins");

/// Flags of all commands; they may stand anywhere.
pub(crate) const GLOBAL: &[Flag] = &[
    Flag::new("help", Kind::Action(Action::Help), "Show help"),
    Flag::new("help-long", Kind::Action(Action::HelpLong), "Show the help of every command"),
    Flag::new("help-man", Kind::Action(Action::Man), "Print a man page"),
    Flag::new("completion-script-bash", Kind::Action(Action::CompleteBash), "Print completions for bash"),
    Flag::new("completion-script-zsh", Kind::Action(Action::CompleteZsh), "Print completions for zsh"),
    Flag::new("debug", Kind::Switch, "Log more"),
    Flag::new("no-log", Kind::Switch, "Log nothing, and say only the last line of an error"),
    Flag::new("no-color", Kind::Switch, "Log without colours"),
    Flag::new("logger", Kind::Choice(&["default", "json"]), "The format of the log").default("default"),
    Flag::new("sloth-version", Kind::Text("VERSION"), "The version of Sloth that the output names")
        .default("v0.16.0")
        .env("SLO_SLOTH_VERSION"),
];

/// All commands, in the order of the help.
pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "generate",
        aliases: &[],
        about: "Generate Prometheus rules from SLO specs, exactly as Sloth does",
        flags: GENERATE,
        task: Task::Generate,
    },
    Command {
        name: "validate",
        aliases: &[],
        about: "Check SLO specs, exactly as Sloth does",
        flags: VALIDATE,
        task: Task::Validate,
    },
    Command {
        name: "version",
        aliases: &[],
        about: "Print the version of Sloth that is reproduced",
        flags: &[],
        task: Task::Version,
    },
    Command {
        name: "kubernetes-controller",
        aliases: &["controller", "k8s-controller"],
        about: "Not here: see the program slo-controller",
        flags: &[],
        task: Task::Elsewhere("run the controller as the program `slo-controller`"),
    },
    Command {
        name: "server",
        aliases: &[],
        about: "Not here: Sloth's web server is not part of this program",
        flags: &[],
        task: Task::Elsewhere(
            "there is no web server in this program; recorded metrics have the names that Sloth's own `server` reads",
        ),
    },
    Command { name: "help", aliases: &[], about: "Show help", flags: &[], task: Task::Help },
];

const GENERATE: &[Flag] = &[
    INPUT,
    Flag::new("out", Kind::Text("PATH"), "The file or directory to write to; `-` is standard output")
        .short('o')
        .default("-"),
    EXCLUDE,
    INCLUDE,
    EXTRA_LABELS,
    Flag::new("disable-recordings", Kind::Switch, "Write no recording rules"),
    Flag::new("disable-alerts", Kind::Switch, "Write no alerting rules"),
    PLUGINS_PATH,
    WINDOWS_PATH,
    PERIOD,
    SLO_PLUGINS,
    NO_DEFAULT_PLUGINS,
    Flag::new("k8s-transform-plugin-id", Kind::Text("ID"), "The plugin that makes Kubernetes objects")
        .default("sloth.dev/k8stransform/prom-operator-prometheus-rule/v1"),
];

const VALIDATE: &[Flag] = &[
    INPUT.required(),
    EXCLUDE,
    INCLUDE,
    EXTRA_LABELS,
    PLUGINS_PATH,
    WINDOWS_PATH,
    PERIOD,
    SLO_PLUGINS,
    NO_DEFAULT_PLUGINS,
    Flag::new("ignore-slo-duplicates", Kind::Switch, "Let two SLOs have the same id"),
];
