//! Problems, drawn: for people, for tools, for CI.
//!
//! In: the library's diagnostics of some files, and the files' texts. Out: one text, which the caller prints. A format is a
//! file with one function. Keeps: nothing is dropped, the order stays, and what a spec says cannot act on a terminal, on a
//! CI runner or on the structure of the output.

mod github;
mod human;
mod json;
mod junit;
mod line_index;
mod sarif;

#[cfg(test)]
mod tests;

use clap::ValueEnum;
use slo_compiler::diagnostic::{Diagnostic, Diagnostics};

use self::line_index::LineIndex;
pub(crate) use self::line_index::Region;

/// A file and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileReport<'a> {
    /// The file, as the user named it.
    pub(crate) path: &'a str,
    /// What it holds. Spans count its bytes; for a file that is not UTF-8 and was decoded with replacement characters,
    /// places behind the first of them are only near.
    pub(crate) text: &'a str,
    /// Its problems, perhaps none.
    pub(crate) diagnostics: &'a Diagnostics,
}

impl<'a> FileReport<'a> {
    /// Each problem, and where it is if it has a span.
    pub(crate) fn located(&self) -> impl Iterator<Item = (&'a Diagnostic, Option<Region>)> + use<'a> {
        let lines = LineIndex::new(self.text);
        let locate =
            move |diagnostic: &'a Diagnostic| (diagnostic, diagnostic.span.map(|span| lines.region(span)));
        self.diagnostics.iter().map(locate)
    }
}

/// How problems are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Source lines with the problem underlined, for a terminal.
    #[default]
    Human,
    /// One object, described in docs/reference/report-formats.md.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub Actions shows in a pull request.
    Github,
    /// JUnit XML, for the test views of CI systems.
    Junit,
}

/// What the terminal can do; only [`Format::Human`] asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether colours and links are written.
    pub(crate) color: bool,
    /// The columns of the terminal; longer source lines are cut to where the problem is.
    pub(crate) width: usize,
}

/// Draws the problems of `files`.
pub(crate) fn render(format: Format, files: &[FileReport<'_>], style: Style) -> String {
    match format {
        Format::Human => human::render(files, style),
        Format::Json => json::render(files),
        Format::Sarif => sarif::render(files),
        Format::Github => github::render(files),
        Format::Junit => junit::render(files),
    }
}

/// The text with U+FFFD for what moves a terminal's cursor or colours its text, and for what XML 1.0 cannot hold.
fn printable(text: &str) -> String {
    let replace = |character: char| match character {
        '\t' | '\n' | '\r' => character,
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        _ => character,
    };
    text.chars().map(replace).collect()
}
