//! One version of one file: what the library makes of it.

use slo_compiler::diagnostic::{Code, Diagnostic, Diagnostics, FieldPath, Place, Span};
use slo_compiler::schema::Kind;
use slo_compiler::spec::{self, Document, alert_windows};
use slo_compiler::{Options, Source, compile};

use crate::outline;
use crate::text::Text;

/// What is known of a file.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) text: Text,
    /// In the order of the file.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The documents of the file; none if it is a file of alert windows.
    pub(crate) documents: Vec<Document>,
    is_alert_windows: bool,
}

/// The document around an offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Here<'a> {
    /// What it says it is.
    pub(crate) kind: Option<Kind>,
    pub(crate) document: Option<&'a Document>,
    /// Where it begins in the file.
    pub(crate) start: usize,
    /// Its text up to the offset.
    pub(crate) before: &'a str,
    /// Its whole text.
    pub(crate) whole: &'a str,
}

impl Analysis {
    pub(crate) fn new(content: String, options: &Options) -> Self {
        let text = Text::new(content);
        let source = Source::new("", text.as_str().as_bytes());
        let is_alert_windows = value_of_line(text.as_str(), "kind").any(|kind| kind == "AlertWindows");
        let (documents, diagnostics) = if is_alert_windows {
            let found =
                alert_windows::read(&source).map_or_else(|problems| problems, |(_, warnings)| warnings);
            (Vec::new(), found.into_iter().collect())
        } else {
            let documents = spec::read(&source, &mut Diagnostics::default());
            let found = compile(&source, options).diagnostics.into_iter();
            let told = |problem: &Diagnostic| {
                problem.code != Code::SpecKind || is_spec_like(&text, problem, &documents)
            };
            let told = found.filter(told).collect();
            (documents, told)
        };
        Self { text, diagnostics, documents, is_alert_windows }
    }

    /// The document that holds `offset`; a new one behind a separator is empty.
    pub(crate) fn here(&self, offset: usize) -> Here<'_> {
        let all = self.text.as_str();
        let before = |start: usize| self.text.slice(Span::new(start, offset));
        if self.is_alert_windows {
            let kind = Some(Kind::AlertWindows);
            return Here { kind, document: None, start: 0, before: before(0), whole: all };
        }
        let start_of = |document: &Document| document.locate(&Place::Document).start;
        let behind = self.documents.partition_point(|document| start_of(document) <= offset);
        let found = behind.checked_sub(1).and_then(|index| self.documents.get(index));
        let start = found.map_or(0, start_of);
        let separated = before(start).rfind("\n---").map(|at| start + at + 1);
        if let Some(separator) = separated {
            let start = before(separator).find('\n').map_or(offset, |end| separator + end + 1);
            return Here { kind: None, document: None, start, before: before(start), whole: before(start) };
        }
        let end = self.documents.get(behind).map_or(all.len(), start_of);
        let kind = found.and_then(|document| document.kind).map(Kind::from);
        let whole = self.text.slice(Span::new(start, end));
        Here { kind, document: found, start, before: before(start), whole }
    }

    /// The field at `offset` and its bytes: from the tree where the text is YAML, from the indentation where it is not.
    pub(crate) fn field_at(&self, offset: usize) -> Option<(Kind, FieldPath, Span)> {
        let here = self.here(offset);
        let kind = here.kind?;
        if let Some((path, part)) = here.document.and_then(|document| document.field_at(offset)) {
            let span = here.document?.locate(&Place::Field(path.clone(), part));
            return Some((kind, path, span));
        }
        let word = self.text.word_at(offset, |letter| letter.is_alphanumeric() || letter == '_');
        let line = self.text.slice(Span::new(here.start, self.end_of_line(offset)));
        match outline::cursor(line) {
            outline::Cursor::Value { path, .. } => Some((kind, path, word)),
            outline::Cursor::Key { .. } | outline::Cursor::Nowhere => None,
        }
    }

    fn end_of_line(&self, offset: usize) -> usize {
        let behind = self.text.slice(Span::new(offset, self.text.as_str().len()));
        offset + behind.find(['\r', '\n']).unwrap_or(behind.len())
    }
}

/// The values of lines such as `kind: AlertWindows`, without quotes and wherever they stand on their line.
fn value_of_line<'t>(text: &'t str, name: &'static str) -> impl Iterator<Item = &'t str> {
    text.lines().filter_map(move |line| {
        let (key, value) = line.split_once(':')?;
        let value = value.split(" #").next().unwrap_or_default();
        (key.trim_matches(['"', '\'', ' ', '\u{feff}']) == name)
            .then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// Whether the document of a problem is meant to be a spec, though it is of no known kind. Most YAML files are not.
fn is_spec_like(text: &Text, problem: &Diagnostic, documents: &[Document]) -> bool {
    let Some(document) = documents.get(problem.document) else { return false };
    let text = text.slice(document.locate(&Place::Document));
    let starts = |name, prefix: &str| value_of_line(text, name).any(|value| value.starts_with(prefix));
    let has = |name| text.lines().any(|line| line.starts_with(name));
    starts("version", "prometheus/")
        || starts("apiVersion", "sloth.slok.dev/")
        || starts("apiVersion", "openslo/")
        || has("slos:") && has("service:")
}
