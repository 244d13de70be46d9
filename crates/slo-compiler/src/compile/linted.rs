//! Lints within the chain: what they need of a document, and their findings as diagnostics.

use std::collections::HashSet;

use super::{Compiled, CompiledSlo};
use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Diagnostic, Part, Place};
use crate::lint::across::{self, Member};
use crate::lint::{self, Finding, Origin, Subject};
use crate::lower::{Draft, FileDiagnostic, Group};
use crate::model::{Field, FieldPart};
use crate::options::{LintOptions, Options};
use crate::source::Source;
use crate::spec::Document;

/// Looks at all files of a run together: ids and alert names that occur twice.
///
/// The files have to be compiled with lints switched on; an SLO whose place in its file is not known is passed over.
#[must_use]
pub fn lint_across(files: &[(&Source, &Compiled)], options: &LintOptions) -> Vec<FileDiagnostic> {
    let members: Vec<Member<'_>> = files
        .iter()
        .enumerate()
        .flat_map(|(file, (_, compiled))| compiled.slos().map(move |slo| (file, slo)))
        .filter_map(|(file, compiled)| {
            compiled.origin.as_ref().map(|origin| Member { file, slo: &compiled.slo, origin })
        })
        .collect();
    let sources: Vec<&Source> = files.iter().map(|(source, _)| *source).collect();
    if options.enabled() { across::run(&sources, &members, options) } else { Vec::new() }
}

/// The findings without repetitions: SLOs of a document share labels and descriptions.
pub(super) fn each_once(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    findings.retain(|finding| seen.insert((finding.code, finding.place.clone(), finding.message.clone())));
    findings
}

impl CompiledSlo {
    /// Notes where the SLO stands, and looks at it.
    pub(super) fn lint(
        &mut self,
        document: &Document,
        group: &Group<'_>,
        draft: &Draft,
        options: &Options,
    ) -> Vec<Diagnostic> {
        self.origin = Some(origin(document, group, draft));
        let plugin = group.sli_plugin(draft);
        let is_written = plugin.is_none() && !group.is_made(draft);
        let subject = Subject::new(&self.slo, &self.plan, &self.rules, plugin, is_written, &options.lints);
        let findings = lint::run(&subject, &options.lints);
        findings.into_iter().map(|finding| diagnostic(finding, group, draft, &self.slo.id)).collect()
    }
}

fn origin(document: &Document, group: &Group<'_>, draft: &Draft) -> Origin {
    let place = |field: Field| group.place(draft, field.into());
    let located = |place: Place| {
        let span = document.locate(&place);
        (place, span)
    };
    Origin {
        document: document.index,
        slo: document.locate(&place(Field::Slo)),
        name: located(place(Field::Name)),
        alert_name: located(place(Field::AlertName)),
    }
}

/// `None` where a piece of a query is not a piece of what the user wrote: the whole of it must not be replaced.
fn edit(place: Place, at: &FieldPart, replacement: String) -> Option<Edit> {
    let is_token = |part: &Part| matches!(part, Part::Token(_));
    let found = matches!(&place, Place::Field(_, part) if is_token(part) == is_token(&at.part));
    found.then(|| Edit::new(place, replacement))
}

fn diagnostic(finding: Finding, group: &Group<'_>, draft: &Draft, id: &str) -> Diagnostic {
    let place = |at: FieldPart| group.place(draft, at);
    let mut diagnostic = Diagnostic::new(finding.code, place(finding.at), finding.message);
    diagnostic.severity = finding.severity;
    diagnostic.help = finding.help;
    diagnostic.slo = Some(id.to_owned());
    diagnostic.fix = finding.fix.and_then(|fix| {
        let edits = fix.edits.into_iter().map(|(at, replacement)| edit(place(at.clone()), &at, replacement));
        Some(Fix::new(fix.title, edits.collect::<Option<Vec<_>>>()?))
    });
    diagnostic
}
