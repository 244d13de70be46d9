//! What there is to say about files besides specs: project files, alert windows, plugins.

use crate::findings::Findings;
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// Findings and notes of a run, before any spec was looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Besides {
    /// Problems of files.
    pub(super) findings: Vec<Findings>,
    /// What is worth knowing, a line each.
    pub(super) notes: Vec<String>,
}

impl Besides {
    /// Whether specs cannot be compiled as they should.
    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(Findings::has_errors)
    }

    /// Shows all of it on standard error, for people.
    pub(super) fn tell(&self) {
        self.note();
        let files: Vec<FileReport<'_>> = self.findings.iter().map(Findings::report).collect();
        terminal::tell(&report::render(Format::Human, &files, terminal::stderr_style()));
    }

    /// Shows the notes on standard error.
    pub(super) fn note(&self) {
        self.notes.iter().for_each(|note| terminal::note(note));
    }
}
