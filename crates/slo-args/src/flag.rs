//! Flags and commands, as data.
//!
//! In: nothing. Out: the types of the tables that a program has, and the flags that all programs share. Keeps: a flag that
//! is in no table does not exist anywhere: the parser, the help, completions and man pages read the same one.

/// A flag of the command line.
#[derive(Debug)]
pub struct Flag {
    /// Its name without `--`.
    pub long: &'static str,
    /// Its letter without `-`.
    pub short: Option<char>,
    /// What it takes.
    pub kind: Kind,
    /// The value that it has when nothing sets it.
    pub default: Option<&'static str>,
    /// Whether something has to set it.
    pub required: bool,
    /// The environment variable, where its name does not follow from the flag's.
    pub env: Option<&'static str>,
    /// One sentence for the help.
    pub help: &'static str,
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
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
pub enum Action {
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
    /// A flag with a name, what it takes and one sentence for the help.
    #[must_use]
    pub const fn new(long: &'static str, kind: Kind, help: &'static str) -> Self {
        Self { long, short: None, kind, default: None, required: false, env: None, help }
    }

    /// With a letter.
    #[must_use]
    pub const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    /// With a value that it has when nothing sets it.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    /// That something has to set.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With an environment variable of its own.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }

    /// Whether the flag stands alone, without a value.
    #[must_use]
    pub const fn is_switch(&self) -> bool {
        matches!(self.kind, Kind::Switch | Kind::Action(_))
    }

    /// Whether the flag may be given more than once.
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        matches!(self.kind, Kind::List(_) | Kind::Map | Kind::Action(_))
    }

    /// The environment variable that sets the flag: `SLOTH_` and its name in upper case.
    #[must_use]
    pub fn variable(&self) -> Option<String> {
        match (self.env, self.kind) {
            (_, Kind::Action(_)) => None,
            (Some(variable), _) => Some(variable.to_owned()),
            (None, _) => Some(format!("SLOTH_{}", self.long.to_ascii_uppercase().replace('-', "_"))),
        }
    }
}

/// A command of the command line. `T` is what a program knows about its commands besides.
#[derive(Debug)]
pub struct Command<T: 'static> {
    /// Its name.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// One sentence for the help.
    pub about: &'static str,
    /// Its own flags, in groups that commands may have in common; the help has them in this order.
    pub flags: &'static [&'static [Flag]],
    /// What stands behind it.
    pub rest: Rest,
    /// What it does.
    pub task: T,
}

impl<T> Command<T> {
    /// A command without flags of its own.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, rest: Rest, task: T) -> Self {
        Self { name, aliases: &[], about, flags: &[], rest, task }
    }

    /// The command that prints the version.
    #[must_use]
    pub const fn version(task: T) -> Self {
        Self::new("version", "Print the version of Sloth that is reproduced", Rest::Nothing, task)
    }

    /// The command that shows the help of the command that is named behind it.
    #[must_use]
    pub const fn help(task: T) -> Self {
        Self::new("help", "Show help", Rest::Topic, task)
    }

    /// Its own flags.
    pub fn flags(&self) -> impl Iterator<Item = &'static Flag> + use<T> {
        self.flags.iter().copied().flatten()
    }
}

/// What stands behind a command, besides the flags that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Nothing,
    /// The name of a command that is to be explained.
    Topic,
    /// Anything: the command is that of another program, which knows its flags.
    Anything,
}

/// The flags and commands of a program.
#[derive(Debug)]
pub struct Program<T: 'static> {
    /// The flags of all commands; they may stand anywhere.
    pub flags: &'static [Flag],
    /// All commands, in the order of the help.
    pub commands: &'static [Command<T>],
}

impl<T> Program<T> {
    /// The command that goes by `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static Command<T>> {
        self.commands.iter().find(|command| command.name == name || command.aliases.contains(&name))
    }
}

/// Labels for every SLO.
pub const EXTRA_LABELS: Flag =
    Flag::new("extra-labels", Kind::Map, "A label for every SLO; may be given several times").short('l');
/// The flags of all commands that compile specs, besides the labels: some stand between these and those.
pub const COMPILING: &[Flag] = &[
    Flag::new("plugins-path", Kind::List("DIR"), "A directory with plugins; may be given several times")
        .short('p'),
    Flag::new(
        "slo-period-windows-path",
        Kind::Text("DIR"),
        "A directory of AlertWindows files that replace the built-in ones",
    ),
    Flag::new("default-slo-period", Kind::Text("DURATION"), "The period of SLOs that name none")
        .default("30d"),
    Flag::new(
        "slo-plugins",
        Kind::List("JSON"),
        r#"An SLO plugin to run for every SLO, as {"id": …, "config": {…}, "priority": …}; may be given several times"#,
    )
    .short('s'),
    Flag::new("disable-default-slo-plugins", Kind::Switch, "Run none of the default SLO plugins"),
];

/// The plugin that makes Kubernetes objects.
pub const TRANSFORM: Flag =
    Flag::new("k8s-transform-plugin-id", Kind::Text("ID"), "The plugin that makes Kubernetes objects")
        .default("sloth.dev/k8stransform/prom-operator-prometheus-rule/v1");

/// Flags that every command of Sloth has; they may stand anywhere.
pub const GLOBAL: &[Flag] = &[
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
