//! The commands of our own, and the help of all commands.
//!
//! In: words, or a wish for help. Out: what a command of our own does. Help, completions and man pages are made of one
//! clap command, which joins our commands to the table of Sloth's.

mod backfill;
mod besides;
mod build;
mod check;
mod config;
mod dashboard;
mod effective;
mod explain;
mod format;
mod features;
mod levels;
mod loaded;
mod lsp;
mod options;
mod outputs;
mod progress;
mod project;
mod promql;
mod report;
mod review;
mod schema;
mod settings;
mod setup;
mod specs;
mod time;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;

use slo_compiler::words::nearest;

use crate::compat::args::table::{COMMANDS, Task};
use crate::compat::args::{clap_command, global_args};
use crate::path_error::PathError;
use crate::{interrupt, terminal};

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold().underline())
    .literal(Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan))));

/// What [`Ending`] is to the caller.
const EXIT_CODES: &str = "\
Ends with 0 if all is well, 1 if anything is wrong with specs, outputs or files, 2 if the command line makes no sense (`generate` \
and `validate`: 1, as Sloth), 130 if it was interrupted.";

/// Compiles service-level objectives into Prometheus rules and alerts.
#[derive(Debug, Parser)]
#[command(name = "slo", version, styles = STYLES, subcommand_required = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Native,
}

/// Commands that Sloth does not have.
#[derive(Debug, Subcommand)]
enum Native {
    #[command(display_order = 0)]
    Build(build::Args),
    #[command(display_order = 1)]
    Check(check::Args),
    #[command(subcommand, display_order = 2)]
    Promql(promql::Command),
    #[command(display_order = 3)]
    Config(config::Args),
    #[command(display_order = 4)]
    Backfill(backfill::Args),
    #[command(display_order = 5)]
    Dashboard(dashboard::Args),
    #[command(display_order = 6)]
    Explain(explain::Args),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    Lsp(lsp::Args),
    #[command(display_order = 5)]
    Report(report::Args),
    /// Print a man page, or write those of all commands to a directory
    Man {
        /// The directory; without it, the page of `slo` is printed
        directory: Option<PathBuf>,
    },
    Schema(schema::Args),
}

/// How a command of our own ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Nothing is wrong.
    Clean,
    /// Something is wrong with the specs, with their outputs, or with files.
    Problems,
    /// The command line asks for something that makes no sense.
    Usage,
    /// A signal ended the run.
    Interrupted,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Clean => Self::SUCCESS,
            Ending::Problems => Self::from(1),
            Ending::Usage => Self::from(2),
            Ending::Interrupted => Self::from(interrupt::EXIT_CODE),
        }
    }
}

/// Why a run ends early, and how.
#[derive(Debug)]
struct Stop(Ending, String);

impl Stop {
    fn usage(text: impl Into<String>) -> Self {
        Self(Ending::Usage, text.into())
    }
}

impl From<PathError> for Stop {
    fn from(error: PathError) -> Self {
        Self(Ending::Problems, error.to_string())
    }
}

/// `1 file`, `2 files`.
fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Whether `words` are for a command of our own: the first one that is no flag decides.
pub(crate) fn is_native(words: &[String]) -> bool {
    let mut plain = words.iter().filter(|word| !word.starts_with('-')).map(String::as_str);
    let ours = |word: Option<&str>| word.is_some_and(Native::has_subcommand);
    match plain.next() {
        None => words.iter().any(|word| word == "--version" || word == "-V"),
        Some("help") => ours(plain.next()),
        word => ours(word),
    }
}

/// What may help someone whose command line is none of Sloth's: the command that is written like theirs, or where help is.
pub(crate) fn hint(words: &[String]) -> String {
    let plain = words.iter().find(|word| !word.starts_with('-')).map(String::as_str);
    let cli = cli();
    let names =
        || cli.get_subcommands().filter(|command| !command.is_hide_set()).map(clap::Command::get_name);
    match plain {
        Some(word) if names().any(|name| name == word) => format!("`slo {word} --help` shows its flags"),
        Some(word) => match nearest(word, names()) {
            Some(name) => format!("did you mean `slo {name}`? `slo --help` lists all commands"),
            None => "`slo --help` lists all commands".to_owned(),
        },
        None => "`slo --help` lists all commands".to_owned(),
    }
}

/// Runs a command of our own. `words` do not hold the name of the program.
pub(crate) fn run(words: Vec<OsString>) -> ExitCode {
    let words = std::iter::once(OsString::from("slo")).chain(words);
    let parsed = cli().try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches));
    let ending = match parsed.map(|cli| cli.command) {
        Err(error) => error.exit(),
        Ok(Native::Build(args)) => ended(build::run(&args)),
        Ok(Native::Check(args)) => ended(check::run(&args)),
        Ok(Native::Promql(command)) => ended(promql::run(&command)),
        Ok(Native::Config(args)) => ended(config::run(&args)),
        Ok(Native::Backfill(args)) => ended(backfill::run(&args)),
        Ok(Native::Dashboard(args)) => ended(dashboard::run(&args)),
        Ok(Native::Explain(args)) => ended(explain::run(&args)),
        Ok(Native::Completions { shell }) => ended(print(&completions(shell))),
        Ok(Native::Man { directory: None }) => ended(print(&man_page())),
        Ok(Native::Man { directory: Some(directory) }) => ended(man_pages(&directory)),
        Ok(Native::Lsp(args)) => ended(lsp::run(&args)),
        Ok(Native::Report(args)) => ended(report::run(&args)),
        Ok(Native::Schema(args)) => ended(print(&schema::run(&args))),
    };
    ending.into()
}

/// All commands, ours first, as clap knows them.
fn cli() -> clap::Command {
    let sloth = COMMANDS.iter().filter(|command| command.task != Task::Help).enumerate().map(
        |(position, command)| {
            clap_command(command)
                .args(global_args())
                .hide(matches!(command.task, Task::Elsewhere(_)))
                .display_order(100 + position)
        },
    );
    // Sloth has no `-h`, and its commands are read with the flags that stand before them.
    let help = Arg::new("help").long("help").action(ArgAction::Help).help("Print help");
    Cli::command()
        .disable_help_flag(true)
        .mut_subcommands(|ours| with_help(ours, &help))
        .arg(help.clone())
        .subcommands(sloth)
}

/// The command, and those below it, with `--help` and `-h`.
fn with_help(command: clap::Command, help: &Arg) -> clap::Command {
    command.arg(help.clone().short('h')).mut_subcommands(|below| with_help(below, help))
}

/// Shows on standard error the help of a command, or of the program.
pub(crate) fn show_help(command: Option<&str>) {
    let mut cli = cli();
    cli.build();
    let shown = match command.and_then(|name| cli.find_subcommand_mut(name)) {
        Some(command) => command,
        None => &mut cli,
    };
    show(shown);
}

/// Shows on standard error the help of every command.
pub(crate) fn show_long_help() {
    let mut cli = cli();
    cli.build();
    show(&mut cli);
    for command in cli.get_subcommands_mut().filter(|command| !command.is_hide_set()) {
        show(command);
    }
}

fn show(command: &mut clap::Command) {
    // When nobody reads standard error, there is nobody to tell.
    let _: io::Result<()> = writeln!(anstream::stderr().lock(), "{}", command.render_help().ansi());
}

/// The completions for a shell.
pub(crate) fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli(), "slo", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The man page of the program.
pub(crate) fn man_page() -> String {
    let mut page = Vec::new();
    // Writing to memory does not fail.
    let _: io::Result<()> = clap_mangen::Man::new(cli()).render(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

fn man_pages(directory: &Path) -> Result<Ending, Stop> {
    let written =
        std::fs::create_dir_all(directory).and_then(|()| clap_mangen::generate_to(cli(), directory));
    written.map_err(|error| PathError::new("write", directory, error))?;
    Ok(Ending::Clean)
}

/// Writes `text` to standard output.
fn print(text: &str) -> Result<Ending, Stop> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // Whoever reads has seen enough, as in `slo explain … | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Clean),
        written => {
            written.map_err(|error| PathError::new("write", "/dev/stdout", error))?;
            Ok(Ending::Clean)
        }
    }
}

fn ended(result: Result<Ending, Stop>) -> Ending {
    result.unwrap_or_else(|Stop(ending, text)| {
        terminal::error(&text);
        ending
    })
}

#[cfg(test)]
mod tests;
