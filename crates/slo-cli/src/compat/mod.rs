//! Sloth's own commands: `generate`, `validate`, `version`, `help`.
//!
//! In: the words of the command line. Out: what Sloth 0.16.0 writes, to the same places, with the same exit code, and as
//! the last text on standard error the same `error: …`. Differs on purpose: nothing is written unless everything
//! succeeded, and all problems are shown before the last line, with their positions.

pub(crate) mod args;
mod discover;
mod generate;
mod go_path;
mod log;
mod setup;
mod tell;
mod validate;

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use self::args::table::{Action, Task};
use self::args::{Invocation, Values};
use self::log::Log;
use crate::commands;
use crate::interrupt;
use crate::path_error::PathError;
use crate::terminal;

/// Why a command failed, in Sloth's words, which scripts may look for.
#[derive(Debug, PartialEq, Eq)]
struct Failure(String);

impl Failure {
    /// The same, told by a caller: `context: failure`.
    fn within(self, context: &str) -> Self {
        Self(format!("{context}: {self}"))
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<PathError> for Failure {
    fn from(error: PathError) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Does what `words` ask for.
pub(crate) fn run(words: &[String]) -> ExitCode {
    let invocation = match args::parse(words.to_vec(), |name| env::var(name).ok()) {
        Ok(invocation) => invocation,
        Err(error) => {
            if !words.iter().any(|word| word == "--no-log") {
                terminal::note(&commands::hint(words));
            }
            return fail(&format!("error: invalid command configuration: {error}"));
        }
    };
    match invocation {
        Invocation::Help(command) => {
            commands::show_help(command.map(|command| command.name));
            ExitCode::SUCCESS
        }
        Invocation::HelpUnknown(topic) => {
            fail(&format!("sloth: error: expected command but got {topic:?}\n"))
        }
        Invocation::Act(action) => act(action),
        Invocation::Run(command, values) => match execute(command, &values) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let exit = fail(&format!("error: {:?} command failed: {failure}", command.name));
                if interrupt::requested() { ExitCode::from(interrupt::EXIT_CODE) } else { exit }
            }
        },
    }
}

fn execute(command: &slo_args::flag::Command<Task>, values: &Values) -> Result<(), Failure> {
    let version = values.text("sloth-version");
    match command.task {
        Task::Generate => {
            let window = values.text("default-slo-period");
            generate::run(values, &Log::new(values, &[("version", version), ("window", window)]))
        }
        Task::Validate => {
            let window = values.text("default-slo-period");
            validate::run(values, &Log::new(values, &[("version", version), ("window", window)]))
        }
        Task::Version => print(version),
        Task::Elsewhere(instead) => Err(Failure(instead.to_owned())),
        Task::Help => Ok(()),
    }
}

fn act(action: Action) -> ExitCode {
    let text = match action {
        Action::Help | Action::HelpLong => {
            commands::show_long_help();
            return ExitCode::SUCCESS;
        }
        Action::Man => commands::man_page(),
        Action::CompleteBash => commands::completions(clap_complete::Shell::Bash),
        Action::CompleteZsh => commands::completions(clap_complete::Shell::Zsh),
    };
    match print(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&format!("error: {failure}")),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| PathError::new("write", "/dev/stdout", error).into())
}

/// Writes the last text of a run that failed; Sloth does not end the line.
fn fail(text: &str) -> ExitCode {
    // When nobody reads standard error, there is nobody to tell.
    let _: io::Result<()> = io::stderr().lock().write_all(text.as_bytes());
    ExitCode::FAILURE
}
