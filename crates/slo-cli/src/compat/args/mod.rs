//! Sloth's command line: what this program has of it, for the parser that other programs share.

mod clap;
pub(crate) mod table;
#[cfg(test)]
mod tests;

pub(crate) use self::clap::{command as clap_command, global_args};
use self::table::{PROGRAM, Task};
pub(crate) use slo_args::{UsageError, Values};

/// What the command line asks for.
pub(crate) type Invocation = slo_args::Invocation<Task>;

/// Reads a command line.
///
/// # Errors
/// In Sloth's order: an environment variable that cannot be read, a word that does not belong, a value that is not
/// allowed, a flag that is missing.
pub(crate) fn parse(
    words: Vec<String>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Invocation, UsageError> {
    slo_args::parse(&PROGRAM, words, variable)
}
