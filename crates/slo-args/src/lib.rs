//! Sloth's command line, and the files that it names, for the programs that take it unchanged.
//!
//! In: words, environment variables, directories. Out: values and texts; what they mean is for the library and the programs.
//! [`parse()`] reads a command line over the tables of a program ([`flag`]), [`inputs`] and [`plugin_json`] what its flags name.

pub mod flag;
pub mod inputs;
mod lexer;
mod parse;
pub mod path_error;
pub mod plugin_json;
mod usage_error;
pub mod walk;

pub use parse::{Invocation, Values, parse};
pub use usage_error::UsageError;
