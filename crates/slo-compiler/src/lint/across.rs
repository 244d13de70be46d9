//! What only shows when all files of a run are looked at together: ids and alert names.

use std::collections::{BTreeMap, BTreeSet};

use super::allow::Allows;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::lower::FileDiagnostic;
use crate::model::Slo;
use crate::options::LintOptions;
use crate::source::Source;

/// Where an SLO stands in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The document within the file, from 0.
    pub document: usize,
    /// The bytes of the whole SLO.
    pub slo: Span,
    /// Where its name is.
    pub name: (Place, Span),
    /// Where the name of its alerts is.
    pub alert_name: (Place, Span),
}

/// An SLO of a run.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    /// The position of its file in the list of files.
    pub(crate) file: usize,
    pub(crate) slo: &'a Slo,
    pub(crate) origin: &'a Origin,
}

/// Looks at the SLOs of all `files` together; the members of a file are in the order of the file.
pub(crate) fn run(files: &[&Source], members: &[Member<'_>], options: &LintOptions) -> Vec<FileDiagnostic> {
    let mut found = Found { files, options, allows: BTreeMap::new(), list: Vec::new() };
    ids(members, &mut found);
    alerts(members, &mut found);
    found.list.sort_by_key(|entry| (entry.file, entry.diagnostic.span));
    found.list
}

/// The same id twice, and ids that differ only in letter case.
fn ids(members: &[Member<'_>], found: &mut Found<'_>) {
    let mut first: BTreeMap<String, &Member<'_>> = BTreeMap::new();
    for member in members {
        let earlier = *first.entry(member.slo.id.to_lowercase()).or_insert(member);
        if std::ptr::eq(earlier, member) {
            continue;
        }
        let place = found.describe(earlier, member);
        let (code, message, help) = if earlier.slo.id == member.slo.id {
            (
                Code::IdentityDuplicate,
                format!("the id `{}` is taken by an SLO in {place}", member.slo.id),
                "the id is the service and the name joined by `-`; give the SLO another name",
            )
        } else {
            (
                Code::IdentityLetterCase,
                format!(
                    "the id `{}` differs only in letter case from `{}` in {place}",
                    member.slo.id, earlier.slo.id
                ),
                "spell it alike if it is the same service, or choose another name",
            )
        };
        found.push(code, member, &member.origin.name, message, help);
    }
}

/// Alerts of several services that have one name.
fn alerts(members: &[Member<'_>], found: &mut Found<'_>) {
    let mut first: BTreeMap<&str, &Member<'_>> = BTreeMap::new();
    let mut reported: BTreeSet<(&str, &str)> = BTreeSet::new();
    for member in members {
        let alert = member.slo.page.as_ref().or(member.slo.ticket.as_ref());
        let Some(name) = alert.map(|alert| &*alert.name).filter(|name| !name.is_empty()) else { continue };
        let earlier = *first.entry(name).or_insert(member);
        let other = earlier.slo.service != member.slo.service;
        if !other || !reported.insert((name, &*member.slo.service)) {
            continue;
        }
        let message = format!("alerts of the service `{}` are called `{name}` too", earlier.slo.service);
        let help = "inhibition and silences by name would hit both; name the service in the alert";
        found.push(Code::IdentitySharedAlert, member, &member.origin.alert_name, message, help);
    }
}

struct Found<'a> {
    files: &'a [&'a Source],
    options: &'a LintOptions,
    /// The comments of the files that have a finding.
    allows: BTreeMap<usize, Allows>,
    list: Vec<FileDiagnostic>,
}

impl Found<'_> {
    /// Where an earlier SLO stands, seen from another one.
    fn describe(&self, earlier: &Member<'_>, member: &Member<'_>) -> String {
        let document = earlier.origin.document + 1;
        match self.files.get(earlier.file) {
            Some(file) if earlier.file != member.file => format!("document {document} of `{}`", file.name()),
            _ => format!("document {document} of this file"),
        }
    }

    fn push(&mut self, code: Code, member: &Member<'_>, at: &(Place, Span), message: String, help: &str) {
        let Some(severity) = self.options.severity(code) else { return };
        let bytes = self.files.get(member.file).map_or(&[][..], |file| file.bytes());
        let allows = self.allows.entry(member.file).or_insert_with(|| Allows::read(bytes));
        if allows.allow(code, &[at.1.start, member.origin.slo.start]) {
            return;
        }
        let mut diagnostic = Diagnostic::new(code, at.0.clone(), message).help(help);
        diagnostic.severity = severity;
        diagnostic.document = member.origin.document;
        diagnostic.slo = Some(member.slo.id.to_string());
        diagnostic.span = Some(at.1);
        self.list.push(FileDiagnostic { file: member.file, diagnostic });
    }
}
