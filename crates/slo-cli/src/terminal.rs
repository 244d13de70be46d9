//! What the two streams can show, and single lines on standard error.
//!
//! In: a text. Out: the text on a stream, in colour if that is a terminal and nothing such as `NO_COLOR` forbids it.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use terminal_size::Width;

use crate::report;

/// The columns of what is no terminal.
const DEFAULT_WIDTH: usize = 120;

/// How reports look on standard output.
pub(crate) fn stdout_style() -> report::Style {
    style(AutoStream::choice(&io::stdout()), terminal_size::terminal_size_of(io::stdout()))
}

/// How reports look on standard error.
pub(crate) fn stderr_style() -> report::Style {
    style(AutoStream::choice(&io::stderr()), terminal_size::terminal_size_of(io::stderr()))
}

fn style(choice: ColorChoice, size: Option<(Width, terminal_size::Height)>) -> report::Style {
    let width = size.map_or(DEFAULT_WIDTH, |(Width(columns), _)| columns.into());
    report::Style { color: choice != ColorChoice::Never, width }
}

/// Writes `text` to standard error, in colour if that can show it.
pub(crate) fn tell(text: &str) {
    // When nobody reads standard error, there is nobody to tell.
    let _: io::Result<()> = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Shows an error that has no place in a file.
pub(crate) fn error(text: &str) {
    line("error", AnsiColor::Red, text);
}

/// Shows something that is worth knowing.
pub(crate) fn note(text: &str) {
    line("note", AnsiColor::Cyan, text);
}

fn line(word: &str, colour: AnsiColor, text: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    tell(&format!("{style}{word}{style:#}: {text}\n"));
}
