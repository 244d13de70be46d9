//! What all files of a run together come to.
//!
//! In: what became of each file, in order. Out: the findings of all of them, as they are told. Keeps: a file in a directory
//! that is no spec of any kind is left out, and the user is told so.

use std::sync::Arc;

use slo_compiler::diagnostic::{Code, Diagnostic, Place, Severity};
use slo_compiler::lint::is_lint;
use slo_compiler::lower::FileDiagnostic;
use slo_compiler::{Compiled, LintOptions, Source, lint_across};

use super::besides::Besides;
use super::count;
use super::levels::Levels;
use super::setup::Setup;
use super::specs::SpecFile;
use crate::compile::CompiledFile;
use crate::findings::Findings;
use crate::path_error::PathError;
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// So many files that are no specs are named one by one; a repository may have a thousand.
const FEW: usize = 3;

/// Which findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tell {
    /// All of them.
    Everything,
    /// All but lints that are only worth knowing.
    Problems,
}

/// A file and what was found in it.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) findings: Findings,
    pub(super) setup: Arc<Setup>,
    /// What it is compared with others by.
    outline: (Source, Compiled),
}

/// The files of a run, put together.
#[derive(Debug)]
pub(super) struct Review {
    tell: Tell,
    files: Vec<Judged>,
    /// What there is to say about other files, and about those that cannot be read.
    besides: Besides,
    /// Files of directories that are no specs.
    foreign: Vec<String>,
    specs: usize,
    slos: usize,
    /// Whether documents have SLOs that could not be compiled.
    more_slos: bool,
}

impl Review {
    /// Nothing was looked at yet but files besides specs.
    pub(super) fn new(tell: Tell, besides: Besides) -> Self {
        Self { tell, files: Vec::new(), besides, foreign: Vec::new(), specs: 0, slos: 0, more_slos: false }
    }

    /// Takes in a file; whether it has specs and no error.
    pub(super) fn add(
        &mut self,
        spec: &SpecFile,
        setup: &Arc<Setup>,
        result: Result<CompiledFile, PathError>,
    ) -> bool {
        let name = spec.path.to_string_lossy();
        let file = match result {
            Ok(file) if !spec.named && file.is_foreign() => {
                self.foreign.push(name.into_owned());
                return false;
            }
            Ok(file) => file,
            Err(error) => {
                self.besides.findings.push(Findings::of_file(&name, Code::FileRead, error.to_string()));
                return false;
            }
        };
        let is_empty = file.is_empty();
        self.more_slos |= file.has_failed();
        let CompiledFile { mut findings, slos, outline, .. } = file;
        self.specs += 1;
        self.slos += slos.len();
        if is_empty {
            findings.extend([Diagnostic::new(Code::SpecEmpty, Place::Document, "the file holds no SLO")]);
        }
        findings.change(|found| told(found, &setup.levels, self.tell));
        let is_good = !findings.has_errors();
        let outline = outline.unwrap_or_else(|| (Source::new(&*name, []), Compiled::default()));
        self.files.push(Judged { findings, setup: Arc::clone(setup), outline });
        is_good
    }

    /// Adds what shows only when all files are looked at together, such as an id that two of them have.
    pub(super) fn compare_files(&mut self) {
        let outlines: Vec<_> =
            self.files.iter().map(|Judged { outline: (source, compiled), .. }| (source, compiled)).collect();
        for FileDiagnostic { file, diagnostic, .. } in lint_across(&outlines, &LintOptions::default()) {
            if let Some(Judged { findings, setup, .. }) = self.files.get_mut(file) {
                findings.extend(told(diagnostic, &setup.levels, self.tell));
            }
        }
    }

    /// The specs.
    pub(super) fn files(&self) -> &[Judged] {
        &self.files
    }

    fn findings(&self) -> impl Iterator<Item = &Findings> {
        self.besides.findings.iter().chain(self.files.iter().map(|file| &file.findings))
    }

    /// Whether any file has an error.
    pub(super) fn has_errors(&self) -> bool {
        self.findings().any(Findings::has_errors)
    }

    /// Whether there is nothing to say about any file.
    pub(super) fn is_clean(&self) -> bool {
        self.findings().all(|findings| findings.diagnostics().is_empty())
    }

    /// How many specs there are, in words; and how many SLOs in them, unless that is not known of all.
    pub(super) fn counts(&self) -> String {
        let specs = count(self.specs, "spec");
        if self.more_slos { specs } else { format!("{specs}, {}", count(self.slos, "SLO")) }
    }

    /// All findings, drawn.
    pub(super) fn draw(&self, format: Format, style: report::Style) -> String {
        let files: Vec<FileReport<'_>> = self.findings().map(Findings::report).collect();
        report::render(format, &files, style)
    }

    /// Shows on standard error what is worth knowing.
    pub(super) fn note(&self) {
        self.besides.note();
        match self.foreign.as_slice() {
            files if files.len() <= FEW => {
                for file in files {
                    terminal::note(&format!("{file}: holds no SLO, left out"));
                }
            }
            [first, rest @ ..] => {
                terminal::note(&format!(
                    "{first} and {} hold no SLO, left out",
                    count(rest.len(), "other file")
                ));
            }
            [] => {}
        }
    }
}

/// The diagnostic as it is told, if it is.
fn told(diagnostic: Diagnostic, levels: &Levels, tell: Tell) -> Option<Diagnostic> {
    let found = levels.apply(diagnostic)?;
    let silent = tell == Tell::Problems && found.severity == Severity::Info && is_lint(found.code);
    (!silent).then_some(found)
}
