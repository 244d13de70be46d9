//! What all files of a run together come to.
//!
//! In: what became of each file, in order. Out: the findings of all of them. Keeps: an SLO id belongs to one file, unless
//! the user says otherwise; a file in a directory that is no spec of any kind is left out, and the user is told so.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use slo_compiler::diagnostic::{Code, Diagnostic, Place};

use super::count;
use super::levels::Levels;
use super::specs::SpecFile;
use crate::compile::{CompiledFile, SloName};
use crate::findings::Findings;
use crate::path_error::PathError;
use crate::report::{self, FileReport, Format};
use crate::terminal;

/// The files of a run, put together.
#[derive(Debug, Default)]
pub(super) struct Review {
    /// How bad each kind of problem is.
    levels: Levels,
    ignore_duplicates: bool,
    /// The file in which each SLO id was seen first.
    first_seen: BTreeMap<String, String>,
    findings: Vec<Findings>,
    /// Files that are no specs.
    foreign: Vec<String>,
    specs: usize,
    slos: usize,
}

impl Review {
    /// Nothing was looked at yet. `ignore_duplicates` lets SLOs of different files have the same id.
    pub(super) fn new(levels: Levels, ignore_duplicates: bool) -> Self {
        Self { levels, ignore_duplicates, ..Self::default() }
    }

    /// Takes in a file; whether it has specs and no error.
    pub(super) fn add(&mut self, spec: &SpecFile, result: Result<CompiledFile, PathError>) -> bool {
        let name = spec.path.to_string_lossy();
        let file = match result {
            Ok(file) => file,
            Err(error) => {
                self.findings.push(Findings::of_file(&name, Code::FileRead, error.to_string()));
                return false;
            }
        };
        if !spec.named && file.is_foreign() {
            self.foreign.push(name.into_owned());
            return false;
        }
        let is_empty = file.is_empty();
        let CompiledFile { mut findings, slos, .. } = file;
        self.specs += 1;
        self.slos += slos.len();
        if is_empty {
            findings.extend([Diagnostic::new(Code::SpecEmpty, Place::Document, "the file holds no SLO")]);
        }
        if !self.ignore_duplicates {
            findings.extend(self.duplicates(&name, &slos));
        }
        findings.change(|found| self.levels.apply(found));
        let is_good = !findings.has_errors();
        self.findings.push(findings);
        is_good
    }

    /// Ids that were seen before.
    fn duplicates(&mut self, file: &str, slos: &[SloName]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for SloName { id, span, .. } in slos {
            match self.first_seen.entry(id.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(file.to_owned());
                }
                Entry::Occupied(first) => {
                    let message = format!("the SLO id `{id}` is already used in {}", first.get());
                    let help = "for different Prometheus servers, use `--ignore-slo-duplicates`";
                    let mut duplicate =
                        Diagnostic::new(Code::SloDuplicate, Place::Bytes(*span), message).help(help);
                    duplicate.span = Some(*span);
                    duplicate.slo = Some(id.clone());
                    found.push(duplicate);
                }
            }
        }
        found
    }

    /// Whether any file has an error.
    pub(super) fn has_errors(&self) -> bool {
        self.findings.iter().any(Findings::has_errors)
    }

    /// How many specs there are, and how many SLOs in them, in words.
    pub(super) fn counts(&self) -> String {
        format!("{}, {}", count(self.specs, "spec"), count(self.slos, "SLO"))
    }

    /// Whether there is nothing to say about any file.
    pub(super) fn is_clean(&self) -> bool {
        self.findings.iter().all(|findings| findings.diagnostics().is_empty())
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
