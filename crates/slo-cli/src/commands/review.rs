//! What all files of a run together come to.
//!
//! In: what became of each file, in order. Out: the findings of all of them, as they are told. Keeps: a file in a directory
//! that is no spec of any kind is left out, and the user is told so.

use slo_compiler::diagnostic::{Code, Diagnostic, Place, Severity};
use slo_compiler::lint::is_lint;
use slo_compiler::lower::FileDiagnostic;
use slo_compiler::{Compiled, LintOptions, Source, lint_across};

use super::count;
use super::levels::Levels;
use super::specs::SpecFile;
use crate::compile::CompiledFile;
use crate::findings::Findings;
use crate::path_error::PathError;
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// Which findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tell {
    /// All of them.
    Everything,
    /// All but lints that are only worth knowing.
    Problems,
}

/// The files of a run, put together.
#[derive(Debug)]
pub(super) struct Review {
    levels: Levels,
    tell: Tell,
    findings: Vec<Findings>,
    /// For each finding's file, what it is compared with others by.
    outlines: Vec<(Source, Compiled)>,
    /// Files that are no specs.
    foreign: Vec<String>,
    specs: usize,
    slos: usize,
}

impl Review {
    /// Nothing was looked at yet.
    pub(super) fn new(levels: Levels, tell: Tell) -> Self {
        let (findings, outlines, foreign) = (Vec::new(), Vec::new(), Vec::new());
        Self { levels, tell, findings, outlines, foreign, specs: 0, slos: 0 }
    }

    /// Takes in a file; whether it has specs and no error.
    pub(super) fn add(&mut self, spec: &SpecFile, result: Result<CompiledFile, PathError>) -> bool {
        let name = spec.path.to_string_lossy();
        let nothing = || (Source::new(&*name, []), Compiled::default());
        let file = match result {
            Ok(file) => file,
            Err(error) => {
                self.findings.push(Findings::of_file(&name, Code::FileRead, error.to_string()));
                self.outlines.push(nothing());
                return false;
            }
        };
        if !spec.named && file.is_foreign() {
            self.foreign.push(name.into_owned());
            return false;
        }
        let is_empty = file.is_empty();
        let CompiledFile { mut findings, slos, outline, .. } = file;
        self.specs += 1;
        self.slos += slos.len();
        if is_empty {
            findings.extend([Diagnostic::new(Code::SpecEmpty, Place::Document, "the file holds no SLO")]);
        }
        findings.change(|found| told(found, &self.levels, self.tell));
        let is_good = !findings.has_errors();
        self.findings.push(findings);
        self.outlines.push(outline.unwrap_or_else(nothing));
        is_good
    }

    /// Adds what shows only when all files are looked at together, such as an id that two of them have.
    pub(super) fn compare_files(&mut self) {
        let files: Vec<_> = self.outlines.iter().map(|(source, compiled)| (source, compiled)).collect();
        for FileDiagnostic { file, diagnostic } in lint_across(&files, &LintOptions::default()) {
            let found = told(diagnostic, &self.levels, self.tell);
            if let Some(findings) = self.findings.get_mut(file) {
                findings.extend(found);
            }
        }
    }

    /// What was found in each file.
    pub(super) fn findings(&self) -> &[Findings] {
        &self.findings
    }

    /// Whether any file has an error.
    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(Findings::has_errors)
    }

    /// Whether there is nothing to say about any file.
    pub(super) fn is_clean(&self) -> bool {
        self.findings.iter().all(|findings| findings.diagnostics().is_empty())
    }

    /// How many specs there are, and how many SLOs in them, in words.
    pub(super) fn counts(&self) -> String {
        format!("{}, {}", count(self.specs, "spec"), count(self.slos, "SLO"))
    }

    /// All findings, drawn.
    pub(super) fn draw(&self, format: Format, style: report::Style) -> String {
        let files: Vec<FileReport<'_>> = self.findings.iter().map(Findings::report).collect();
        report::render(format, &files, style)
    }

    /// Names the files that were left out.
    pub(super) fn note_foreign(&self) {
        for file in &self.foreign {
            terminal::note(&format!("{file}: holds no SLO, left out"));
        }
    }
}

/// The diagnostic as it is told, if it is.
fn told(diagnostic: Diagnostic, levels: &Levels, tell: Tell) -> Option<Diagnostic> {
    let found = levels.apply(diagnostic)?;
    let silent = tell == Tell::Problems && found.severity == Severity::Info && is_lint(found.code);
    (!silent).then_some(found)
}
