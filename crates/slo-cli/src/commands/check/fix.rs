//! Fixes, made in the spec files.
//!
//! In: what was found. Out: changed files, all of them at once. Keeps: not a byte changes besides those that a fix names; a
//! file that would have more errors afterwards, or has changed since it was read, stays as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use slo_compiler::Source;
use slo_compiler::diagnostic::fix::{Fix, apply, compatible};
use slo_compiler::lint::is_allowable;

use crate::commands::review::{Judged, Review};
use crate::commands::{Stop, count};
use crate::compile::{Emit, Work, compile_source};
use crate::findings::Findings;
use crate::output::{self, Parents, Target};
use crate::terminal;

/// More rounds would mean that two fixes undo each other.
const MOST_ROUNDS: usize = 10;

/// What was fixed so far.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    rounds: usize,
    /// How many edits were made in each file.
    edits: BTreeMap<String, usize>,
}

impl Fixed {
    /// Makes the fixes of what was found; whether there was any.
    ///
    /// # Errors
    /// A file that cannot be written; then none is.
    pub(super) fn make(&mut self, review: &Review) -> Result<bool, Stop> {
        self.rounds += 1;
        if self.rounds > MOST_ROUNDS {
            return Ok(false);
        }
        let mut staged = Vec::new();
        for Judged { findings, setup, .. } in review.files() {
            let work = Work::new(&setup.options, Emit::Nothing);
            let Some((text, edits)) = mended(findings, work) else { continue };
            staged.push(Target::file(findings.path(), Parents::MustExist)?.stage(text)?);
            *self.edits.entry(findings.path().to_owned()).or_default() += edits;
        }
        let any = !staged.is_empty();
        output::commit(staged)?;
        Ok(any)
    }

    /// Says how much was changed.
    pub(super) fn tell(&self) {
        let edits: usize = self.edits.values().sum();
        let files = count(self.edits.len(), "file");
        terminal::tell(&match edits {
            0 => "nothing to fix\n".to_owned(),
            _ => format!("{} made in {files}\n", count(edits, "change")),
        });
    }
}

/// The text of a file with its fixes, and how many edits that takes.
fn mended(findings: &Findings, work: Work<'_>) -> Option<(String, usize)> {
    let fixes: Vec<&Fix> = findings.diagnostics().iter().filter_map(|found| found.fix.as_ref()).collect();
    let edits = compatible(fixes);
    let text = findings.text();
    let mended = apply(text, &edits);
    if mended == text || fs::read(Path::new(findings.path())).ok()? != text.as_bytes() {
        return None;
    }
    let errors = |findings: &Findings| {
        findings.diagnostics().errors().filter(|error| !is_allowable(error.code)).count()
    };
    let again = compile_source(Source::new(findings.path(), mended.as_bytes()), work);
    (errors(&again.findings) <= errors(findings)).then_some((mended, edits.len()))
}
