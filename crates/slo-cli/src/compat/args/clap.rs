//! The tables as clap commands, for help, shell completions and man pages. Nothing is parsed with them.

use clap::{Arg, ArgAction, Command as ClapCommand};

use slo_args::flag::{Command, Flag, GLOBAL, Kind};

use super::table::Task;

/// A command with its own flags.
pub(crate) fn command(command: &Command<Task>) -> ClapCommand {
    ClapCommand::new(command.name)
        .about(command.about)
        .visible_aliases(command.aliases.iter().copied())
        .args(command.flags().enumerate().map(|(position, flag)| arg(flag).display_order(position)))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
}

/// The flags that every command has.
pub(crate) fn global_args() -> impl Iterator<Item = Arg> {
    GLOBAL.iter().enumerate().map(|(position, flag)| {
        arg(flag)
            .display_order(1_000 + position)
            .help_heading("Global options")
            .hide(matches!(flag.kind, Kind::Action(_)) && flag.long != "help")
    })
}

fn arg(flag: &Flag) -> Arg {
    let arg = Arg::new(flag.long).long(flag.long).help(flag.help).required(flag.required);
    let arg = match flag.short {
        Some(letter) => arg.short(letter),
        None => arg,
    };
    let arg = match flag.default {
        Some(value) => arg.default_value(value),
        None => arg,
    };
    let arg = match flag.variable() {
        Some(variable) => arg.env(variable).hide_env_values(true),
        None => arg,
    };
    match flag.kind {
        Kind::Switch | Kind::Action(_) => arg.action(ArgAction::SetTrue),
        Kind::Text(name) => arg.value_name(name),
        Kind::Choice(words) => arg.value_parser(words.to_vec()),
        Kind::List(name) => arg.value_name(name).action(ArgAction::Append),
        Kind::Map => arg.value_name("KEY=VALUE").action(ArgAction::Append),
    }
}
